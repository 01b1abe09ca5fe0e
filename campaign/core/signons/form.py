"""The sign-on form as a browser sends it: read into a frozen value, or rejected with errors and everything typed.

Each error says what to do (GOV.UK design system); pages show it above the form and at its field.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from campaign.core.signatories.names import MOST_LETTERS, NameFault, clean_name
from campaign.core.signatories.register import read_number
from campaign.core.signons.countries import COUNTRIES
from campaign.core.signons.messages import LABELS, message_text
from campaign.core.signons.signer_address import InvalidAddress, SignerAddress, read_address

ORGANISATION_FIELDS = (
    *("organisation", "country", "register"),
    *("person", "role", "mail", "authority"),
    *("language", "version"),
)
PERSON_FIELDS = ("person", "country", "affiliation", "mail", "language", "version")
OPTIONAL_FIELDS = frozenset({"affiliation", "register", "url", "quote"})
MOST_PERSON_LETTERS = 120

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TICKED = frozenset({"yes", "on", "true", "1"})
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """An organisation's valid form, with the authority ticked. Fields have the names of the form's fields."""

    organisation: str
    country: str
    """A code of COUNTRIES."""
    person: str
    role: str
    mail: str
    """The signer's email address."""
    mail_key: str
    """The same address in the form that is compared."""
    language: str
    """The code of the language in which the letter was read."""
    version: str
    """The digest of the version that was read."""
    register: str = ""
    """The number in the Transparency Register, like "123456789012-34"; "" for none."""


@dataclass(frozen=True, slots=True)
class PersonForm:
    """An individual's valid form. `affiliation` may be ""; the rest is as for an organisation."""

    person: str
    country: str
    affiliation: str
    mail: str
    mail_key: str
    language: str
    version: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """An error at a field: the id of a message in `messages.MESSAGES`, and the values in it."""

    field: str
    message: str
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The error in English, complete without its field."""
        return self.text_in(str)

    def text_in(self, gettext: Callable[[str], str]) -> str:
        """The error in the language of a catalogue's `gettext`, complete without its field."""
        text = message_text(self.message, self.values, gettext)
        return f"{gettext(LABELS[self.field])}: {text}" if self.message.startswith("name.") else text


@dataclass(frozen=True, slots=True)
class RejectedForm:
    """A form with errors, in the order of the page, and every field as it was typed."""

    errors: tuple[FieldError, ...]
    typed: Mapping[str, str]


class FormReader:
    """Reads one form, field by field in the order of the page, and collects its errors."""

    __slots__ = ("errors", "fields")

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.errors: list[FieldError] = []

    def text(self, name: str, most: int) -> str:
        value, fault = clean_name(self.fields.get(name, ""), most)
        if fault is NameFault.EMPTY:
            if name not in OPTIONAL_FIELDS:
                self.error(name, f"{name}.empty")
        elif fault is NameFault.MAIL_ADDRESS and name == "person":
            self.error(name, "person.mail-address")
        elif fault is not None:
            self.error(name, f"name.{fault}", {"most": str(most)} if fault is NameFault.TOO_LONG else {})
        elif name == "person" and "@" in value:
            self.error(name, "person.mail-address")
        return value

    def country(self) -> str:
        code = self.fields.get("country", "").strip().upper()
        if code not in COUNTRIES:
            self.error("country", "country.unknown" if code else "country.empty")
        return code

    def address(self) -> SignerAddress:
        signer = read_address(self.fields.get("mail", ""))
        if isinstance(signer, InvalidAddress):
            self.error("mail", f"mail.{signer.fault}", {"meant": signer.suggestion} if signer.suggestion else {})
            return SignerAddress("", "")
        return signer

    def register(self) -> str:
        typed = self.fields.get("register", "").strip()
        number = read_number(typed)
        if typed and not number:
            self.error("register", "register.wrong")
        return number

    def authority(self) -> None:
        if self.fields.get("authority", "").strip().lower() not in _TICKED:
            self.error("authority", "authority.unticked")

    def language(self, languages: Collection[str]) -> str:
        code = self.fields.get("language", "")
        if code not in languages:
            self.error("language", "language.unknown")
        return code

    def version(self) -> str:
        digest = self.fields.get("version", "")
        if not _DIGEST.fullmatch(digest):
            self.error("version", "version.unknown")
        return digest

    def error(self, name: str, message: str, values: Mapping[str, str] | None = None) -> None:
        self.errors.append(FieldError(name, message, values or {}))

    def rejection(self, names: tuple[str, ...]) -> RejectedForm:
        typed = {name: _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", self.fields.get(name, "")) for name in names}
        return RejectedForm(tuple(self.errors), typed)


def read_organisation_form(fields: Mapping[str, str], languages: Collection[str]) -> OrganisationForm | RejectedForm:
    """Read an organisation's form. `languages` are those of the letter. Unknown fields are ignored."""
    form = FormReader(fields)
    organisation = form.text("organisation", MOST_LETTERS)
    country = form.country()
    register = form.register()
    person = form.text("person", MOST_PERSON_LETTERS)
    role = form.text("role", MOST_PERSON_LETTERS)
    signer = form.address()
    form.authority()
    language, version = form.language(languages), form.version()
    if form.errors:
        return form.rejection(ORGANISATION_FIELDS)
    return OrganisationForm(
        organisation, country, person, role, signer.address, signer.key, language, version, register
    )


def read_person_form(fields: Mapping[str, str], languages: Collection[str]) -> PersonForm | RejectedForm:
    """Read an individual's form. `languages` are those of the letter. Unknown fields are ignored."""
    form = FormReader(fields)
    person = form.text("person", MOST_PERSON_LETTERS)
    country = form.country()
    affiliation = form.text("affiliation", MOST_LETTERS)
    signer = form.address()
    language, version = form.language(languages), form.version()
    if form.errors:
        return form.rejection(PERSON_FIELDS)
    return PersonForm(person, country, affiliation, signer.address, signer.key, language, version)
