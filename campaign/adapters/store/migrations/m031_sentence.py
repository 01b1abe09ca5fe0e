"""A sentence of one's own for each addressee."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m031_sentence(db: Database) -> None:
    db.conn.execute("ALTER TABLE addressee ADD COLUMN sentence TEXT NOT NULL DEFAULT ''")
