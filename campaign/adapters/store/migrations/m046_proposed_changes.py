"""Changes of listed sign-ons that wait for a person's look."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m046_proposed_changes(db: Database) -> None:
    # `fields` holds the new values by field, as JSON.
    db.conn.execute("""
        CREATE TABLE proposed_change (
            signon INTEGER PRIMARY KEY REFERENCES signon (id),
            letter TEXT NOT NULL,
            fields TEXT NOT NULL,
            proposed_at INTEGER NOT NULL
        ) STRICT""")
