"""A sign-on that came by mail or on the phone, entered by the coordinator."""

import datetime as dt
from dataclasses import asdict, dataclass

from campaign.adapters.store import people, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import adding
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.contacts import Contact, in_directory, read_contact
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.review import ReviewContext, review_context


@dataclass(frozen=True, slots=True)
class Application:
    """What the coordinator was told, as it was typed."""

    organisation: str
    """The name as it should appear."""
    person: str
    mail: str
    """The signer's address: the link that confirms goes there."""
    source: Source
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
class AddPlan:
    """A sign-on that would be entered."""

    application: Application
    new: NewSignOn
    """What would be kept. It waits until the signer confirms."""
    near_doubles: tuple[NearDouble, ...]
    """Those that may be the same organisation: a person says whether they are."""

    @property
    def key(self) -> str:
        """The directory's key, "" where the organisation is not in it."""
        return self.new.organisation


def plan_signon(campaign: Campaign, application: Application) -> AddPlan:
    """What entering it would do. Raises Refused while no version is frozen, UsageError naming what cannot be used."""
    return campaign.store.read(_plan, campaign.letter, application)


def add_signon(campaign: Campaign, plan: AddPlan) -> str:
    """Enter it, and owe the signer the mail that asks to confirm. Returns its key.

    Raises Refused, and changes nothing, where the address or the organisation has signed, and where the plan is stale:
    another version is frozen, or other organisations are nearly the same, than were shown.
    """
    return campaign.store.write(_add, plan, campaign.now())


def _plan(db: Database, letter: str, application: Application) -> AddPlan:
    version = versions.latest(db, letter)
    if version is None:
        raise Refused("no version of the letter is frozen yet: nobody can sign it", hint="campaign letter freeze")
    contact, problems = read_contact(asdict(application))
    if problems:
        raise UsageError("; ".join(f"{problem.what}; {problem.mend}" for problem in problems))
    new = _new(db, letter, version.id, contact, application)
    return AddPlan(application, new, _near_doubles(review_context(db, letter), new))


def _new(db: Database, letter: str, version: int, contact: Contact, application: Application) -> NewSignOn:
    meant = in_directory(contact, people.organisations(db))
    return NewSignOn(
        letter=letter,
        kind=Kind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.PENDING,
        version=version,
        language=contact.language,
        source=application.source,
        url=contact.url or (meant.url if meant else ""),
        country=contact.country or (meant.country if meant else ""),
        logo=meant.logo if meant else "",
        organisation=meant.key if meant else "",
        person=contact.person,
        role=contact.role,
        mail=contact.mail,
        mail_key=contact.mail_key,
        register=application.register,
    )


def _near_doubles(context: ReviewContext, new: NewSignOn) -> tuple[NearDouble, ...]:
    keys = (like.key for like in context.known.like(new.name) if like.key != new.organisation)
    signed = context.signed
    return tuple(NearDouble(key, context.name(key), signed[key].state if key in signed else None) for key in keys)


def _add(db: Database, plan: AddPlan, at: dt.datetime) -> str:
    new = plan.new
    if _plan(db, new.letter, plan.application) != plan:
        raise Refused(f"{new.name}: was not entered, for something has changed since it was shown", hint="try again")
    added = adding.enter(db, new, at)
    if not added.fresh:
        raise Refused(f"{new.name}: has signed already, or {new.mail} has", hint="campaign signatory list")
    return plan.key or f"signon-{added.id}"
