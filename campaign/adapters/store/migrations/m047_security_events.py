"""Who asked for a link to sign in, and up to which act the coordinators were told of security events."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m047_security_events(db: Database) -> None:
    # A keyed digest of the network, or of the known browser, that asked. Null in rows from before this step.
    db.conn.execute("ALTER TABLE sign_in ADD COLUMN asked_by BLOB")
    # One row at most: the last act that an email to the coordinators was about.
    db.conn.execute("CREATE TABLE security_email (id INTEGER PRIMARY KEY, last_act INTEGER NOT NULL) STRICT")
