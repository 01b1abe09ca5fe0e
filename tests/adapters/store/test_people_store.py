"""Addressees and organisations in the database."""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import Store, people
from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.tables.changes import TableChange, differences

NOW = dt.datetime(2026, 4, 20, 8, tzinfo=dt.UTC)
ANNA = Addressee(
    "1",
    "Anna Wit",
    "Wit",
    "Anna",
    "Ms",
    "Dr",
    "Dear Anna,",
    "anna@wit.example",
    "Malta",
    "Group",
    "chair",
    "en",
    "+356 1",
)
JAN, EVE = Addressee("2", "Jan Roth", "Roth"), Addressee("3", "Eve Roth", "Roth")
LAION = Organisation("laion", "LAION", "https://laion.example", "Germany", "logos/laion.svg", SignOnState.PROMISED)
OPEN = Organisation("open-future", "Open Future")


def test_addressees_come_back_whole_and_in_order(store: Store) -> None:
    """Rows are read as they were written, in the file's order, for each letter."""
    change = store.write(people.put_addressees, "ai-act", (JAN, ANNA), NOW)
    assert change == TableChange(added=("2", "1"))
    assert store.read(people.addressees, "ai-act") == (JAN, ANNA)
    assert store.read(people.addressees, "other") == ()


def test_importing_again_updates_and_never_deletes(store: Store) -> None:
    """Changed rows are updated, new ones added, the order follows the file, and missing ones come last."""
    store.write(people.put_addressees, "ai-act", (JAN, ANNA), NOW)
    married = replace(ANNA, family_name="Wit-Roth")
    change = store.write(people.put_addressees, "ai-act", (EVE, married), NOW)
    assert change == TableChange(added=("3",), changed=("1",), missing=("2",))
    assert store.read(people.addressees, "ai-act") == (EVE, married, JAN)


def test_importing_the_same_again_changes_nothing(store: Store) -> None:
    """The same rows change nothing; a new order is reported and stored."""
    store.write(people.put_addressees, "ai-act", (JAN, ANNA), NOW)
    assert not store.write(people.put_addressees, "ai-act", (JAN, ANNA), NOW)
    change = store.write(people.put_addressees, "ai-act", (ANNA, JAN), NOW)
    assert change == TableChange(unchanged=("1", "2"), reordered=True)
    assert store.read(people.addressees, "ai-act") == (ANNA, JAN)


def test_an_addressee_is_removed_by_key(store: Store) -> None:
    """Removing returns whether there was one."""
    store.write(people.put_addressees, "ai-act", (JAN,), NOW)
    assert store.write(people.remove_addressee, "ai-act", "2")
    assert not store.write(people.remove_addressee, "ai-act", "2")
    assert store.read(people.addressees, "ai-act") == ()


def test_organisations_are_stored_the_same_way(store: Store) -> None:
    """Add, update, read in order, remove."""
    assert store.write(people.put_organisations, (LAION, OPEN), NOW) == TableChange(added=("laion", "open-future"))
    signed = replace(LAION, state=SignOnState.LISTED)
    assert store.write(people.put_organisations, (signed,), NOW) == TableChange(
        changed=("laion",), missing=("open-future",)
    )
    assert store.read(people.organisations) == (signed, OPEN)
    assert store.write(people.put_organisations, (OPEN,), NOW) == TableChange(
        unchanged=("open-future",), missing=("laion",)
    )
    assert store.read(people.organisations) == (OPEN, signed)
    assert store.write(people.remove_organisation, "laion")
    assert not store.write(people.remove_organisation, "laion")


def test_differences_need_no_store() -> None:
    """A comparison without differences is false, any other is true."""
    assert not differences((ANNA, JAN), (ANNA, JAN))
    assert differences((ANNA, JAN), (JAN, ANNA)) == TableChange(unchanged=("2", "1"), reordered=True)
    assert bool(differences((ANNA,), ()))
