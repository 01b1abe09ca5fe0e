"""What a new version of a letter means for those who signed the previous one. A person chooses one of three
policies."""

import datetime as dt
from collections.abc import Iterable
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
    """When the window was closed (aware UTC); None before, and for other policies."""
    adopted_at: dt.datetime | None = None
    """When the new version became the public one (aware UTC); None while the page shows the text before it."""

    def may_object(self, version: int, now: dt.datetime) -> bool:
        """Whether a signer of the earlier `version` may object at `now`."""
        in_time = self.until is not None and now < self.until
        return self.policy is ChangePolicy.WINDOW and version < self.version and self.closed_at is None and in_time

    def is_due(self, now: dt.datetime) -> bool:
        """Whether the objection window has ended and is not closed yet."""
        return (
            self.policy is ChangePolicy.WINDOW
            and self.closed_at is None
            and self.until is not None
            and self.until <= now
        )


@dataclass(frozen=True, slots=True)
class OpenChange:
    """What all changes since the last text that a signer agreed to mean for him or her, taken together."""

    policy: ChangePolicy
    """The strictest of their policies; ASK after an objection, and once a window has closed without the signer."""
    version: int
    """The id of the newest version."""
    until: dt.datetime | None = None
    """The end of the latest window (aware UTC); None for other policies."""


_STRICTNESS = (ChangePolicy.CORRECTION, ChangePolicy.WINDOW, ChangePolicy.ASK)


def open_change(version: int, changes: Iterable[VersionChange], *, has_objected: bool) -> OpenChange | None:
    """What the changes since `version`, the last text that a signer agreed to, mean; None if there is none."""
    later = [change for change in changes if change.version > version]
    if not later:
        return None
    policies = [
        ChangePolicy.ASK if change.policy is ChangePolicy.WINDOW and change.closed_at else change.policy
        for change in later
    ]
    policy = ChangePolicy.ASK if has_objected else max(policies, key=_STRICTNESS.index)
    until = max((change.until for change in later if change.until), default=None)
    return OpenChange(policy, later[-1].version, until if policy is ChangePolicy.WINDOW else None)
