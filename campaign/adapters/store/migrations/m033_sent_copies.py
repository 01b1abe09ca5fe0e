"""Which emails have a copy in the mailbox's folder of sent emails."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m033_sent_copies(db: Database) -> None:
    db.conn.execute("CREATE TABLE sent_copy (delivery INTEGER PRIMARY KEY REFERENCES delivery (id)) STRICT")
