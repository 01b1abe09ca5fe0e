"""The private table of whom to ask: each row whole, or refused by name and line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.signatories import Organisation
from campaign.core.signatories.names import Fault, appearing
from campaign.core.signons.mail import MailFault, NoMail, read_mail
from campaign.core.signons.words import said
from campaign.core.tables import Cells, Field, Notes, Reading, own_key, read_cells, read_rows
from campaign.core.tables.cells import country_cell, language_cell
from campaign.core.tables.text import folded, shown
from campaign.errors import Problem

FIELDS = (
    Field("key", ("key", "id", "identifier", "slug", "Kennung", "identifiant")),
    Field(
        "organisation",
        ("organisation", "organization", "organisation name", "organization name", "name as it should appear",
         "signatory", "Organisationsname", "Verein", "nom de l'organisation", "association", "name", "nom"),
    ),
    Field(
        "person",
        ("person", "contact", "contact person", "contact name", "Ansprechperson", "Ansprechpartner", "Kontakt",
         "personne de contact", "interlocuteur"),
    ),
    Field("role", ("role", "function", "position", "Rolle", "Funktion", "fonction", "rôle")),
    Field(
        "mail",
        ("mail", "email", "e-mail", "email address", "mail address", "contact mail", "contact email", "E-Mail-Adresse",
         "courriel", "adresse e-mail"),
    ),
    Field("language", ("language", "lang", "language code", "Sprache", "langue")),
    Field("country", ("country", "country code", "country name", "member state", "Land", "Staat", "Sitz", "pays")),
    Field("url", ("url", "website", "web site", "web", "homepage", "Webseite", "Internetseite", "site web")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who is asked to sign for an organisation. `key` is the directory's, "" where the file names none;
    `mail_key` is the address in the form that its spellings share; `language` a code, "" for the letter's first."""

    organisation: str
    mail: str
    mail_key: str
    key: str = ""
    person: str = ""
    role: str = ""
    language: str = ""
    country: str = ""
    url: str = ""


def read_contacts(data: bytes, path: str) -> Reading[Contact]:
    """Read the table. Never raises: refused rows are problems, good rows are kept. `path` is for people."""
    rows = read_cells(data, path, FIELDS, ("mail",), "the contacts' mail addresses")
    return read_rows(rows, path, _contact, _marks)


def read_contact(values: Mapping[str, str]) -> tuple[Contact, tuple[Problem, ...]]:
    """A contact typed by hand, by the names of FIELDS, and what is wrong with it."""
    notes = Notes("", 0)
    cells = {field.name: values.get(field.name, "") for field in FIELDS}
    contact = _contact(cells, notes)
    return contact, tuple(notes.problems)


def in_directory(contact: Contact, directory: Iterable[Organisation]) -> Organisation | None:
    """The directory's organisation that is meant: by its id, else by its name."""
    found = tuple(directory)
    by_key = next((each for each in found if contact.key and each.key == contact.key), None)
    name = folded(contact.organisation)
    return by_key or next((each for each in found if folded(each.name) == name), None)


def _contact(cells: Cells, notes: Notes) -> Contact:
    mail, mail_key = _mail(cells["mail"], notes)
    return Contact(
        organisation=_name(cells["organisation"], "organisation", notes, needed=True),
        mail=mail,
        mail_key=mail_key,
        key=own_key(cells),
        person=_name(cells["person"], "person", notes, needed=False),
        role=_name(cells["role"], "role", notes, needed=False),
        language=language_cell(cells["language"], notes),
        country=country_cell(cells["country"], notes),
        url=cells["url"] if cells["url"].startswith(("https://", "http://")) else "",
    )


def _name(text: str, field: str, notes: Notes, *, needed: bool) -> str:
    name, fault = appearing(text)
    if fault is Fault.EMPTY and not needed:
        return ""
    if fault is Fault.EMPTY:
        notes.refuse(f"names no {field}", "write it, or take the row out")
    elif fault is not None:
        notes.refuse(f"the {field} {shown(text)} cannot be used", said(f"name.{fault}", {"most": "200"}))
    return name


def _mail(text: str, notes: Notes) -> tuple[str, str]:
    found = read_mail(text)
    if not isinstance(found, NoMail):
        return found.address, found.key
    if found.fault is MailFault.EMPTY:
        notes.refuse("has no mail address", "write one, or take the row out")
    elif found.meant:
        notes.refuse(f"the mail address {shown(text)} looks like a slip of the keys", f"did you mean {found.meant}?")
    else:
        notes.refuse(f"{shown(text)} is not one mail address", "write it as name@domain")
    return "", ""


def _marks(contact: Contact) -> Mapping[str, str]:
    return {"mail address": contact.mail_key, "organisation": folded(contact.organisation)}
