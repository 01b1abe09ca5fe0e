"""Which sent emails still need a copy in the mailbox, on each kind of database."""

from campaign.adapters.store import Store
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, sent_copies
from campaign.core.delivery.states import DeliveryState
from tests.helpers.ledger import NOW, release_wave


def test_sent_emails_are_missing_until_noted(store: Store) -> None:
    """Only what was sent is missing; noting a copy, even twice, takes it off; pages go by id."""
    release_wave(store, 4)

    def send(db: Database) -> None:
        db.execute("UPDATE delivery SET state = 'sent' WHERE id <= :last", {"last": 3})

    assert store.read(sent_copies.missing, 0, 10) == ()
    store.write(send)
    assert [copy.delivery for copy in store.read(sent_copies.missing, 0, 10)] == [1, 2, 3]
    assert [copy.delivery for copy in store.read(sent_copies.missing, 1, 1)] == [2]
    for _ in range(2):
        store.write(sent_copies.note, 2)
    assert [copy.delivery for copy in store.read(sent_copies.missing, 0, 10)] == [1, 3]


def test_only_what_was_sent_lately_is_looked_at(store: Store) -> None:
    """After an event, only what later events say was sent is missing, with the time of the first of them."""
    release_wave(store, 4)

    def send(db: Database, number: int) -> None:
        db.execute("UPDATE delivery SET state = 'sent' WHERE id = :id", {"id": number})
        deliveries.note(db, number, DeliveryState.SENT, "250 Ok", NOW)

    store.write(send, 3)
    first = store.read(sent_copies.newest_event)
    for number in (2, 1):
        store.write(send, number)
    newest = store.read(sent_copies.newest_event)
    lately = store.read(sent_copies.missing_lately, first, newest, 0, 10)
    assert [(copy.delivery, copy.sent_at) for copy in lately] == [(1, NOW), (2, NOW)]
    assert [copy.delivery for copy in store.read(sent_copies.missing_lately, first, newest, 1, 10)] == [2]
    assert [copy.delivery for copy in store.read(sent_copies.missing_lately, 0, first, 0, 10)] == [3]
    store.write(sent_copies.note, 2)
    assert [copy.delivery for copy in store.read(sent_copies.missing_lately, first, newest, 0, 10)] == [1]
