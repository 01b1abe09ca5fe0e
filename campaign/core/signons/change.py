"""What a new version of a letter means for those who signed the one before. A person chooses one of three ways."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ChangePolicy(StrEnum):
    """How signatories are dealt with when the words change.

    CORRECTION: they stand under the new version at once, and are told. WINDOW: they stand under it when a time has
    passed without their objection. ASK: they stand under it once they agree.
    """

    CORRECTION = "correction"
    WINDOW = "window"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A version that came while there were sign-ons. `before` and `version` are versions' ids; `until` is aware, and
    set for WINDOW alone. `closed_at` says when the window's time was seen to have passed."""

    letter: str
    before: int
    version: int
    policy: ChangePolicy
    decided_at: dt.datetime
    until: dt.datetime | None = None
    closed_at: dt.datetime | None = None

    def may_object(self, version: int, now: dt.datetime) -> bool:
        """Whether whoever stands under `version` may object at `now`."""
        in_time = self.until is not None and now < self.until
        return self.policy is ChangePolicy.WINDOW and self.before == version and self.closed_at is None and in_time

    def is_due(self, now: dt.datetime) -> bool:
        """Whether the time for objections has passed and the silent are to be carried over."""
        return (
            self.policy is ChangePolicy.WINDOW
            and self.closed_at is None
            and self.until is not None
            and self.until <= now
        )
