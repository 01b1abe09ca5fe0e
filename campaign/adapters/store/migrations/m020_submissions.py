"""Sign-on forms that wait for a confirmation, apart from the sign-ons."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m020_submissions(db: Database) -> None:
    # A form that nobody has confirmed yet. `answers` is empty and `signon` set once it was confirmed.
    db.conn.execute("""
        CREATE TABLE submission (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            kind TEXT NOT NULL,
            mail_key BLOB NOT NULL,
            answers TEXT NOT NULL,
            seed INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            signon INTEGER
        ) STRICT""")
    db.conn.execute("CREATE INDEX submission_by_mail ON submission (mail_key)")
    db.conn.execute("CREATE INDEX submission_by_time ON submission (created_at)")
    # A notice is about a sign-on, or (`signon` 0) about a submission.
    db.conn.execute("ALTER TABLE notice ADD COLUMN submission INTEGER NOT NULL DEFAULT 0")
    db.conn.execute("DROP INDEX notice_of_a_kind")
    db.conn.execute("CREATE UNIQUE INDEX notice_of_a_kind ON notice (signon, submission, kind)")
