"""The directory of people, votes, saved lists, positions of the directory's people, and days of procedures."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m051_directory(db: Database) -> None:
    # A file that was read. `scheme` is that of a list of all who sit, such as europarl; "" for any other file.
    db.conn.execute("""
        CREATE TABLE directory_source (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            day TEXT NOT NULL,
            licence TEXT NOT NULL,
            scheme TEXT NOT NULL,
            read_at TEXT NOT NULL
        ) STRICT""")
    # `fields`: the values that count, as JSON: field to value, kind of source, day, and what others say.
    # `listed`: the day of the newest list of all who sit that has the person, "" for none.
    db.conn.execute("""
        CREATE TABLE directory_person (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            fields TEXT NOT NULL,
            listed TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE directory_id (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL
        ) STRICT""")
    # What one kind of source says about a person: its newest entry. `fields` is JSON.
    db.conn.execute("""
        CREATE TABLE directory_entry (
            person TEXT NOT NULL,
            kind TEXT NOT NULL,
            source INTEGER NOT NULL,
            day TEXT NOT NULL,
            fields TEXT NOT NULL,
            PRIMARY KEY (person, kind)
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE directory_seat (
            person TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            role TEXT NOT NULL,
            start_day TEXT NOT NULL,
            end_day TEXT NOT NULL,
            within TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX directory_seat_person ON directory_seat (person, source_kind)")
    db.conn.execute("""
        CREATE TABLE directory_body (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL
        ) STRICT""")


@step
def m052_roll_calls(db: Database) -> None:
    # A vote as one kind of source has it. `published`, `positions` and `intended` are JSON.
    db.conn.execute("""
        CREATE TABLE roll_call (
            vote TEXT NOT NULL,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            title TEXT NOT NULL,
            subject TEXT NOT NULL,
            reference TEXT NOT NULL,
            procedure TEXT NOT NULL,
            result TEXT NOT NULL,
            published TEXT NOT NULL,
            positions TEXT NOT NULL,
            intended TEXT NOT NULL,
            source INTEGER NOT NULL,
            PRIMARY KEY (vote, kind)
        ) STRICT""")
    # What the campaign asks for in a vote.
    db.conn.execute("""
        CREATE TABLE asked_vote (
            letter TEXT NOT NULL,
            vote TEXT NOT NULL,
            position TEXT NOT NULL,
            weight REAL NOT NULL,
            ask TEXT NOT NULL,
            PRIMARY KEY (letter, vote)
        ) STRICT""")


@step
def m053_people_lists(db: Database) -> None:
    # `people`: who fitted when it was saved, as JSON: id to the fields that are compared.
    db.conn.execute("""
        CREATE TABLE people_list (
            name TEXT PRIMARY KEY,
            query TEXT NOT NULL,
            day TEXT NOT NULL,
            data_day TEXT NOT NULL,
            saved_at TEXT NOT NULL,
            people TEXT NOT NULL
        ) STRICT""")


@step
def m054_stances(db: Database) -> None:
    # What somebody of the directory stands for: `moment` is before, after, pledge or statement.
    db.conn.execute("""
        CREATE TABLE stance (
            id INTEGER PRIMARY KEY,
            letter TEXT NOT NULL,
            person TEXT NOT NULL,
            moment TEXT NOT NULL,
            stance TEXT NOT NULL,
            day TEXT NOT NULL,
            source TEXT NOT NULL,
            text TEXT NOT NULL,
            public INTEGER NOT NULL,
            recorded_at TEXT NOT NULL
        ) STRICT""")


@step
def m055_agenda(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE agenda_day (
            id TEXT PRIMARY KEY,
            procedure TEXT NOT NULL,
            kind TEXT NOT NULL,
            day TEXT NOT NULL,
            former_day TEXT NOT NULL,
            source INTEGER NOT NULL
        ) STRICT""")
