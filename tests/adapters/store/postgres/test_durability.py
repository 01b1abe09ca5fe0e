"""What PostgreSQL must promise before an email goes."""

import psycopg
import pytest

from campaign.adapters.store import Store
from campaign.errors import StoreError
from tests.helpers import postgres

pytestmark = pytest.mark.postgresql


def test_a_commit_is_on_disk_whatever_the_database_is_set_to(server: postgres.Server) -> None:
    """Every session waits for the disk, although the database is set not to."""
    address = server.database()
    name = address.rpartition("/")[2]
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    with Store.open(address) as store:
        for call in (store.read, store.write):
            assert call(lambda db: db.execute("SHOW synchronous_commit").fetchall()) == [("on",)]


def test_a_server_that_does_not_write_to_disk_is_refused(server: postgres.Server) -> None:
    """With fsync = off a campaign is not opened; the error says what to set."""
    address = server.database()
    with psycopg.connect(address, autocommit=True) as conn:
        try:
            conn.execute("ALTER SYSTEM SET fsync = off")
            conn.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
            with pytest.raises(StoreError) as refused:
                Store.open(address)
        finally:
            conn.execute("ALTER SYSTEM RESET fsync")
            conn.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
    assert refused.value.fix == "set fsync = on in postgresql.conf, and reload the server"
    Store.open(address).close()
