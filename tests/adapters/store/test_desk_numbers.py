"""The numbers of the desk's first page, on each kind of database."""

import datetime as dt

from campaign.adapters.store import Store, desk_numbers, signons
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
    assert store.read(desk_numbers.newest_replies, "ai-act", 3) == ()
    assert store.read(desk_numbers.listed_by_day, "ai-act", dt.timedelta()) == ()
