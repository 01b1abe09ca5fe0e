"""What a new version of a letter means for those who signed the previous one. A person chooses one of three
policies."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ChangePolicy(StrEnum):
    """How existing signatures move to a new version."""

    CORRECTION = "correction"  # at once; signers are informed
    WINDOW = "window"  # when a time limit has passed, unless the signer objects
    ASK = "ask"  # only when the signer agrees


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A new version of a letter that already had sign-ons."""

    letter: str
    before: int
    """The id of the previous version."""
    version: int
    """The id of the new version."""
    policy: ChangePolicy
    decided_at: dt.datetime
    """When the policy was chosen (aware UTC)."""
    until: dt.datetime | None = None
    """The end of the objection window (aware UTC); None for other policies."""
    closed_at: dt.datetime | None = None
    """When the window was closed and the signatures were moved (aware UTC); None before."""

    def may_object(self, version: int, now: dt.datetime) -> bool:
        """Whether a signer of `version` may object at `now`."""
        in_time = self.until is not None and now < self.until
        return self.policy is ChangePolicy.WINDOW and self.before == version and self.closed_at is None and in_time

    def is_due(self, now: dt.datetime) -> bool:
        """Whether the objection window has ended and is not closed yet."""
        return (
            self.policy is ChangePolicy.WINDOW
            and self.closed_at is None
            and self.until is not None
            and self.until <= now
        )
