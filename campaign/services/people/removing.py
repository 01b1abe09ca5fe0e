"""Taking an addressee off a letter, or an organisation out of the directory."""

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
    """An addressee who would be taken off a letter. What was sent stays on record."""

    letter: str
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class OrganisationRemoval:
    """An organisation that would be taken out of the directory."""

    organisation: Organisation
    signons: tuple[SignOn, ...]
    """The sign-ons that its table gave it, of whatever letter: they go with it."""


def plan_addressee_removal(campaign: Campaign, letter: str, key: str) -> AddresseeRemoval:
    """Whom removing a key would take off the letter. Raises UsageError where there is nobody of that key."""
    addressee = _find_addressee(campaign.store.read(people.addressees, letter), key)
    if addressee is None:
        raise UsageError(f"there is no addressee {key}", fix="`campaign addressee list` shows each one's id")
    return AddresseeRemoval(letter, addressee)


def remove_addressee(campaign: Campaign, plan: AddresseeRemoval) -> None:
    """Take the addressee off. Raises Refused, and changes nothing, where he or she has changed since it was shown."""
    campaign.store.write(_remove_addressee, plan)


def plan_organisation_removal(campaign: Campaign, key: str) -> OrganisationRemoval:
    """What removing a key would take out. Raises UsageError where there is no organisation of that key."""
    plan = campaign.store.read(_removal, key)
    if plan is None:
        raise UsageError(f"there is no organisation {key}", fix="`campaign signatory list` shows each one's id")
    return plan


def remove_organisation(campaign: Campaign, plan: OrganisationRemoval) -> None:
    """Take it out, with the sign-ons that its table gave it. Raises Refused, and changes nothing, where it or one of
    them has changed since it was shown."""
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
    return Refused(f"{name} has changed since it was shown; nothing was removed", fix="look at it again")
