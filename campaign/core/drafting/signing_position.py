"""Where an organisation stands on a draft: whether it will sign, on what conditions, and whether that still holds."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class SigningAnswer(StrEnum):
    """What an organisation says of a draft. The database stores these values."""

    WILL_SIGN = "will sign"
    IF = "will sign if"
    """Once the threads that it names are settled."""
    NEEDS_TIME = "needs time"
    CANNOT = "cannot sign"


@dataclass(frozen=True, slots=True)
class NewSigningPosition:
    """What an organisation says of a draft."""

    letter: str
    organisation: str
    answer: SigningAnswer
    until: dt.date | None
    """The day until which it needs time; None for another answer."""
    threads: tuple[int, ...]
    """The threads that must be settled first, and those on the passages that matter to it. Empty for none."""
    language: str
    """The text that it read."""
    base: int
    """The stored text that it read."""
    note: str
    """Why; "" for nothing."""
    account: int | None
    """Who said so; None for the command line."""
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SigningPosition:
    """The newest position of an organisation."""

    id: int
    letter: str
    organisation: str
    answer: SigningAnswer
    until: dt.date | None
    threads: tuple[int, ...]
    language: str
    base: int
    note: str
    account: int | None
    created_at: dt.datetime


class PositionState(StrEnum):
    """How a position stands now."""

    SURE = "sure"
    """It will sign this text."""
    WAITS = "waits"
    """It will sign once what it named is settled."""
    CAN_BE_SURE = "can be sure"
    """What it named is settled; it has not said yet that it will sign."""
    TO_CONFIRM = "to be confirmed"
    """A passage that it named has changed since."""
    NEEDS_TIME = "needs time"
    OVERDUE = "overdue"
    """The day until which it needed time is past."""
    CANNOT = "cannot"


def position_state(
    position: SigningPosition, in_the_way: Collection[int], today: dt.date, *, has_changed: bool
) -> PositionState:
    """How a position stands. `in_the_way`: the threads that are not settled to the satisfaction of who began them;
    `has_changed`: whether a passage that the position names has changed since; `today`: in the campaign's zone."""
    match position.answer:
        case SigningAnswer.CANNOT:
            return PositionState.CANNOT
        case SigningAnswer.NEEDS_TIME:
            is_over = position.until is not None and position.until < today
            return PositionState.OVERDUE if is_over else PositionState.NEEDS_TIME
        case SigningAnswer.IF:
            return PositionState.WAITS if set(position.threads) & set(in_the_way) else PositionState.CAN_BE_SURE
        case _:
            return PositionState.TO_CONFIRM if has_changed else PositionState.SURE
