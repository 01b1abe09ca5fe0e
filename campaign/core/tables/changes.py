"""Compares the rows of a file with those in the database: what an import would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class HasKey(Protocol):
    """A value with a key."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=HasKey)


@dataclass(frozen=True, slots=True)
class TableChange:
    """The keys of a table by what an import does to them, in the file's order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Keys in the database that the file does not have; their rows stay."""
    reordered: bool = False
    """Whether the keys that both have are in another order."""

    def __bool__(self) -> bool:
        """Whether the file and the database differ."""
        return bool(self.added or self.changed or self.missing or self.reordered)


def differences(stored: Sequence[K], read: Sequence[K]) -> TableChange:
    """Compare the rows in the database with those read from a file. Keys must be unique in each."""
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
