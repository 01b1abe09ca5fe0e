"""A machine that stalls in the middle of a transaction, on PostgreSQL."""

import datetime as dt

import psycopg
import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.postgres.engine import database
from campaign.core.delivery.states import DeliveryState
from tests.helpers import postgres
from tests.helpers.ledger import release_wave

pytestmark = pytest.mark.postgresql
NOW = dt.datetime(2027, 4, 20, 9, tzinfo=dt.UTC)


def test_the_server_ends_an_idle_transaction(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server ends an idle transaction, and others get its rows."""
    monkeypatch.setattr("campaign.adapters.store.postgres.engine._SECONDS_IDLE", 1)
    address = server.database()
    with Store.open(address) as store:
        mailing = release_wave(store, 2)
        with database(address) as still:
            still.conn.execute("BEGIN")
            still.execute("UPDATE delivery SET name = 'stands still'")
            assert store.write(deliveries.close, mailing, DeliveryState.CANCELLED, "called off", NOW) == 2
            with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
                still.conn.execute("COMMIT")
        assert [delivery.name for delivery in store.read(deliveries.deliveries, mailing)] == ["Member 1", "Member 2"]
