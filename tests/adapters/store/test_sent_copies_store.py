"""Which sent emails still need a copy in the mailbox, on each kind of database."""

from campaign.adapters.store import Store
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import sent_copies
from tests.helpers.ledger import release_wave


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
