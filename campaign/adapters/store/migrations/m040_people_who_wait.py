"""An index of the individuals' sign-ons that are not listed: the few that the desk's lists look for among millions."""

from sqlite_utils import Database

from campaign.adapters.store.migrations.registry import step


@step
def m040_people_who_wait(db: Database) -> None:
    db.conn.execute("""
        CREATE INDEX signon_people_waiting ON signon (letter, state, id)
        WHERE kind = 'person' AND state <> 'listed'""")
