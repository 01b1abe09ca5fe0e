"""The migration steps, in the order in which their modules are imported."""

from collections.abc import Callable
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

_applied = Migrations("undersigned")
# The same steps in order, for PostgreSQL, which translates their SQL.
STEPS: list[Callable[[Any], None]] = []


def step(work: Callable[[Any], None]) -> Callable[[Any], None]:
    """Register a function as a migration step. Never rename one: each database stores the names of its steps."""
    STEPS.append(work)
    registered: Callable[[Any], None] = _applied()(work)
    return registered


def migrate(db: Database) -> None:
    """Migrate a SQLite file to the newest schema."""
    _applied.apply(db)
