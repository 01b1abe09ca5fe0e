"""The schema of sign-ons and their record, and of what messages share."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step
from campaign.adapters.store.times import from_number, from_text, to_number, to_text
from campaign.core.signons.record import START_DIGEST, Actor, RecordEvent, RecordLine, entry_digest, facts_text


@step
def m006_signons(db: Database) -> None:
    # A sign-on of an organisation or an individual to one letter: what is public once it is listed. `version` is null
    # while nothing is frozen; `held` is 1 if the signer objected to a newer version and stays under this one. There may
    # be ten million rows, so times are numbers (microseconds since 1970) here and in `signer`.
    db.conn.execute("""
        CREATE TABLE signon (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            organisation TEXT NOT NULL, -- the directory's key, '' for none
            position INTEGER NOT NULL, -- the order of those that were imported; 0 for the others
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            country TEXT NOT NULL,
            logo TEXT NOT NULL,
            quote TEXT NOT NULL,
            state TEXT NOT NULL,
            version INTEGER REFERENCES version (id),
            held INTEGER NOT NULL,
            language TEXT NOT NULL,
            source TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            listed_at INTEGER -- null for one that never was
        ) STRICT""")
    db.conn.execute("""
        CREATE UNIQUE INDEX signon_by_organisation ON signon (letter, organisation) WHERE organisation <> ''""")
    db.conn.execute("CREATE INDEX signon_organisations ON signon (letter, state, id) WHERE kind = 'organisation'")
    db.conn.execute("""
        CREATE INDEX signon_people ON signon (version, id) WHERE kind = 'person' AND state = 'listed'""")
    # Signers: personal data in its own table, so that it can be erased without a trace. `mail_key` is a digest
    # of the letter and the email address, so that an address signs a letter only once.
    db.conn.execute("""
        CREATE TABLE signer (
            signon INTEGER PRIMARY KEY REFERENCES signon (id),
            person TEXT NOT NULL,
            role TEXT NOT NULL,
            mail TEXT NOT NULL,
            mail_key BLOB, -- null where no mail address is known
            authority TEXT NOT NULL,
            confirmed_at INTEGER,
            confirmed_how TEXT NOT NULL,
            until TEXT, -- a day; null where none was promised
            note TEXT NOT NULL,
            generation INTEGER NOT NULL,
            salt BLOB NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE UNIQUE INDEX signer_by_mail ON signer (mail_key) WHERE mail_key IS NOT NULL")
    # Counts of sign-ons, updated with each change: counting ten million rows takes seconds.
    db.conn.execute("""
        CREATE TABLE signon_count (
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (letter, kind, state)
        ) STRICT""")
    # The record: who did what, and when. The digest of a line covers its content and the digest of the line before.
    db.conn.execute("""
        CREATE TABLE record (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            letter TEXT NOT NULL,
            signon INTEGER,
            deed TEXT NOT NULL,
            actor TEXT NOT NULL,
            facts TEXT NOT NULL,
            private BLOB NOT NULL,
            digest BLOB NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX record_by_signon ON record (signon, number)")
    for change in ("UPDATE", "DELETE"):
        db.conn.execute(f"""
            CREATE TRIGGER record_never_{change.lower()} BEFORE {change} ON record
            BEGIN SELECT RAISE(ABORT, 'the record is only ever added to'); END""")
    # What a new version means for those who signed the one before.
    db.conn.execute("""
        CREATE TABLE change (
            version INTEGER PRIMARY KEY REFERENCES version (id),
            letter TEXT NOT NULL,
            before INTEGER NOT NULL REFERENCES version (id),
            way TEXT NOT NULL,
            decided_at TEXT NOT NULL,
            until TEXT, -- null but for an objection window
            closed_at TEXT -- null while the window is open
        ) STRICT""")
    # A pending notice to a signer, until it becomes a delivery of the ledger.
    db.conn.execute("""
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY,
            signon INTEGER NOT NULL,
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            facts TEXT NOT NULL,
            owed_at TEXT NOT NULL
        ) STRICT""")
    # Secret keys, for personal links and the tokens of forms.
    db.conn.execute("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT")
    # The kind of a mailing: the letter to its addressees, or emails to signatories.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN kind TEXT NOT NULL DEFAULT 'letter'")
    _let_the_directory_sign(db)
    db.conn.execute("""
        INSERT INTO signon_count (letter, kind, state, number)
        SELECT letter, kind, state, count(*) FROM signon GROUP BY letter, kind, state""")
    _record_imported(db)


def _let_the_directory_sign(db: Database) -> None:
    """Add sign-ons of the directory's organisations to the existing letters, as the coordinator's table states them."""
    rows = db.conn.execute("""
        SELECT o.changed_at, o.state, l.letter, o.key, o.position, o.name, o.url, o.country, o.logo, o.state,
               (SELECT max(v.id) FROM version AS v WHERE v.letter = l.letter)
        FROM organisation AS o
        CROSS JOIN (SELECT letter FROM version UNION SELECT letter FROM addressee) AS l
        ORDER BY l.letter, o.position""").fetchall()
    for changed_at, state, *signed in rows:
        at = to_number(from_text(changed_at))
        db.conn.execute(
            "INSERT INTO signon (letter, kind, organisation, position, name, url, country, logo, quote, state, version,"
            " held, language, source, created_at, listed_at)"
            " VALUES (?, 'organisation', ?, ?, ?, ?, ?, ?, '', ?, ?, 0, '', 'import', ?, ?)",
            (*signed, at, at if state == "listed" else None),
        )


@step
def m007_wires(db: Database) -> None:
    # The pieces that the messages of a mailing share, stored once, with gaps for the pieces of each message.
    db.conn.execute("""
        CREATE TABLE wire (
            id INTEGER PRIMARY KEY,
            dispatch INTEGER NOT NULL REFERENCES dispatch (id),
            pieces TEXT NOT NULL
        ) STRICT""")
    # Null where `bytes` is the whole message; else `bytes` holds the message's own pieces.
    db.conn.execute("ALTER TABLE message ADD COLUMN wire INTEGER")
    # Deferred deliveries, by the time of their next attempt.
    db.conn.execute("CREATE INDEX delivery_by_time ON delivery (dispatch, next_at) WHERE next_at IS NOT NULL")


def _record_imported(db: Database) -> None:
    """Add a line to the record for each sign-on of the directory from before there was a record."""
    before = START_DIGEST
    rows = db.conn.execute("SELECT id, letter, name, state, version, created_at FROM signon ORDER BY id").fetchall()
    for number, (signon, letter, name, state, version, at) in enumerate(rows, 1):
        facts = {"kind": "organisation", "source": "import", "state": state, "language": "", "name": name}
        facts |= {"version": str(version)} if version is not None else {}
        line = RecordLine(from_number(at), letter, signon, RecordEvent.IMPORTED, Actor.COORDINATOR, facts)
        before = entry_digest(before, number, line)
        db.conn.execute(
            "INSERT INTO record (number, at, letter, signon, deed, actor, facts, private, digest)"
            " VALUES (?, ?, ?, ?, 'imported', 'coordinator', ?, x'', ?)",
            (number, to_text(from_number(at)), letter, signon, facts_text(facts), before),
        )
