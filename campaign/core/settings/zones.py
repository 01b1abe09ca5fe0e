"""What a local time means in a zone: an instant, two of them, or none."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.settings.kinds import Unfit

SHOWN = "%Y-%m-%d %H:%M"


def instant(local: dt.datetime, where: ZoneInfo) -> dt.datetime:
    """The UTC time of a local time. Raises Unfit where the clocks jump over it or show it twice."""
    early, late = local.replace(tzinfo=where, fold=0), local.replace(tzinfo=where, fold=1)
    at = early.astimezone(dt.UTC)
    if early.utcoffset() == late.utcoffset():
        return at
    what = f"is {local.strftime(SHOWN)}"
    back = at.astimezone(where).replace(tzinfo=None)
    if back != local:
        mend = f"that time does not exist in {where.key}, the clocks jump over it; write {back.strftime(SHOWN)}"
        raise Unfit(mend, what)
    raise Unfit(f"that time comes twice in {where.key}, the clocks go back; choose a time outside that hour", what)
