"""Notes on calls that gave no position: nobody answered, they call back, ask again on Thursday."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m044_call_notes(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE call_note (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            addressee TEXT NOT NULL,
            at TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT""")
