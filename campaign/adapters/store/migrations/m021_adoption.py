"""When a changed text became the public one, and who agreed to it before that."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m021_adoption(db: Database) -> None:
    # Null while the page shows the text before the change. Earlier changes were shown at once.
    db.conn.execute("ALTER TABLE change ADD COLUMN adopted_at TEXT")
    db.conn.execute("UPDATE change SET adopted_at = decided_at")
    # The newer text that a sign-on moves to once it is the public one; null for none.
    db.conn.execute("ALTER TABLE signon ADD COLUMN agreed INTEGER")
