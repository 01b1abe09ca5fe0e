"""Sessions at the desk, and the record of what the team did."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m023_desk(db: Database) -> None:
    # `secret` is the digest of the session's cookie.
    db.conn.execute("""
        CREATE TABLE team_session (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES account (id),
            secret BLOB NOT NULL UNIQUE,
            created_at TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            device TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX team_session_by_account ON team_session (account, seen_at)")
    # `account` is null for the command line.
    db.conn.execute("""
        CREATE TABLE team_act (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            account INTEGER,
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX team_act_by_account ON team_act (account, id)")
    db.conn.execute("CREATE INDEX team_act_by_name ON team_act (act, id)")
