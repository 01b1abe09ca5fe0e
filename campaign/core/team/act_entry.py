"""What the team did: who, when, what, to what. It holds no personal data but the number of the account."""

import datetime as dt
from dataclasses import dataclass

FRESH_LIFE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewActEntry:
    """An act that is added to the record."""

    at: dt.datetime
    account: int | None
    """The account; None for the command line."""
    act: str
    """The name of the act in the registry."""
    subject: str = ""
    """What it was done to, without personal data: "wave first", "sign-on 12", "account 3"."""
    note: str = ""
    """Details without personal data, such as "editor, now sender"."""


@dataclass(frozen=True, slots=True)
class ActEntry:
    """An act in the record."""

    id: int
    at: dt.datetime
    account: int | None
    act: str
    subject: str
    note: str

    def is_fresh(self, now: dt.datetime) -> bool:
        """Whether the act was done so lately that a banner may still show it."""
        return now < self.at + FRESH_LIFE
