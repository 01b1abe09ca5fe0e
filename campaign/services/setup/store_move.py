"""Moving a campaign's data from its file to another database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store import Store
from campaign.adapters.store.move import TABLES, MovedTable, move
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.sending.send_wave import mailer_lock
from campaign.services.sending.sending_mark import SendingMark, hand_over


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What would be moved, and where to."""

    source: Path
    """The campaign's database file, which is not changed."""
    target: str
    """The address of the new database, which must be empty."""
    tables: int
    """The number of tables to copy."""


def plan_move(campaign: Campaign, target: str) -> MovePlan:
    """What would be moved to the database at `target`; "" for the one in the settings.

    Raises UsageError when no database is named, Refused when there is nothing to move.
    """
    database_url = target or campaign.settings.store.database
    if not database_url:
        raise UsageError("no database is named", fix="name it: campaign migrate-store postgresql://user@host/name")
    if not campaign.folder.database.exists():
        raise Refused(f"{campaign.folder.database}: there is nothing to move")
    return MovePlan(campaign.folder.database, database_url, len(TABLES))


def move_store(
    campaign: Campaign, plan: MovePlan, progress: Callable[[str, int], object]
) -> tuple[str, tuple[MovedTable, ...]]:
    """Copy all data, and compare the number of rows. Returns the name of the new database and the rows of each table.

    `progress` is called with each table and its rows so far. Raises Refused while a mailer runs or when the new
    database is not empty, StoreError when rows are missing.
    """
    folder = campaign.folder
    with (
        mailer_lock(folder.mailer_lock),
        mailer_lock(folder.signers_lock),
        Store.open(plan.source) as source,
        Store.open(plan.target) as store,
    ):
        SendingMark(source).check()
        tables = move(source, store, progress)
        hand_over(source, store)
        return store.engine.name, tables
