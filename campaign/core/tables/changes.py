"""What an import would change: the rows of a file beside those in the store. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class HasKey(Protocol):
    """A value that is compared by equality and found again by its key."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=HasKey)


@dataclass(frozen=True, slots=True)
class TableChange:
    """Keys by what happens to them, in the file's order. `missing` are in the store but not in the file; they stay.

    `reordered`: those that are in both stand in another order.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        """Whether the file and the store differ."""
        return bool(self.added or self.changed or self.missing or self.reordered)


def differences(stored: Sequence[K], read: Sequence[K]) -> TableChange:
    """How what was read from a file differs from what the store holds. Both are in order, keys are unique in each."""
    old = {item.key: item for item in stored}
    new = {item.key: item for item in read}
    both = [key for key in new if key in old]
    return TableChange(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key in both if new[key] != old[key]),
        unchanged=tuple(key for key in both if new[key] == old[key]),
        missing=tuple(key for key in old if key not in new),
        reordered=both != [key for key in old if key in new],
    )
