"""Later additions to the schema: waves, search for names, addresses that opted out, leases."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m008_one_notice_of_a_kind(db: Database) -> None:
    # One pending notice of each kind for a signer. Without an index, each sign-on would search all pending notices.
    db.conn.execute("""
        DELETE FROM notice WHERE id NOT IN (SELECT min(id) FROM notice GROUP BY signon, kind)""")
    db.conn.execute("CREATE UNIQUE INDEX notice_of_a_kind ON notice (signon, kind)")


@step
def m009_delivery_by_mail(db: Database) -> None:
    # An incoming email without a known Message-ID is matched by its sender; most emails in a mailbox are unrelated.
    db.conn.execute("CREATE INDEX delivery_by_mail ON delivery (lower(mail))")


@step
def m010_phone(db: Database) -> None:
    # The telephone number, for calls after the wave.
    db.conn.execute("ALTER TABLE addressee ADD COLUMN phone TEXT NOT NULL DEFAULT ''")


@step
def m011_waves(db: Database) -> None:
    # The purpose of a wave; when it may be sent, null for the timetable's time; when and why it was paused.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN purpose TEXT NOT NULL DEFAULT 'first'")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN not_before_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_at TEXT")
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN paused_why TEXT NOT NULL DEFAULT ''")
    # The keys of the organisations named under its emails, one on each line.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN signatories TEXT NOT NULL DEFAULT ''")


@step
def m012_listed_names(db: Database) -> None:
    # The index of the search for names: a row for each beginning of a listed name. `key` is bytes, so that both
    # databases sort it in the same order, in any locale.
    db.conn.execute("""
        CREATE TABLE listed_name (
            key BLOB NOT NULL,
            signon INTEGER NOT NULL REFERENCES signon (id) ON DELETE CASCADE,
            PRIMARY KEY (key, signon)
        ) STRICT, WITHOUT ROWID""")
    db.conn.execute("CREATE INDEX listed_name_by_signon ON listed_name (signon)")
    # A name that changes, or is no longer listed, leaves the index in the same transaction.
    db.conn.execute("""
        CREATE TRIGGER listed_name_leaves AFTER UPDATE OF name, state ON signon
        WHEN OLD.state = 'listed' AND (NEW.state <> OLD.state OR NEW.name <> OLD.name)
        BEGIN DELETE FROM listed_name WHERE signon = OLD.id; END""")
    # How far each reader of the record has read it.
    db.conn.execute("""
        CREATE TABLE record_read (
            reader TEXT PRIMARY KEY,
            number INTEGER NOT NULL
        ) STRICT""")


@step
def m013_register_number(db: Database) -> None:
    # The number in the EU Transparency Register that an organisation stated, "" for none.
    db.conn.execute("ALTER TABLE signer ADD COLUMN register TEXT NOT NULL DEFAULT ''")


@step
def m014_stopped(db: Database) -> None:
    # Addresses that opted out of all emails, as digests. They stay when everything else about a person is erased, so
    # that the next import of a table does not write to them again.
    db.conn.execute("CREATE TABLE stopped (mail_key BLOB PRIMARY KEY, at TEXT NOT NULL) STRICT")


@step
def m015_leases(db: Database) -> None:
    # How long a mailer's claim is valid without a sign of life, and whose it is. `until` is in microseconds since
    # 1970 by the database's clock; `alone` is 1 for the one mailer that works on waves with a pace or limits.
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
