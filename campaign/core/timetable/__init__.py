"""The timetable: the campaign's dates, planned back from the vote. Decides; reads no clock."""

from campaign.core.timetable.standing import Facts, Standing
from campaign.core.timetable.step import NAMES, Step
from campaign.core.timetable.table import Timetable

__all__ = ["NAMES", "Facts", "Standing", "Step", "Timetable"]
