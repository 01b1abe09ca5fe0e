"""The store's schema, as small named steps, each in a transaction of its own, run by sqlite-utils.

Times are text, `YYYY-MM-DDTHH:MM:SS.ffffffZ`, always UTC, so that they sort as they read.
"""

from collections.abc import Callable
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from campaign.adapters.store.times import from_number, from_text, to_number, to_text
from campaign.core.signons.record import START, Actor, Deed, Line, bound, facts_text

SCHEMA_VERSION = 15  # the number of steps below

_applied = Migrations("undersigned")
# The same in their order, for PostgreSQL, which translates what they say.
STEPS: list[Callable[[Any], None]] = []


def _steps() -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def keep(step: Callable[[Any], None]) -> Callable[[Any], None]:
        STEPS.append(step)
        registered: Callable[[Any], None] = _applied()(step)
        return registered

    return keep


def migrate(db: Database) -> None:
    """Bring the file to the newest schema."""
    _applied.apply(db)


@_steps()
def m001_people(db: Database) -> None:
    # Whom letters are written to. `position` keeps the order of the joint salutation.
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
    # The coalition's directory. `position` keeps the order under the letter; `state` is a sign-on state.
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


@_steps()
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


@_steps()
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
    # The bytes that go, kept apart so that the rows above stay small.
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


@_steps()
def m004_version_kinds(db: Database) -> None:
    # What a version is to the one before it. Those from before this step were not told apart.
    db.conn.execute("ALTER TABLE version ADD COLUMN kind TEXT NOT NULL DEFAULT 'unnamed'")
    db.conn.execute("ALTER TABLE version ADD COLUMN added_language TEXT NOT NULL DEFAULT ''")
    db.conn.execute("UPDATE version SET kind = 'first' WHERE number = 1")
    # The annexes of a text, as their author wrote them; `position` keeps their order in the canonical text.
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
    # What is frozen stays so, whoever asks.
    for table in ("version", "version_text", "version_annex"):
        for change in ("UPDATE", "DELETE"):
            db.conn.execute(f"""
                CREATE TRIGGER {table}_never_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a frozen version never changes'); END""")


@_steps()
def m005_replies(db: Database) -> None:
    # What came back for a delivery: bounces, automatic answers, people's replies. Files stand in replies/, by name.
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
    # How far a mailbox was read. A new UIDVALIDITY makes the server's numbers start anew.
    db.conn.execute("""
        CREATE TABLE mailbox (
            source TEXT PRIMARY KEY,
            uidvalidity INTEGER NOT NULL,
            last_uid INTEGER NOT NULL
        ) STRICT""")


@_steps()
def m006_signons(db: Database) -> None:
    # An organisation's or a person's act of signing one letter: what is public of it once it is listed. `version` is
    # null while nothing is frozen; `held` is 1 for one that stays under its version when the others go on. There may be
    # ten million of them, so times are numbers (microseconds since 1970) here and with their signers.
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
    # Who signed: personal data, kept apart, erased without a trace in the tables around it. `mail_key` is a digest of
    # the letter and the address, by which one address signs a letter once.
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
    # How many there are, kept as they come: counting ten million rows takes seconds.
    db.conn.execute("""
        CREATE TABLE signon_count (
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (letter, kind, state)
        ) STRICT""")
    # Who did what when. Each line's digest is over its own words and the digest before it.
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
    # What a version meant for those who had signed the one before.
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
    # A mail that is owed to a signer, until it is a delivery of the ledger.
    db.conn.execute("""
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY,
            signon INTEGER NOT NULL,
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            facts TEXT NOT NULL,
            owed_at TEXT NOT NULL
        ) STRICT""")
    # Random bytes that links are made of.
    db.conn.execute("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT")
    # What a dispatch is: the letter to its addressees, or mail to signatories.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN kind TEXT NOT NULL DEFAULT 'letter'")
    _let_the_directory_sign(db)
    db.conn.execute("""
        INSERT INTO signon_count (letter, kind, state, number)
        SELECT letter, kind, state, count(*) FROM signon GROUP BY letter, kind, state""")
    _record_imported(db)


def _let_the_directory_sign(db: Database) -> None:
    """The directory's organisations sign the letters that are there, as the coordinator's word had it."""
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


@_steps()
def m007_wires(db: Database) -> None:
    # What the messages of a dispatch share, once: pieces of text, places for what is each one's own.
    db.conn.execute("""
        CREATE TABLE wire (
            id INTEGER PRIMARY KEY,
            dispatch INTEGER NOT NULL REFERENCES dispatch (id),
            pieces TEXT NOT NULL
        ) STRICT""")
    # Null where `bytes` is the whole message; else `bytes` holds the message's own pieces.
    db.conn.execute("ALTER TABLE message ADD COLUMN wire INTEGER")
    # Those that wait for their time, in the order in which it comes.
    db.conn.execute("CREATE INDEX delivery_by_time ON delivery (dispatch, next_at) WHERE next_at IS NOT NULL")


def _record_imported(db: Database) -> None:
    """A line in the record for each sign-on that the directory gave before there was a record."""
    before = START
    rows = db.conn.execute("SELECT id, letter, name, state, version, created_at FROM signon ORDER BY id").fetchall()
    for number, (signon, letter, name, state, version, at) in enumerate(rows, 1):
        facts = {"kind": "organisation", "source": "import", "state": state, "language": "", "name": name}
        facts |= {"version": str(version)} if version is not None else {}
        line = Line(from_number(at), letter, signon, Deed.IMPORTED, Actor.COORDINATOR, facts)
        before = bound(before, number, line)
        db.conn.execute(
            "INSERT INTO record (number, at, letter, signon, deed, actor, facts, private, digest)"
            " VALUES (?, ?, ?, ?, 'imported', 'coordinator', ?, x'', ?)",
            (number, to_text(from_number(at)), letter, signon, facts_text(facts), before),
        )


@_steps()
def m008_one_notice_of_a_kind(db: Database) -> None:
    # One mail of a kind is owed to a signer at a time. Without an index each sign-on would look through all that are.
    db.conn.execute("""
        DELETE FROM notice WHERE id NOT IN (SELECT min(id) FROM notice GROUP BY signon, kind)""")
    db.conn.execute("CREATE UNIQUE INDEX notice_of_a_kind ON notice (signon, kind)")


@_steps()
def m009_delivery_by_mail(db: Database) -> None:
    # A mail that names no Message-ID of ours is looked for by its writer's address; most in a mailbox are not ours.
    db.conn.execute("CREATE INDEX delivery_by_mail ON delivery (lower(mail))")


@_steps()
def m010_phone(db: Database) -> None:
    # Whom to ring after the send, and at which number.
    db.conn.execute("ALTER TABLE addressee ADD COLUMN phone TEXT NOT NULL DEFAULT ''")


@_steps()
def m011_waves(db: Database) -> None:
    # What a wave is for; from when on it goes, null for the timetable's time; whether it is held, and by what.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN purpose TEXT NOT NULL DEFAULT 'first'")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN not_before_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_why TEXT NOT NULL DEFAULT ''")
    # The keys of those whose names stand under its mails, one a line.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN signatories TEXT NOT NULL DEFAULT ''")


@_steps()
def m012_listed_names(db: Database) -> None:
    # The names that can be looked for: a row for each way in which a listed name may be begun. `key` is bytes,
    # so that both databases put them in the same order, whatever their locale.
    db.conn.execute("""
        CREATE TABLE listed_name (
            key BLOB NOT NULL,
            signon INTEGER NOT NULL REFERENCES signon (id) ON DELETE CASCADE,
            PRIMARY KEY (key, signon)
        ) STRICT, WITHOUT ROWID""")
    db.conn.execute("CREATE INDEX listed_name_by_signon ON listed_name (signon)")
    # A name that is changed or no longer listed is gone from there in the same transaction, whoever changes it.
    db.conn.execute("""
        CREATE TRIGGER listed_name_leaves AFTER UPDATE OF name, state ON signon
        WHEN OLD.state = 'listed' AND (NEW.state <> OLD.state OR NEW.name <> OLD.name)
        BEGIN DELETE FROM listed_name WHERE signon = OLD.id; END""")
    # How far those who follow the record have read it.
    db.conn.execute("""
        CREATE TABLE record_read (
            reader TEXT PRIMARY KEY,
            number INTEGER NOT NULL
        ) STRICT""")


@_steps()
def m013_register_number(db: Database) -> None:
    # The Transparency Register's number that an organisation stated, "" for none.
    db.conn.execute("ALTER TABLE signer ADD COLUMN register TEXT NOT NULL DEFAULT ''")


@_steps()
def m014_stopped(db: Database) -> None:
    # Addresses that asked not to be written to, as digests: what is left when all else about them was erased, so that
    # a table that is read in again does not have them written to.
    db.conn.execute("CREATE TABLE stopped (mail_key BLOB PRIMARY KEY, at TEXT NOT NULL) STRICT")


@_steps()
def m015_leases(db: Database) -> None:
    # For how long a mailer's claim counts without a word from it, and who it is. `until` is on the database's own
    # clock, in microseconds since 1970; `alone` is 1 for the one that works on waves with a pace or limits.
    db.conn.execute("""
        CREATE TABLE lease (
            claim TEXT PRIMARY KEY,
            worker TEXT NOT NULL,
            dispatch INTEGER NOT NULL,
            alone INTEGER NOT NULL,
            seconds INTEGER NOT NULL,
            until INTEGER NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE UNIQUE INDEX lease_alone ON lease (alone) WHERE alone = 1")
