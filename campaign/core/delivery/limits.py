"""How many mails may go in any 24 hours, in all and to one domain: what providers allow is counted so."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from campaign.core.delivery.permission import GO, Permission
from campaign.core.languages.in_english import moment

DAY = dt.timedelta(hours=24)


def domain_of(mail: str) -> str:
    """The domain of a mail address, in small letters: who takes the mails for it."""
    return mail.rpartition("@")[2].lower()


def within_limit(
    gone: Sequence[dt.datetime], limit: int | None, whose: str, now: dt.datetime, zone: ZoneInfo
) -> Permission:
    """Whether one more may go. `gone` are the moments of those that went, the newest last; `whose` names the limit."""
    if limit is None or len(gone) < limit or gone[-limit] + DAY <= now:
        return GO
    next_at = gone[-limit] + DAY
    why = f"{whose} is {limit} in 24 hours; the next may go {moment(next_at, zone)}"
    return Permission(now=False, next_at=next_at, why=why)
