"""The timetable: the campaign's dates, planned back from the vote. Decides; reads no clock."""

from campaign.core.timetable.lead import SIGN_ON_CLOSES, Lead
from campaign.core.timetable.standing import Facts, Progress, Standing, standings
from campaign.core.timetable.step import NAMES, Step
from campaign.core.timetable.table import Date, Timetable, disorder

__all__ = [
    "NAMES",
    "SIGN_ON_CLOSES",
    "Date",
    "Facts",
    "Lead",
    "Progress",
    "Standing",
    "Step",
    "Timetable",
    "disorder",
    "standings",
]
