"""The part of the list that a wave goes to: words that select addressees, one a line; empty for the whole list."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m045_selection(db: Database) -> None:
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN selection TEXT NOT NULL DEFAULT ''")
