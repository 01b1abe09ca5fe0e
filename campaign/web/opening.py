"""Whether the letter can be signed on the web now. Pure."""

import datetime as dt
from enum import StrEnum

from campaign.core.settings import Settings


class Opening(StrEnum):
    """How signing stands."""

    NO_TEXT = "no text"  # nothing is frozen
    NOT_YET = "not yet"
    OPEN = "open"
    CLOSED = "closed"


def opening(settings: Settings, now: dt.datetime, *, has_text: bool) -> Opening:
    """How signing stands at `now` (aware)."""
    if now >= settings.signing_closes_at:
        return Opening.CLOSED
    if settings.signing.opens_at and now < settings.signing.opens_at:
        return Opening.NOT_YET
    return Opening.OPEN if has_text else Opening.NO_TEXT
