"""Signing with the form: checks what was sent, and stores it with the email that asks to confirm."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import TypeAlias

from campaign.adapters.store.signons import personal_link, public_form
from campaign.adapters.store.signons.public_form import SignOutcome, SignResult
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.countries import stored_name
from campaign.core.signons.form import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    FieldError,
    OrganisationForm,
    PersonForm,
    RejectedForm,
    read_organisation_form,
    read_person_form,
)
from campaign.core.signons.messages import AUTHORITY
from campaign.core.signons.signing_state import SigningState
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter
from campaign.services.public.link_holders import Holder
from campaign.services.signons import auto_listing

__all__ = [
    "FormDecision", "Form", "SigningNotOpen", "OutdatedForm", "ReadyForm", "SignOutcome", "SignResult",
    "UnfinishedForm", "form_fields", "previous_text", "check_form", "sign", "sign_invited", "typed_fields",
]  # fmt: skip

Form: TypeAlias = OrganisationForm | PersonForm


@dataclass(frozen=True, slots=True)
class SigningNotOpen:
    """The letter cannot be signed now. `text` is None if no version is frozen."""

    state: SigningState
    text: FrozenLetter | None


@dataclass(frozen=True, slots=True)
class UnfinishedForm:
    """The form has errors."""

    text: FrozenLetter
    kind: SignOnKind
    typed: Mapping[str, str]
    """What was typed, by the form's fields."""
    errors: tuple[FieldError, ...]
    """The errors, in the order of the page."""


@dataclass(frozen=True, slots=True)
class OutdatedForm:
    """The form is valid, but the signer read an earlier version than the newest."""

    text: FrozenLetter
    form: Form
    typed: Mapping[str, str]
    """What was typed, by the form's fields."""


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """The form is valid and about the newest version."""

    text: FrozenLetter
    form: Form


FormDecision: TypeAlias = SigningNotOpen | UnfinishedForm | OutdatedForm | ReadyForm


def check_form(
    letter: PublicLetter, text: FrozenLetter | None, kind: SignOnKind, fields: Mapping[str, str]
) -> FormDecision:
    """Check a form; `text` is the newest version. Reads nothing from the store, so it may run on any thread."""
    state = letter.signing_state(text)
    if text is None or state is not SigningState.OPEN:
        return SigningNotOpen(state, text)
    form = (read_person_form if kind is SignOnKind.PERSON else read_organisation_form)(fields, text.letters)
    if isinstance(form, RejectedForm):
        return UnfinishedForm(text, kind, form.typed, form.errors)
    if form.version == text.version.digest:
        return ReadyForm(text, form)
    return OutdatedForm(text, form, typed_fields(kind, fields))


def previous_text(letter: PublicLetter, outdated: OutdatedForm) -> FrozenLetter | UnfinishedForm:
    """The version that the signer read, to compare it with the newest; the form with an error if there is none."""
    kind = SignOnKind.ORGANISATION if isinstance(outdated.form, OrganisationForm) else SignOnKind.PERSON
    errors = (FieldError("version", "version.unknown", {}),)
    return letter.texts.by_digest(outdated.form.version) or UnfinishedForm(outdated.text, kind, outdated.typed, errors)


def typed_fields(kind: SignOnKind, fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, valid or not, in the fields of the form. Other fields are dropped."""
    names = PERSON_FIELDS if kind is SignOnKind.PERSON else ORGANISATION_FIELDS
    return {name: fields[name].encode("utf-8", "replace").decode() for name in names if name in fields}


def form_fields(form: Form) -> dict[str, str]:
    """The fields with which a browser would send this form again."""
    fields: dict[str, str] = asdict(form)
    del fields["mail_key"]
    if isinstance(form, OrganisationForm):
        return {**fields, "authority": "yes", "kind": SignOnKind.ORGANISATION}
    return {**fields, "kind": SignOnKind.PERSON}


def sign(letter: PublicLetter, ready: ReadyForm, client: str) -> Future[SignResult]:
    """Store a sign-on, its line in the record and the notice that asks to confirm it, in one transaction.

    `client` is the network address that the form came from. The future is done when all is on disk; it raises
    StoreError if nothing could be stored.
    """
    campaign = letter.campaign
    new, budget = _new_signon(letter, ready, SignOnSource.PAGE), campaign.settings.signing.budget
    return campaign.store.submit(public_form.sign, new, client, budget, campaign.now())


def sign_invited(letter: PublicLetter, holder: Holder, ready: ReadyForm) -> SignOutcome:
    """Store the sign-on of an invited person. The link came by email, so the address is confirmed at once; the sign-on
    is listed if it needs no review. Raises StoreError if nothing could be stored."""
    store, now = letter.campaign.store, letter.campaign.now()
    outcome = store.write(
        personal_link.sign, holder.signon.id, _new_signon(letter, ready, SignOnSource.INVITATION), now
    )
    if outcome is SignOutcome.SAVED:
        auto_listing.list_automatically(store, holder.signon.id, now)
    return outcome


def _new_signon(letter: PublicLetter, ready: ReadyForm, source: SignOnSource) -> NewSignOn:
    """The form as a sign-on, with the ticked sentence in the form's language."""
    form = ready.form
    is_organisation = isinstance(form, OrganisationForm)
    return NewSignOn(
        letter=letter.campaign.letter,
        kind=SignOnKind.ORGANISATION if is_organisation else SignOnKind.PERSON,
        name=form.organisation if isinstance(form, OrganisationForm) else form.person,
        state=SignOnState.PENDING,
        version=ready.text.version.id,
        language=form.language,
        source=source,
        country=stored_name(form.country),
        person=form.person,
        role=form.role if isinstance(form, OrganisationForm) else form.affiliation,
        address=form.mail,
        address_key=form.mail_key,
        authority=letter.design.catalogue(form.language).gettext(AUTHORITY) if is_organisation else "",
        register=form.register if isinstance(form, OrganisationForm) else "",
    )
