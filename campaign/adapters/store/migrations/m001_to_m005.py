"""The schema of letters, versions, deliveries and replies."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m001_people(db: Database) -> None:
    # Addressees. `position` is the order of the joint salutation.
    db.conn.execute("""
        CREATE TABLE addressee (
            letter TEXT NOT NULL,
            key TEXT NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            family_name TEXT NOT NULL,
            given_name TEXT NOT NULL,
            honorific TEXT NOT NULL,
            honorific_override TEXT NOT NULL,
            salutation TEXT NOT NULL,
            mail TEXT NOT NULL,
            country TEXT NOT NULL,
            "group" TEXT NOT NULL,
            role TEXT NOT NULL,
            language TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (letter, key)
        ) STRICT""")
    # The coalition's directory. `position` is the order under the letter; `state` is a sign-on state.
    db.conn.execute("""
        CREATE TABLE organisation (
            key TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            country TEXT NOT NULL,
            logo TEXT NOT NULL,
            state TEXT NOT NULL,
            changed_at TEXT NOT NULL
        ) STRICT""")


@step
def m002_versions(db: Database) -> None:
    # A frozen letter. Rows are never updated or deleted.
    db.conn.execute("""
        CREATE TABLE version (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            number INTEGER NOT NULL,
            digest TEXT NOT NULL,
            message TEXT NOT NULL,
            frozen_at TEXT NOT NULL,
            UNIQUE (letter, number)
        ) STRICT""")
    # One language of a version: the author's source and the canonical text that the digest is of.
    db.conn.execute("""
        CREATE TABLE version_text (
            version INTEGER NOT NULL REFERENCES version (id),
            language TEXT NOT NULL,
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            source TEXT NOT NULL,
            canonical TEXT NOT NULL,
            PRIMARY KEY (version, language)
        ) STRICT""")


@step
def m003_deliveries(db: Database) -> None:
    # One decision to send one version to a list, also called a wave.
    db.conn.execute("""
        CREATE TABLE dispatch (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            wave TEXT NOT NULL,
            version INTEGER NOT NULL REFERENCES version (id),
            planned_at TEXT NOT NULL,
            released_at TEXT, -- null until a person let it go
            UNIQUE (letter, wave)
        ) STRICT""")
    # One message to one addressee. `claim` is set while a mailer holds the row; `reply_*` is the server's last word.
    db.conn.execute("""
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            dispatch INTEGER NOT NULL REFERENCES dispatch (id),
            addressee TEXT NOT NULL,
            name TEXT NOT NULL,
            mail TEXT NOT NULL,
            language TEXT NOT NULL,
            sender TEXT NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            dated_at TEXT NOT NULL,
            state TEXT NOT NULL,
            claim TEXT, -- null while no mailer holds it
            attempts INTEGER NOT NULL,
            next_at TEXT, -- null unless deferred
            reply_code INTEGER, -- null when the server said nothing
            reply_text TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            UNIQUE (dispatch, addressee)
        ) STRICT""")
    db.conn.execute("CREATE INDEX delivery_by_state ON delivery (dispatch, state, id)")
    # The bytes that are sent, in their own table so that the rows of deliveries stay small.
    db.conn.execute("""
        CREATE TABLE message (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
            bytes BLOB NOT NULL
        ) STRICT""")
    # What happened, in order, and never changed: attempts, settlements, cancellations.
    db.conn.execute("""
        CREATE TABLE delivery_event (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
            at TEXT NOT NULL,
            state TEXT NOT NULL,
            stage TEXT NOT NULL,
            reply_code INTEGER,
            text TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX delivery_event_by_delivery ON delivery_event (delivery, id)")


@step
def m004_version_kinds(db: Database) -> None:
    # How a version relates to the one before it; unknown for versions from before this step.
    db.conn.execute("ALTER TABLE version ADD COLUMN kind TEXT NOT NULL DEFAULT 'unnamed'")
    db.conn.execute("ALTER TABLE version ADD COLUMN added_language TEXT NOT NULL DEFAULT ''")
    db.conn.execute("UPDATE version SET kind = 'first' WHERE number = 1")
    # The annexes of a text, as their author wrote them; `position` is their order in the canonical text.
    db.conn.execute("""
        CREATE TABLE version_annex (
            version INTEGER NOT NULL,
            language TEXT NOT NULL,
            position INTEGER NOT NULL,
            path TEXT NOT NULL,
            source TEXT NOT NULL,
            PRIMARY KEY (version, language, position),
            FOREIGN KEY (version, language) REFERENCES version_text (version, language)
        ) STRICT""")
    # A frozen version cannot be changed by any statement.
    for table in ("version", "version_text", "version_annex"):
        for change in ("UPDATE", "DELETE"):
            db.conn.execute(f"""
                CREATE TRIGGER {table}_never_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a frozen version never changes'); END""")


@step
def m005_replies(db: Database) -> None:
    # Bounces, automatic answers and people's replies to a delivery. Their files are in replies/, by name.
    db.conn.execute("""
        CREATE TABLE reply (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
            addressee TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            text TEXT NOT NULL,
            rule TEXT NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL, -- the mailbox it was found in
            away_until TEXT, -- a day; null where none is told
            attachments TEXT NOT NULL -- safe names, one a line
        ) STRICT""")
    db.conn.execute("CREATE INDEX reply_by_delivery ON reply (delivery, id)")
    # Where an addressee stands, recorded by hand; the newest counts.
    db.conn.execute("""
        CREATE TABLE position (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            addressee TEXT NOT NULL,
            at TEXT NOT NULL,
            stance TEXT NOT NULL,
            way TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT""")
    # How far a mailbox was read. With a new UIDVALIDITY the server numbers its messages again (RFC 3501).
    db.conn.execute("""
        CREATE TABLE mailbox (
            source TEXT PRIMARY KEY,
            uidvalidity INTEGER NOT NULL,
            last_uid INTEGER NOT NULL
        ) STRICT""")
