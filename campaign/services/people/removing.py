"""Removal of an addressee from a letter, or of an organisation from the directory."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store import directory, people, signons
from campaign.adapters.store.database import Database
from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation
from campaign.core.signons import SignOn, SignOnSource
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class AddresseeRemoval:
    """An addressee to remove from a letter. Deliveries stay."""

    letter: str
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class OrganisationRemoval:
    """An organisation to remove from the directory."""

    organisation: Organisation
    signons: tuple[SignOn, ...]
    """Its sign-ons from the table, for all letters. They are removed with it."""


def plan_addressee_removal(campaign: Campaign, letter: str, key: str) -> AddresseeRemoval:
    """Plan the removal of an addressee. Raises UsageError if there is none with this key."""
    addressee = _find_addressee(campaign.store.read(people.addressees, letter), key)
    if addressee is None:
        raise UsageError(f"there is no addressee {key}", fix="campaign addressee list shows the ids")
    return AddresseeRemoval(letter, addressee)


def remove_addressee(campaign: Campaign, plan: AddresseeRemoval) -> None:
    """Remove the addressee. Raises Refused and changes nothing if he or she has changed since the plan."""
    campaign.store.write(_remove_addressee, plan)


def plan_organisation_removal(campaign: Campaign, key: str) -> OrganisationRemoval:
    """Plan the removal of an organisation. Raises UsageError if there is none with this key."""
    plan = campaign.store.read(_removal, key)
    if plan is None:
        raise UsageError(f"there is no organisation {key}", fix="campaign signatory list shows the ids")
    return plan


def remove_organisation(campaign: Campaign, plan: OrganisationRemoval) -> None:
    """Remove the organisation and its sign-ons from the table. Raises Refused and changes nothing if one of them has
    changed since the plan."""
    campaign.store.write(_remove_organisation, plan, campaign.now())


def _find_addressee(addressees: tuple[Addressee, ...], key: str) -> Addressee | None:
    return next((person for person in addressees if person.key == key), None)


def _remove_addressee(db: Database, plan: AddresseeRemoval) -> None:
    person = plan.addressee
    if _find_addressee(people.addressees(db, plan.letter), person.key) != person:
        raise _stale(person.name)
    people.remove_addressee(db, plan.letter, person.key)


def _removal(db: Database, key: str) -> OrganisationRemoval | None:
    organisation = next((candidate for candidate in people.organisations(db) if candidate.key == key), None)
    if organisation is None:
        return None
    own = (signon for signon in signons.of_organisation(db, key) if signon.source is SignOnSource.IMPORT)
    return OrganisationRemoval(organisation, tuple(own))


def _remove_organisation(db: Database, plan: OrganisationRemoval, at: dt.datetime) -> None:
    organisation = plan.organisation
    if _removal(db, organisation.key) != plan:
        raise _stale(organisation.name)
    directory.remove(db, organisation.key, at)


def _stale(name: str) -> Refused:
    return Refused(f"{name} has changed since you saw it; nothing was removed", fix="check it again")
