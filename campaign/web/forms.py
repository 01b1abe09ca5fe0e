"""A form's fields as a sign-on, and a sign-on's answers as the hidden fields of the next page. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import TypeAlias

from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.form import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    OrganisationForm,
    PersonForm,
    Refusal,
    read_organisation,
    read_person,
)
from campaign.core.signons.words import AUTHORITY
from campaign.web.countries import kept_name

Form: TypeAlias = OrganisationForm | PersonForm


def kind_of(fields: Mapping[str, str], *, individuals: bool) -> Kind:
    """Who signs. Where people may not sign in their own names, each form is an organisation's."""
    return Kind.PERSON if individuals and fields.get("kind") == Kind.PERSON else Kind.ORGANISATION


def read(kind: Kind, fields: Mapping[str, str], languages: Collection[str]) -> Form | Refusal:
    """The form, or what is to be mended in it."""
    return (read_person if kind is Kind.PERSON else read_organisation)(fields, languages)


def typed(kind: Kind, fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, whatever it was: only the fields that the form has."""
    names = PERSON_FIELDS if kind is Kind.PERSON else ORGANISATION_FIELDS
    return {name: fields[name].encode("utf-8", "replace").decode() for name in names if name in fields}


def answers(form: Form) -> dict[str, str]:
    """A form's answers as fields, such as a form with nothing but them would send."""
    said: dict[str, str] = asdict(form)
    del said["mail_key"]
    if isinstance(form, OrganisationForm):
        return {**said, "authority": "yes", "kind": Kind.ORGANISATION}
    return {**said, "kind": Kind.PERSON}


def signon(
    form: Form, letter: str, version: int, gettext: Callable[[str], str], source: Source = Source.PAGE
) -> NewSignOn:
    """The sign-on of a form under a version's id. `gettext` says what was ticked as the page said it."""
    organised = isinstance(form, OrganisationForm)
    return NewSignOn(
        letter=letter,
        kind=Kind.ORGANISATION if organised else Kind.PERSON,
        name=form.organisation if isinstance(form, OrganisationForm) else form.person,
        state=SignOnState.PENDING,
        version=version,
        language=form.language,
        source=source,
        country=kept_name(form.country),
        person=form.person,
        role=form.role if isinstance(form, OrganisationForm) else form.affiliation,
        mail=form.mail,
        mail_key=form.mail_key,
        authority=gettext(AUTHORITY) if organised else "",
        register=form.register if isinstance(form, OrganisationForm) else "",
    )
