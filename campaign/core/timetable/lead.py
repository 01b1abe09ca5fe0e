"""A date as it is counted back from the vote: "10 working days before, 09:00"."""

import datetime as dt
import re
from dataclasses import dataclass

from campaign.core.timetable.holidays import add_working_days

_LEAD_TIME = re.compile(r"(\d{1,3}) (working )?days? before,? (\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class LeadTime:
    """So many days before the day of the vote, at a time of day; `working` counts Mondays to Fridays only."""

    days: int
    working: bool
    time: dt.time

    def before(self, day: dt.date, *, holidays: bool) -> dt.datetime:
        """The local moment, naive. With `holidays`, those of the EU's institutions are no working days."""
        if self.working:
            day = add_working_days(day, -self.days, holidays=holidays)
        else:
            day -= dt.timedelta(days=self.days)
        return dt.datetime.combine(day, self.time)


# When sign-on closes where nobody says; an hour that no clock jumps over.
SIGN_ON_CLOSES = LeadTime(12, working=True, time=dt.time(18))


def read_lead_time(text: str) -> LeadTime | None:
    """The lead that a text names, None where it names none."""
    match = _LEAD_TIME.fullmatch(" ".join(text.lower().split()))
    if match is None:
        return None
    days, working, hour, minute = match.groups()
    try:
        return LeadTime(int(days), bool(working), dt.time(int(hour), int(minute)))
    except ValueError:
        return None
