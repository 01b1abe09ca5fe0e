"""The timetable: the campaign's dates, counted back from the vote. The caller passes the time in."""

from campaign.core.timetable.dates import Timetable
from campaign.core.timetable.progress import DateStatus, TimetableFacts
from campaign.core.timetable.step import STEP_NAMES, Step

__all__ = ["STEP_NAMES", "TimetableFacts", "DateStatus", "Step", "Timetable"]
