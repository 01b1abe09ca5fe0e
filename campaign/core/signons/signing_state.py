"""Whether the letter can be signed on the web now. The deadline for signing is applied only here."""

import datetime as dt
from enum import StrEnum


class SigningState(StrEnum):
    """Whether the letter can be signed, or why not."""

    NO_TEXT = "no text"  # no version is frozen
    NOT_YET = "not yet"
    OPEN = "open"
    CLOSED = "closed"


def signing_state(
    opens_at: dt.datetime | None, closes_at: dt.datetime, now: dt.datetime, *, has_text: bool = True
) -> SigningState:
    """The state at `now`. All times are aware; `opens_at` is None for no start date. `has_text` says whether a version
    is frozen."""
    if now >= closes_at:
        return SigningState.CLOSED
    if opens_at is not None and now < opens_at:
        return SigningState.NOT_YET
    return SigningState.OPEN if has_text else SigningState.NO_TEXT
