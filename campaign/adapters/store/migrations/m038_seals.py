"""What proves each column of a sign-on, and time stamps of versions."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m038_seals(db: Database) -> None:
    # Digests of the sign-on as it is after the line, see `core.signons.seal`. Null in lines from before this step.
    db.conn.execute("ALTER TABLE record ADD COLUMN seal BLOB")
    # A time stamp (RFC 3161) of a version and of the record's head at that time: the bytes that were stamped, and the
    # server's answer to the request.
    db.conn.execute("""
        CREATE TABLE version_stamp (
            version INTEGER PRIMARY KEY REFERENCES version (id),
            content TEXT NOT NULL,
            request BLOB NOT NULL,
            response BLOB NOT NULL,
            server TEXT NOT NULL
        ) STRICT""")
