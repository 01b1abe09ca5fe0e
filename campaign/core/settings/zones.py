"""Zones, and what a local time means in one: an instant, two of them, or none."""

import datetime as dt
import difflib
from zoneinfo import ZoneInfo, available_timezones

from campaign.core.settings.values import Kind, Unfit, needed_text

SHOWN = "%Y-%m-%d %H:%M"


def zone(raw: object) -> ZoneInfo:
    """A zone of the zone database. Raises Unfit with the nearest name."""
    name = needed_text(raw)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; a folder of the database
        near = difflib.get_close_matches(name, sorted(available_timezones()), 1)
        raise Unfit(f"did you mean {near[0]}?" if near else "") from None


def instant(local: dt.datetime, where: ZoneInfo) -> dt.datetime:
    """The UTC time of a local time. Raises Unfit where the clocks jump over it or show it twice."""
    early, late = local.replace(tzinfo=where, fold=0), local.replace(tzinfo=where, fold=1)
    at = early.astimezone(dt.UTC)
    if early.utcoffset() == late.utcoffset():
        return at
    back = at.astimezone(where).replace(tzinfo=None)
    if back != local:
        raise Unfit(f"that time does not exist in {where.key}, the clocks jump over it; write {back.strftime(SHOWN)}")
    raise Unfit(f"that time comes twice in {where.key}, the clocks go back; choose a time outside that hour")


ZONE = Kind("a zone by the name of its city", zone)
