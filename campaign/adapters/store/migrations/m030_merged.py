"""Into which sign-on another one of the same organisation was merged."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m030_merged(db: Database) -> None:
    # The id of the sign-on that stayed; null for a sign-on that was not merged. Merges of version 0.1.0 are in the
    # record alone, because nobody whose sign-on they withdrew was told of them.
    db.conn.execute("ALTER TABLE signon ADD COLUMN merged_into INTEGER")
