"""Signing through a form: whether what was sent can be kept, and keeping it with the mail that it owes."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import TypeAlias

from campaign.adapters.store.signons import owning, signing
from campaign.adapters.store.signons.signing import Signed
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.countries import stored_name
from campaign.core.signons.form import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    FieldError,
    OrganisationForm,
    PersonForm,
    Refusal,
    read_organisation,
    read_person,
)
from campaign.core.signons.opening import Opening
from campaign.core.signons.words import AUTHORITY
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter
from campaign.services.public.texts import Text
from campaign.services.signons import auto_listing

__all__ = [
    "Decision", "Form", "NotOpen", "Outdated", "Ready", "Signed", "Unfinished",
    "answers", "compare", "decide", "sign", "sign_invited", "typed",
]  # fmt: skip

Form: TypeAlias = OrganisationForm | PersonForm


@dataclass(frozen=True, slots=True)
class NotOpen:
    """Nobody can sign now. `text` is None while nothing is frozen."""

    opening: Opening
    text: Text | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was typed cannot be kept yet."""

    text: Text
    kind: Kind
    typed: Mapping[str, str]
    """What was typed, by the form's fields."""
    errors: tuple[FieldError, ...]
    """What is to be mended."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """The form is good, and of another text than the newest one."""

    text: Text
    form: Form
    typed: Mapping[str, str]
    """What was typed, by the form's fields."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The form is good, and of the text."""

    text: Text
    form: Form


Decision: TypeAlias = NotOpen | Unfinished | Outdated | Ready


def decide(letter: PublicLetter, text: Text | None, kind: Kind, fields: Mapping[str, str]) -> Decision:
    """What becomes of a form that is sent while `text` is the newest. Looks nothing up, so it may run anywhere."""
    opening = letter.opening(text)
    if text is None or opening is not Opening.OPEN:
        return NotOpen(opening, text)
    form = (read_person if kind is Kind.PERSON else read_organisation)(fields, text.letters)
    if isinstance(form, Refusal):
        return Unfinished(text, kind, form.typed, form.errors)
    if form.version == text.version.digest:
        return Ready(text, form)
    return Outdated(text, form, typed(kind, fields))


def compare(letter: PublicLetter, outdated: Outdated) -> Text | Unfinished:
    """The text that somebody read who is asked about a newer one; or that there is none such, and the form again."""
    kind = Kind.ORGANISATION if isinstance(outdated.form, OrganisationForm) else Kind.PERSON
    errors = (FieldError("version", "version.unknown", {}),)
    return letter.texts.of_digest(outdated.form.version) or Unfinished(outdated.text, kind, outdated.typed, errors)


def typed(kind: Kind, fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, whatever it was: only the fields that the form has."""
    names = PERSON_FIELDS if kind is Kind.PERSON else ORGANISATION_FIELDS
    return {name: fields[name].encode("utf-8", "replace").decode() for name in names if name in fields}


def answers(form: Form) -> dict[str, str]:
    """A form's answers as fields, such as a form with nothing but them would send."""
    fields: dict[str, str] = asdict(form)
    del fields["mail_key"]
    if isinstance(form, OrganisationForm):
        return {**fields, "authority": "yes", "kind": Kind.ORGANISATION}
    return {**fields, "kind": Kind.PERSON}


def sign(letter: PublicLetter, ready: Ready, *, may_mail: bool) -> Future[Signed]:
    """Keep a sign-on, its line in the record and the mail that asks to confirm it, in one transaction. The future is
    done when all is on disk. `may_mail` is False for an address that had many mails of late.

    The future raises StoreError where nothing could be kept.
    """
    campaign = letter.campaign
    return campaign.store.submit(signing.sign, _signon(letter, ready, Source.PAGE), campaign.now(), may_mail=may_mail)


def sign_invited(letter: PublicLetter, holder: Holder, ready: Ready) -> Signed:
    """Keep the sign-on of somebody who was invited: the link came by mail, so it is confirmed at once, and listed where
    that needs no look. Raises StoreError where nothing could be kept."""
    store, now = letter.campaign.store, letter.campaign.now()
    outcome = store.write(owning.sign, holder.signon.id, _signon(letter, ready, Source.INVITATION), now)
    if outcome is Signed.KEPT:
        auto_listing.list_by_itself(store, holder.signon.id, now)
    return outcome


def _signon(letter: PublicLetter, ready: Ready, source: Source) -> NewSignOn:
    """The form as a sign-on, with what was ticked as the page said it."""
    form = ready.form
    organised = isinstance(form, OrganisationForm)
    return NewSignOn(
        letter=letter.campaign.letter,
        kind=Kind.ORGANISATION if organised else Kind.PERSON,
        name=form.organisation if isinstance(form, OrganisationForm) else form.person,
        state=SignOnState.PENDING,
        version=ready.text.version.id,
        language=form.language,
        source=source,
        country=stored_name(form.country),
        person=form.person,
        role=form.role if isinstance(form, OrganisationForm) else form.affiliation,
        mail=form.mail,
        mail_key=form.mail_key,
        authority=letter.design.catalogue(form.language).gettext(AUTHORITY) if organised else "",
        register=form.register if isinstance(form, OrganisationForm) else "",
    )
