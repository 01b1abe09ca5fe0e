"""What was added since: waves, names that are looked for, addresses that asked for quiet, leases."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m008_one_notice_of_a_kind(db: Database) -> None:
    # One mail of a kind is owed to a signer at a time. Without an index each sign-on would look through all that are.
    db.conn.execute("""
        DELETE FROM notice WHERE id NOT IN (SELECT min(id) FROM notice GROUP BY signon, kind)""")
    db.conn.execute("CREATE UNIQUE INDEX notice_of_a_kind ON notice (signon, kind)")


@step
def m009_delivery_by_mail(db: Database) -> None:
    # A mail that names no Message-ID of ours is looked for by its writer's address; most in a mailbox are not ours.
    db.conn.execute("CREATE INDEX delivery_by_mail ON delivery (lower(mail))")


@step
def m010_phone(db: Database) -> None:
    # Whom to ring after the send, and at which number.
    db.conn.execute("ALTER TABLE addressee ADD COLUMN phone TEXT NOT NULL DEFAULT ''")


@step
def m011_waves(db: Database) -> None:
    # What a wave is for; from when on it goes, null for the timetable's time; whether it is held, and by what.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN purpose TEXT NOT NULL DEFAULT 'first'")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN not_before_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_why TEXT NOT NULL DEFAULT ''")
    # The keys of those whose names stand under its mails, one a line.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN signatories TEXT NOT NULL DEFAULT ''")


@step
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


@step
def m013_register_number(db: Database) -> None:
    # The Transparency Register's number that an organisation stated, "" for none.
    db.conn.execute("ALTER TABLE signer ADD COLUMN register TEXT NOT NULL DEFAULT ''")


@step
def m014_stopped(db: Database) -> None:
    # Addresses that asked not to be written to, as digests: what is left when all else about them was erased, so that
    # a table that is read in again does not have them written to.
    db.conn.execute("CREATE TABLE stopped (mail_key BLOB PRIMARY KEY, at TEXT NOT NULL) STRICT")


@step
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
