"""A sign-on that came by email or phone and is entered by the coordinator."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import additions
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.contacts import OrganisationContact, find_in_directory, read_contact
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.review import ReviewContext, review_context


@dataclass(frozen=True, slots=True)
class ManualSignOn:
    """A sign-on as the coordinator types it. Fields are "" if unknown."""

    organisation: str
    """The name as it should appear."""
    person: str
    address: str
    """The signer's email address, to which the link to confirm is sent."""
    source: SignOnSource
    """MAIL or PHONE."""
    role: str = ""
    country: str = ""
    url: str = ""
    language: str = ""
    """The language to write in, as a code or a name; "" for the letter's main language."""
    register: str = ""
    """The number in the Transparency Register, as `read_number` gives it."""


@dataclass(frozen=True, slots=True)
class NearDouble:
    """A known organisation with a similar name."""

    key: str
    name: str
    state: SignOnState | None
    """The state of its sign-on; None if it is only in the directory."""


@dataclass(frozen=True, slots=True)
class AddSignOnPlan:
    """A sign-on to enter."""

    typed: ManualSignOn
    new: NewSignOn
    """The sign-on that would be stored once the signer confirms; until then it waits as a submission."""
    near_doubles: tuple[NearDouble, ...]
    """Known organisations that may be the same; the coordinator decides."""

    @property
    def key(self) -> str:
        """The organisation's key in the directory; "" if it is not there."""
        return self.new.organisation


def plan_signon(campaign: Campaign, typed: ManualSignOn) -> AddSignOnPlan:
    """Plan to enter a sign-on. Raises Refused if no version is frozen, UsageError for values that cannot be used."""
    return campaign.store.read(_plan, campaign.letter, typed)


def add_signon(campaign: Campaign, plan: AddSignOnPlan) -> str:
    """Enter the sign-on, with the notice that asks the signer to confirm. Returns its key.

    Raises Refused and changes nothing if the address or the organisation has signed, or if the plan is stale: there is
    a newer version, or there are other near-doubles.
    """
    return campaign.store.write(_add, plan, campaign.now())


def _plan(db: Database, letter: str, typed: ManualSignOn) -> AddSignOnPlan:
    version = versions.public(db, letter)
    if version is None:
        raise Refused("nobody can sign yet: no version of the letter is frozen", fix="campaign letter freeze")
    contact, problems = read_contact(asdict(typed) | {"mail": typed.address})
    if problems:
        raise UsageError("; ".join(f"{problem.message}; {problem.fix}" for problem in problems))
    new = entered_signon(letter, version.id, contact, people.organisations(db), typed.source)
    new = replace(new, register=typed.register)
    return AddSignOnPlan(typed, new, near_doubles(review_context(db, letter), new))


def entered_signon(
    letter: str, version: int, contact: OrganisationContact, directory: Iterable[Organisation], source: SignOnSource
) -> NewSignOn:
    """A sign-on that the coordinator enters, with what the directory says about its organisation."""
    organisation = find_in_directory(contact, directory)
    return NewSignOn(
        letter=letter,
        kind=SignOnKind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.PENDING,
        version=version,
        language=contact.language,
        source=source,
        url=contact.url or (organisation.url if organisation else ""),
        country=contact.country or (organisation.country if organisation else ""),
        logo=organisation.logo if organisation else "",
        organisation=organisation.key if organisation else "",
        person=contact.person,
        role=contact.role,
        address=contact.address,
        address_key=contact.address_key,
    )


def near_doubles(context: ReviewContext, new: NewSignOn) -> tuple[NearDouble, ...]:
    """Known organisations with a similar name, other than the one that signs."""
    keys = (match.key for match in context.known.matches(new.name) if match.key != new.organisation)
    signed = context.signons
    return tuple(NearDouble(key, context.name_of(key), signed[key].state if key in signed else None) for key in keys)


def _add(db: Database, plan: AddSignOnPlan, at: dt.datetime) -> str:
    new = plan.new
    if _plan(db, new.letter, plan.typed) != plan:
        raise Refused(
            f"{new.name} was not added: the letter or the list of similar names has changed since you saw it",
            fix="try again",
        )
    submission = additions.enter(db, new, at)
    if submission is None:
        raise Refused(
            f"{new.name} or {new.address} has already signed, or was entered and has not confirmed yet",
            fix="campaign signatory list",
        )
    return plan.key or f"submission-{submission}"
