"""Whether the letter can be signed on the web now. The deadline for signing is applied here and nowhere else."""

import datetime as dt
from enum import StrEnum


class SigningState(StrEnum):
    """How signing stands."""

    NO_TEXT = "no text"  # nothing is frozen
    NOT_YET = "not yet"
    OPEN = "open"
    CLOSED = "closed"


def signing_state(
    opens_at: dt.datetime | None, closes_at: dt.datetime, now: dt.datetime, *, has_text: bool = True
) -> SigningState:
    """How signing stands at `now`. All times are aware; `opens_at` is None where nobody set one. `has_text` says
    whether a version is frozen."""
    if now >= closes_at:
        return SigningState.CLOSED
    if opens_at is not None and now < opens_at:
        return SigningState.NOT_YET
    return SigningState.OPEN if has_text else SigningState.NO_TEXT
