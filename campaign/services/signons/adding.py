"""A sign-on that came by mail or on the phone, entered by the coordinator."""

import datetime as dt
from dataclasses import asdict, dataclass

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import additions
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.contacts import OrganisationContact, find_in_directory, read_contact
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.review import ReviewContext, review_context


@dataclass(frozen=True, slots=True)
class ManualSignOn:
    """What the coordinator was told, as it was typed."""

    organisation: str
    """The name as it should appear."""
    person: str
    address: str
    """The signer's address: the link that confirms goes there."""
    source: SignOnSource
    """How it came: by mail or on the phone."""
    role: str = ""
    country: str = ""
    url: str = ""
    language: str = ""
    """In which language to write, as a code or a name; "" for the letter's own."""
    register: str = ""
    """The number in the Transparency Register, as `read_number` gives it."""


@dataclass(frozen=True, slots=True)
class NearDouble:
    """An organisation of nearly the same name."""

    key: str
    name: str
    state: SignOnState | None
    """Where its sign-on stands; None for one that is in the directory alone."""


@dataclass(frozen=True, slots=True)
class AddSignOnPlan:
    """A sign-on that would be entered."""

    typed: ManualSignOn
    new: NewSignOn
    """What would be kept. It waits until the signer confirms."""
    near_doubles: tuple[NearDouble, ...]
    """Those that may be the same organisation: a person says whether they are."""

    @property
    def key(self) -> str:
        """The directory's key, "" where the organisation is not in it."""
        return self.new.organisation


def plan_signon(campaign: Campaign, typed: ManualSignOn) -> AddSignOnPlan:
    """What entering it would do. Raises Refused while no version is frozen, UsageError naming what cannot be used."""
    return campaign.store.read(_plan, campaign.letter, typed)


def add_signon(campaign: Campaign, plan: AddSignOnPlan) -> str:
    """Enter it, and owe the signer the mail that asks to confirm. Returns its key.

    Raises Refused, and changes nothing, where the address or the organisation has signed, and where the plan is stale:
    another version is frozen, or other organisations are nearly the same, than were shown.
    """
    return campaign.store.write(_add, plan, campaign.now())


def _plan(db: Database, letter: str, typed: ManualSignOn) -> AddSignOnPlan:
    version = versions.latest(db, letter)
    if version is None:
        raise Refused("no version of the letter is frozen yet: nobody can sign it", fix="campaign letter freeze")
    contact, problems = read_contact(asdict(typed) | {"mail": typed.address})
    if problems:
        raise UsageError("; ".join(f"{problem.message}; {problem.fix}" for problem in problems))
    new = _new_signon(db, letter, version.id, contact, typed)
    return AddSignOnPlan(typed, new, _near_doubles(review_context(db, letter), new))


def _new_signon(
    db: Database, letter: str, version: int, contact: OrganisationContact, typed: ManualSignOn
) -> NewSignOn:
    organisation = find_in_directory(contact, people.organisations(db))
    return NewSignOn(
        letter=letter,
        kind=SignOnKind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.PENDING,
        version=version,
        language=contact.language,
        source=typed.source,
        url=contact.url or (organisation.url if organisation else ""),
        country=contact.country or (organisation.country if organisation else ""),
        logo=organisation.logo if organisation else "",
        organisation=organisation.key if organisation else "",
        person=contact.person,
        role=contact.role,
        address=contact.address,
        address_key=contact.address_key,
        register=typed.register,
    )


def _near_doubles(context: ReviewContext, new: NewSignOn) -> tuple[NearDouble, ...]:
    keys = (match.key for match in context.known.matches(new.name) if match.key != new.organisation)
    signed = context.signons
    return tuple(NearDouble(key, context.name_of(key), signed[key].state if key in signed else None) for key in keys)


def _add(db: Database, plan: AddSignOnPlan, at: dt.datetime) -> str:
    new = plan.new
    if _plan(db, new.letter, plan.typed) != plan:
        raise Refused(f"{new.name}: was not entered, for something has changed since it was shown", fix="try again")
    added = additions.enter(db, new, at)
    if not added.is_new:
        raise Refused(f"{new.name}: has signed already, or {new.address} has", fix="campaign signatory list")
    return plan.key or f"signon-{added.id}"
