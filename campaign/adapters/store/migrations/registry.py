"""The steps of the schema, in the order in which their files are imported."""

from collections.abc import Callable
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

_applied = Migrations("undersigned")
# The same in their order, for PostgreSQL, which translates what they say.
STEPS: list[Callable[[Any], None]] = []


def step(work: Callable[[Any], None]) -> Callable[[Any], None]:
    """Make a function a step of the schema. Its name is kept in each store that it was applied to."""
    STEPS.append(work)
    registered: Callable[[Any], None] = _applied()(work)
    return registered


def migrate(db: Database) -> None:
    """Bring the file to the newest schema."""
    _applied.apply(db)
