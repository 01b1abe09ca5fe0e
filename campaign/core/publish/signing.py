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
    said of signing. The times are aware, None where nobody set them. `individuals` says whether people may sign in
    their own names."""

    form: str = ""
    stage: Stage = Stage.OPEN
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    individuals: bool = False


NO_SIGNING = Signing()


def stage(opens_at: dt.datetime | None, closes_at: dt.datetime, now: dt.datetime) -> Stage:
    """How signing stands at `now`; all times are aware."""
    if now >= closes_at:
        return Stage.CLOSED
    return Stage.NOT_YET if opens_at is not None and now < opens_at else Stage.OPEN
