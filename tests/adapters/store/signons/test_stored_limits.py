"""Limits of strangers are kept in the database."""

import datetime as dt

from campaign.adapters.store import Store
from campaign.adapters.store.signons import request_limits
from campaign.core.signons.request_limits import ConfirmationBudget
from tests.helpers.ledger import NOW

BUDGET = ConfirmationBudget(per_minute=10, per_day=200)


def allowed(store: Store, clients: list[str], at: dt.datetime = NOW) -> int:
    return sum(store.write(request_limits.count_request, client, at).is_within for client in clients)


def test_limits_outlast_a_restart(store: Store) -> None:
    """Another process counts on where the first one stopped, also after midnight."""
    assert allowed(store, ["192.0.2.1"] * 70) == 60
    with Store.open(store.location) as again:
        assert allowed(again, ["192.0.2.1"]) == 0
        assert allowed(again, ["192.0.2.1"], NOW + dt.timedelta(seconds=20)) == 1


def test_a_network_gets_little_more_than_one_of_its_addresses(store: Store) -> None:
    """However many addresses of a /24, a /56 or a /48 are used, the sum is bounded."""
    assert allowed(store, [f"198.51.100.{number}" for number in range(250)]) == 120
    assert allowed(store, [f"2001:db8:1:{number:x}::1" for number in range(256)]) == 120
    assert allowed(store, [f"2001:db8:2:{number:x}00::1" for number in range(250)]) == 240


def test_a_mailbox_is_one_in_all_its_spellings(store: Store) -> None:
    """Dots, tags and the other domain count together: three forms, then one in eight hours."""
    spellings = ["eve@gmail.com", "e.v.e@gmail.com", "eve+1@googlemail.com", "eve+2@gmail.com"]
    counted = [store.write(request_limits.count_mailbox, spelling, NOW) for spelling in spellings]
    assert counted == [True, True, True, False]
    later = NOW + dt.timedelta(hours=8)
    assert [store.write(request_limits.count_mailbox, "EVE@gmail.com".lower(), later) for _ in range(2)] == [
        True,
        False,
    ]


def test_no_address_and_no_network_is_stored(store: Store) -> None:
    """Rows hold keyed digests alone, and those whose time is over are deleted."""
    store.write(request_limits.count_request, "192.0.2.1", NOW)
    store.write(request_limits.count_mailbox, "eve@knowledge.example", NOW)
    keys = store.read(lambda db: [bytes(row[0]) for row in db.execute("SELECT key FROM limit_use").fetchall()])
    assert ({len(key) for key in keys}, len(keys)) == ({16}, 3)
    store.write(request_limits.count_request, "203.0.113.1", NOW + dt.timedelta(days=2))
    assert store.read(lambda db: db.execute("SELECT count(*) FROM limit_use").fetchone()[0]) == 2


def test_the_budget_counts_a_minute_and_a_day(store: Store) -> None:
    """Ten in a minute; two hundred in any 24 hours."""
    left = []
    for minute in range(25):
        at = NOW + dt.timedelta(minutes=minute)
        while store.read(request_limits.budget_left, BUDGET, at):
            store.write(request_limits.note_queued, at)
        left.append(store.read(lambda db: db.execute("SELECT count(*) FROM confirmation_mail").fetchone()[0]))
    assert left == [*range(10, 200, 10), *[200] * 6]
    assert store.read(request_limits.budget_left, BUDGET, NOW + dt.timedelta(days=1)) == 10
