"""What proves that a reply is about a delivery."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m019_reply_proof(db: Database) -> None:
    # 'message id', 'sender' or 'claim'. It was not recorded for replies that were stored before this step.
    db.conn.execute("ALTER TABLE reply ADD COLUMN proof TEXT NOT NULL DEFAULT 'unrecorded'")
