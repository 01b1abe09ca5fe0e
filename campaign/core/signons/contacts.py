"""The private table of contacts to invite. A row is read whole, or refused with its line and the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.addressees.address import bare_address
from campaign.core.signatories import Organisation
from campaign.core.signatories.names import NameFault, clean_name
from campaign.core.signatories.web_address import web_address
from campaign.core.signons.messages import message_text
from campaign.core.signons.signer_address import AddressFault, InvalidAddress, read_address
from campaign.core.tables import (
    Cells,
    RowNotes,
    TableField,
    TableReading,
    contact_headers,
    read_cells,
    read_rows,
    row_key,
)
from campaign.core.tables.cells import country_cell, language_cell
from campaign.core.tables.text import fold_words, quote_value
from campaign.errors import Problem

FIELDS = (
    TableField("key", ("key", "id", "identifier", "slug", "Kennung", "identifiant")),
    TableField(
        "organisation",
        ("organisation", "organization", "organisation name", "organization name", "name as it should appear",
         "signatory", "Organisationsname", "Verein", "nom de l'organisation", "association",
         *contact_headers.ORGANISATION, "name", "nom"),
    ),
    TableField("given_name", contact_headers.FIRST_NAME),
    TableField("family_name", contact_headers.FAMILY_NAME),
    TableField(
        "person",
        ("person", "contact", "contact person", "contact name", "Ansprechperson", "Ansprechpartner", "Kontakt",
         "personne de contact", "interlocuteur", "full name", "your name", "first and last name", "signed by",
         "name of signatory", "name of contact person", "name of person signing", "signer", "Vor- und Nachname",
         "Ihr Name", "vollständiger Name", "votre nom", "nom complet", "nom et prénom", "name", "nom"),
    ),
    TableField(
        "role",
        ("role", "function", "position", "Rolle", "Funktion", "fonction", "rôle", "role in organisation",
         "position in organisation", "title", *contact_headers.ROLE),
    ),
    TableField(
        "mail",
        ("mail", "email", "e-mail", "email address", "mail address", "contact mail", "contact email", "E-Mail-Adresse",
         "courriel", "adresse e-mail", *contact_headers.MAIL),
    ),
    TableField("language", ("language", "lang", "language code", "Sprache", "langue")),
    TableField(
        "country",
        ("country", "country code", "country name", "member state", "Land", "Staat", "Sitz", "pays",
         *contact_headers.COUNTRY),
    ),
    TableField(
        "url",
        ("url", "website", "web site", "web", "homepage", "Webseite", "Internetseite", "site web",
         *contact_headers.WEBSITE),
    ),
)  # fmt: skip

_SIGNON_FIELDS = (*FIELDS, TableField("logo", ("logo", "logo file", "logo url", "logo link", "Logodatei")))


@dataclass(frozen=True, slots=True)
class OrganisationContact:
    """A person who is invited to sign for an organisation. Text fields are "" if unknown."""

    organisation: str
    address: str
    """The email address as it was typed, normalised."""
    address_key: str
    """The same address in the form that is compared: lower case, domain in ASCII."""
    key: str = ""
    """The organisation's id in the directory, if the file gives one."""
    person: str = ""
    role: str = ""
    language: str = ""
    """The code of the language to write in; "" for the letter's main language."""
    country: str = ""
    url: str = ""


def read_contacts(data: bytes, path: str) -> TableReading[OrganisationContact]:
    """Read the table. Never raises: a bad row becomes a problem. `path` is the name shown in problems."""
    rows = read_cells(data, path, FIELDS, ("mail",), "the contacts' email addresses")
    return read_rows(rows, path, _contact, _unique_values)


def read_signon_rows(data: bytes, path: str) -> TableReading[OrganisationContact]:
    """Read a table of sign-ons that were collected elsewhere, such as the export of a form: who signs for which
    organisation. Never raises, as above."""
    rows = read_cells(data, path, _SIGNON_FIELDS, ("mail",), "the signers' email addresses")
    if rows.records and not any(cells["organisation"] for cells in rows.values):
        return TableReading((), (Problem(path, None, "no organisation", "name its column: organisation"),), (), "")
    return read_rows(rows, path, _signer, _unique_values)


def holds_signers(data: bytes, path: str) -> bool:
    """Whether the rows of a table of organisations have email addresses, as the export of a form has them."""
    cells = read_cells(data, path, _SIGNON_FIELDS, ("organisation",), "")
    return any("@" in row["mail"] for row in cells.values)


def read_contact(values: Mapping[str, str]) -> tuple[OrganisationContact, tuple[Problem, ...]]:
    """Read one contact from values by the names of FIELDS. Returns it with its problems."""
    notes = RowNotes("", 0)
    cells = {field.name: values.get(field.name, "") for field in FIELDS}
    contact = _contact(cells, notes)
    return contact, tuple(notes.problems)


def find_in_directory(contact: OrganisationContact, directory: Iterable[Organisation]) -> Organisation | None:
    """Find a contact's organisation in the directory, by id or else by name; None if it is not there."""
    organisations = tuple(directory)
    by_key = next(
        (organisation for organisation in organisations if contact.key and organisation.key == contact.key), None
    )
    name = fold_words(contact.organisation)
    return by_key or next(
        (organisation for organisation in organisations if fold_words(organisation.name) == name), None
    )


def _contact(cells: Cells, notes: RowNotes) -> OrganisationContact:
    address, address_key = _address(cells["mail"], notes)
    return OrganisationContact(
        organisation=_name(cells["organisation"], "organisation", notes, needed=True),
        address=address,
        address_key=address_key,
        key=row_key(cells),
        person=_name(_person(cells), "person", notes, needed=False),
        role=_name(cells["role"], "role", notes, needed=False),
        language=language_cell(cells["language"], notes),
        country=country_cell(cells["country"], notes),
        url=web_address(cells["url"]) if cells["url"] else "",
    )


def _signer(cells: Cells, notes: RowNotes) -> OrganisationContact:
    contact = _contact(cells, notes)
    if not contact.person:
        notes.refuse("the person who signs is missing", "write the name, or remove the row")
    if cells["logo"]:
        notes.remark(
            f"the logo {quote_value(cells['logo'])} is not fetched", "the signer can add it with the link in the email"
        )
    if cells["url"] and not contact.url:
        notes.remark(f"{quote_value(cells['url'])} is not a web address", "the sign-on has none")
    return contact


def _person(cells: Cells) -> str:
    return cells["person"] or f"{cells['given_name']} {cells['family_name']}".strip()


def _name(text: str, field: str, notes: RowNotes, *, needed: bool) -> str:
    name, fault = clean_name(text)
    if fault is NameFault.EMPTY and not needed:
        return ""
    if fault is NameFault.EMPTY:
        notes.refuse(f"the {field} is missing", "write it, or remove the row")
    elif fault is not None:
        notes.refuse(f"the {field} {quote_value(text)} cannot be used", message_text(f"name.{fault}", {"most": "200"}))
    return name


def _address(text: str, notes: RowNotes) -> tuple[str, str]:
    typed = read_address(bare_address(text))
    if not isinstance(typed, InvalidAddress):
        return typed.address, typed.key
    if typed.fault is AddressFault.EMPTY:
        notes.refuse("the email address is missing", "write one, or remove the row")
    elif typed.suggestion:
        notes.refuse(f"the email address {quote_value(text)} looks mistyped", f"did you mean {typed.suggestion}?")
    else:
        notes.refuse(f"{quote_value(text)} is not an email address", "write one, like name@organisation.example")
    return "", ""


def _unique_values(contact: OrganisationContact) -> Mapping[str, str]:
    return {"email address": contact.address_key, "organisation": fold_words(contact.organisation)}
