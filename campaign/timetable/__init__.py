"""The timetable: the campaign's dates, planned back from the vote. Decides; reads no clock."""

from campaign.timetable.lead import SIGN_ON_CLOSES, Lead
from campaign.timetable.standing import Facts, Progress, Standing, standings
from campaign.timetable.step import NAMES, Step
from campaign.timetable.table import Date, Timetable, disorder
from campaign.timetable.words import moment

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
    "moment",
    "standings",
]
