"""A form as a browser sends it, into a frozen value; or what is to be mended, field by field, with all that was typed.

An error says what to do, as the GOV.UK design system does: once above the form and once at its field.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from campaign.core.signatories.names import MOST_LETTERS, Fault, appearing
from campaign.core.signatories.register import read_number
from campaign.core.signons.countries import COUNTRIES
from campaign.core.signons.mail import NoMail, SignerMail, read_mail
from campaign.core.signons.words import LABELS, said

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
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """An organisation's sign-on. Its authority was ticked. `country` is a code of COUNTRIES; `register` a number of the
    Transparency Register in its own writing, "" for none; `version` the digest of
    the text that was read, `language` the language; `mail_key` is `mail` in the form that its spellings share."""

    organisation: str
    country: str
    person: str
    role: str
    mail: str
    mail_key: str
    language: str
    version: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A person's own sign-on. `affiliation` may be "". The rest is as for an organisation."""

    person: str
    country: str
    affiliation: str
    mail: str
    mail_key: str
    language: str
    version: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is to be mended in a field: the id of a message in `words.MESSAGES`, and its values."""

    field: str
    message: str
    values: Mapping[str, str]

    @property
    def words(self) -> str:
        """The error in English, whole by itself."""
        return self.in_language(str)

    def in_language(self, gettext: Callable[[str], str]) -> str:
        """The error, whole by itself, in the language of a catalogue's `gettext`."""
        text = said(self.message, self.values, gettext)
        return f"{gettext(LABELS[self.field])}: {text}" if self.message.startswith("name.") else text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A form that goes back: errors in the order of the page, and every field as it was typed."""

    errors: tuple[FieldError, ...]
    typed: Mapping[str, str]


class Reader:
    """Reads one form, field by field in the order of the page, and gathers what is to be mended."""

    __slots__ = ("errors", "fields")

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.errors: list[FieldError] = []

    def text(self, name: str, most: int) -> str:
        value, fault = appearing(self.fields.get(name, ""), most)
        if fault is Fault.EMPTY:
            if name not in OPTIONAL_FIELDS:
                self.error(name, f"{name}.empty")
        elif fault is not None:
            self.error(name, f"name.{fault}", {"most": str(most)} if fault is Fault.TOO_LONG else {})
        elif name == "person" and "@" in value:
            self.error(name, "person.mail-address")
        return value

    def country(self) -> str:
        code = self.fields.get("country", "").strip().upper()
        if code not in COUNTRIES:
            self.error("country", "country.unknown" if code else "country.empty")
        return code

    def mail(self) -> SignerMail:
        found = read_mail(self.fields.get("mail", ""))
        if isinstance(found, NoMail):
            self.error("mail", f"mail.{found.fault}", {"meant": found.meant} if found.meant else {})
            return SignerMail("", "")
        return found

    def register(self) -> str:
        typed = self.fields.get("register", "").strip()
        found = read_number(typed)
        if typed and not found:
            self.error("register", "register.wrong")
        return found

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

    def refusal(self, names: tuple[str, ...]) -> Refusal:
        typed = {name: _HALF.sub("\N{REPLACEMENT CHARACTER}", self.fields.get(name, "")) for name in names}
        return Refusal(tuple(self.errors), typed)


def read_organisation(fields: Mapping[str, str], languages: Collection[str]) -> OrganisationForm | Refusal:
    """An organisation's form. `languages` are those of the letter. Unknown fields are ignored."""
    form = Reader(fields)
    organisation = form.text("organisation", MOST_LETTERS)
    country = form.country()
    register = form.register()
    person = form.text("person", MOST_PERSON_LETTERS)
    role = form.text("role", MOST_PERSON_LETTERS)
    mail = form.mail()
    form.authority()
    language, version = form.language(languages), form.version()
    if form.errors:
        return form.refusal(ORGANISATION_FIELDS)
    return OrganisationForm(organisation, country, person, role, mail.address, mail.key, language, version, register)


def read_person(fields: Mapping[str, str], languages: Collection[str]) -> PersonForm | Refusal:
    """A person's form, for campaigns that let people sign in their own names."""
    form = Reader(fields)
    person = form.text("person", MOST_PERSON_LETTERS)
    country = form.country()
    affiliation = form.text("affiliation", MOST_LETTERS)
    mail = form.mail()
    language, version = form.language(languages), form.version()
    if form.errors:
        return form.refusal(PERSON_FIELDS)
    return PersonForm(person, country, affiliation, mail.address, mail.key, language, version)
