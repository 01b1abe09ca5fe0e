"""The team: accounts, and the links and codes by which they sign in."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m022_team(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            address TEXT NOT NULL,
            address_key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            organisation TEXT NOT NULL,
            created_at TEXT NOT NULL,
            ended_at TEXT
        ) STRICT""")
    # Links that were mailed or printed. `browser`, `link` and `code` are digests. `asked_for` is a keyed digest of the
    # address, so that requests are counted for addresses without an account, too. `typed` is the form that a person
    # was filling in when the session lapsed.
    db.conn.execute("""
        CREATE TABLE sign_in (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            account INTEGER,
            browser BLOB NOT NULL,
            link BLOB NOT NULL UNIQUE,
            code BLOB NOT NULL,
            salt BLOB NOT NULL,
            tries INTEGER NOT NULL,
            expires_at TEXT NOT NULL,
            used_at TEXT,
            created_at TEXT NOT NULL,
            asked_for BLOB NOT NULL,
            typed TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX sign_in_by_address ON sign_in (asked_for, created_at)")
    db.conn.execute("CREATE INDEX sign_in_by_browser ON sign_in (browser)")
