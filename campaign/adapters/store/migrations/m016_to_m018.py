"""Later additions to the schema: cancelled waves, limits of a mail server, marks of what was sent."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m016_cancelled_waves(db: Database) -> None:
    # When a released wave was cancelled. It is asked where a pause is asked, just before each body.
    db.conn.execute("ALTER TABLE dispatch ADD COLUMN cancelled_at TEXT")


@step
def m017_server_limits(db: Database) -> None:
    # Until when each mail server has refused everything because of a limit of ours, and why.
    db.conn.execute("""
        CREATE TABLE server_limit (
            server TEXT PRIMARY KEY,
            until_at TEXT NOT NULL,
            why TEXT NOT NULL
        ) STRICT""")


@step
def m018_sending_marks(db: Database) -> None:
    # What was sent, so that a database that was put back from a copy is noticed. `place` is where the same number is
    # kept outside of the database. It is raised before the body of an email goes.
    db.conn.execute("""
        CREATE TABLE sending_mark (
            place TEXT PRIMARY KEY,
            number INTEGER NOT NULL
        ) STRICT""")
