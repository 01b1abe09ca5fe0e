"""The numbers of the desk's first page, on each kind of database."""

import datetime as dt

import pytest

from campaign.adapters.store import Store, desk_numbers, people, signons, versions
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.reach import missed, reach_of
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion
from campaign.core.message.wire import Wire
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent

LATE = dt.datetime(2027, 3, 1, 23, 30, tzinfo=dt.UTC)


def test_organisations_are_counted_by_the_day_of_the_campaigns_zone(store: Store) -> None:
    """Half an hour before midnight in UTC is the next day in Brussels; what is not listed is not counted."""
    for name, state in (("A", SignOnState.LISTED), ("B", SignOnState.LISTED), ("C", SignOnState.INVITED)):
        new = NewSignOn("ai-act", SignOnKind.ORGANISATION, name, state, None, "", SignOnSource.INVITATION)
        store.write(signons.add, new, RecordEvent.IMPORTED, Actor.COORDINATOR, LATE)
    assert store.read(desk_numbers.listed_by_day, "ai-act", dt.timedelta()) == ((dt.date(2027, 3, 1), 2),)
    assert store.read(desk_numbers.listed_by_day, "ai-act", dt.timedelta(hours=1)) == ((dt.date(2027, 3, 2), 2),)


def test_an_empty_store_has_only_zeros(store: Store) -> None:
    """Without deliveries, addressees and replies each number is 0 and each list empty."""
    assert store.read(desk_numbers.count_uncertain, "ai-act") == 0
    assert store.read(desk_numbers.count_addressees, "ai-act") == 0
    assert store.read(desk_numbers.count_missed, "ai-act") == 0
    assert store.read(desk_numbers.newest_replies, "ai-act", 3) == ()
    assert store.read(desk_numbers.listed_by_day, "ai-act", dt.timedelta()) == ()


@pytest.mark.parametrize("state", DeliveryState)
def test_who_has_not_had_the_letter_is_counted_as_the_list_says(store: Store, state: DeliveryState) -> None:
    """Whatever became of an email, the number is that of the addressees whom the list names: also for somebody who is
    on the list again under another id, and for one who was added later or has no email address."""
    listed = {"a": "a@x.example", "b": "B@x.example", "again": "old@x.example", "new": "new@x.example", "none": ""}
    sent = {"a": "a@x.example", "b": "before@x.example", "gone": "Old@x.example"}
    addressees = [Addressee(key, key, key, address=address) for key, address in listed.items()]
    store.write(people.put_addressees, "ai-act", addressees, LATE)
    version = store.write(versions.add, NewVersion("ai-act", "digest", (), "first", LATE))
    wire = Wire((b"x",))
    planned = [PlannedDelivery(key, key, mail, "en", "us", f"<{key}>", LATE, wire, ()) for key, mail in sent.items()]
    wave = store.write(deliveries.plan, "ai-act", "first", version.id, planned, LATE)
    assert wave is not None
    assert store.read(desk_numbers.count_missed, "ai-act") == 0
    store.write(deliveries.release, wave.id, wave.planned_at, LATE)
    store.write(lambda db: db.execute("UPDATE delivery SET state = :state", {"state": state.value}))
    past = store.read(waves.earlier_deliveries, "ai-act", "")
    named = missed(reach_of(store.read(people.addressees, "ai-act"), past, "first"))
    assert store.read(desk_numbers.count_missed, "ai-act") == len(named)
