"""Limits for any 24 hours, in total and for each domain, as mail providers count them."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from campaign.core.delivery.permission import GO, Permission
from campaign.core.languages.in_english import moment

DAY = dt.timedelta(hours=24)


def domain_of(address: str) -> str:
    """The domain of an email address, in lower case."""
    return address.rpartition("@")[2].lower()


def within_limit(
    sent_times: Sequence[dt.datetime], limit: int | None, limit_name: str, now: dt.datetime, zone: ZoneInfo
) -> Permission:
    """Whether a limit allows one more message at `now`.

    `sent_times` are the times of the messages sent so far, the newest last; `limit_name` names the limit to people,
    `zone` is the zone that times are shown in. Without a `limit` every message may be sent.
    """
    if limit is None or len(sent_times) < limit or sent_times[-limit] + DAY <= now:
        return GO
    next_at = sent_times[-limit] + DAY
    why = f"{limit_name} is {limit} in 24 hours; the next email can be sent {moment(next_at, zone)}"
    return Permission(granted=False, next_at=next_at, why=why)
