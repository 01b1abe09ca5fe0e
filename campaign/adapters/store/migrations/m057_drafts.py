"""Drafting together: texts that were commented on, threads with their comments, suggestions, positions."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m057_drafts(db: Database) -> None:
    # Each text once, as it was when somebody commented on it or changed it by a suggestion.
    db.conn.execute("""
        CREATE TABLE draft_text (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            language TEXT NOT NULL,
            digest BLOB NOT NULL,
            text TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (letter, language, digest)
        ) STRICT""")
    # `begins` and `ends` count characters of the text `base`; they are equal for a thread about the whole letter.
    db.conn.execute("""
        CREATE TABLE draft_thread (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            language TEXT NOT NULL,
            base INTEGER NOT NULL REFERENCES draft_text (id),
            begins INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            audience TEXT NOT NULL,
            organisation TEXT NOT NULL,
            account INTEGER,
            author TEXT NOT NULL,
            is_red_line INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            outcome TEXT,
            reason TEXT NOT NULL DEFAULT '',
            settled_by INTEGER,
            settled_at TEXT,
            answer TEXT
        ) STRICT""")
    db.conn.execute("CREATE INDEX draft_thread_by_letter ON draft_thread (letter, language, id)")
    db.conn.execute("""
        CREATE TABLE draft_comment (
            id INTEGER PRIMARY KEY,
            thread INTEGER NOT NULL REFERENCES draft_thread (id),
            account INTEGER,
            author TEXT NOT NULL,
            organisation TEXT NOT NULL,
            text TEXT NOT NULL,
            source TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX draft_comment_by_thread ON draft_comment (thread, id)")
    # `begins` and `ends` count characters of the text `base`. `accepted` has the numbers of the accepted parts.
    db.conn.execute("""
        CREATE TABLE draft_suggestion (
            id INTEGER PRIMARY KEY,
            thread INTEGER NOT NULL REFERENCES draft_thread (id),
            base INTEGER NOT NULL REFERENCES draft_text (id),
            begins INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            wording TEXT NOT NULL,
            account INTEGER,
            is_offer INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'open',
            accepted TEXT NOT NULL DEFAULT '',
            previous INTEGER REFERENCES draft_text (id),
            result INTEGER REFERENCES draft_text (id),
            decided_by INTEGER,
            decided_at TEXT
        ) STRICT""")
    db.conn.execute("CREATE INDEX draft_suggestion_by_thread ON draft_suggestion (thread)")
    # Rows are added, never changed; an organisation's newest counts. `threads` has numbers of threads.
    db.conn.execute("""
        CREATE TABLE signing_position (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            organisation TEXT NOT NULL,
            answer TEXT NOT NULL,
            until TEXT,
            threads TEXT NOT NULL,
            language TEXT NOT NULL,
            base INTEGER NOT NULL REFERENCES draft_text (id),
            note TEXT NOT NULL,
            account INTEGER,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX signing_position_by_letter ON signing_position (letter, organisation, id)")
