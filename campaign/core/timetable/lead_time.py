"""A date counted back from the vote: "10 working days before, 09:00"."""

import datetime as dt
import re
from dataclasses import dataclass

from campaign.core.timetable.holidays import add_working_days

_LEAD_TIME = re.compile(r"(\d{1,3}) (working )?days? before,? (\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class LeadTime:
    """A number of days before the day of the vote, and a time of day."""

    days: int
    working: bool
    """Whether only working days count."""
    time: dt.time
    """Local time, in the campaign's zone."""

    def before(self, day: dt.date, *, holidays: bool) -> dt.datetime:
        """Return the naive local time before a day. With `holidays`, those of the EU's institutions do not count."""
        if self.working:
            day = add_working_days(day, -self.days, holidays=holidays)
        else:
            day -= dt.timedelta(days=self.days)
        return dt.datetime.combine(day, self.time)


# When sign-on closes by default. No clock change skips this hour.
SIGN_ON_CLOSES = LeadTime(12, working=True, time=dt.time(18))


def read_lead_time(text: str) -> LeadTime | None:
    """Read a lead time from a text; None if it is not one."""
    match = _LEAD_TIME.fullmatch(" ".join(text.lower().split()))
    if match is None:
        return None
    days, working, hour, minute = match.groups()
    try:
        return LeadTime(int(days), bool(working), dt.time(int(hour), int(minute)))
    except ValueError:
        return None
