"""How many mails may go in any 24 hours, in all and to one domain: what providers allow is counted so."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from campaign.core.delivery.permission import GO, Permission
from campaign.core.languages.in_english import moment

DAY = dt.timedelta(hours=24)


def domain_of(address: str) -> str:
    """The domain of a mail address, in small letters: who takes the mails for it."""
    return address.rpartition("@")[2].lower()


def within_limit(
    sent_times: Sequence[dt.datetime], limit: int | None, limit_name: str, now: dt.datetime, zone: ZoneInfo
) -> Permission:
    """Whether one more may go. `gone` are the moments of those that went, the newest last; `whose` names the limit."""
    if limit is None or len(sent_times) < limit or sent_times[-limit] + DAY <= now:
        return GO
    next_at = sent_times[-limit] + DAY
    why = f"{limit_name} is {limit} in 24 hours; the next may go {moment(next_at, zone)}"
    return Permission(granted=False, next_at=next_at, why=why)
