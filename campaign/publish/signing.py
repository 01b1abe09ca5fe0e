"""Whether and where a letter can be signed."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How signing stands."""

    NOT_YET = "not yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Signing:
    """`form` is where the form stands, relative to the site or whole; "" where the site leads to none: then nothing is
    said of signing. The times are aware, None where nobody set them."""

    form: str = ""
    stage: Stage = Stage.OPEN
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


NO_SIGNING = Signing()


def signing(form: str, opens_at: dt.datetime | None, closes_at: dt.datetime, now: dt.datetime) -> Signing:
    """How signing stands at `now`; all times are aware."""
    if now >= closes_at:
        return Signing(form, Stage.CLOSED, opens_at, closes_at)
    not_yet = opens_at is not None and now < opens_at
    return Signing(form, Stage.NOT_YET if not_yet else Stage.OPEN, opens_at, closes_at)
