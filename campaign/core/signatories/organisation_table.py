"""Reads the coalition's table of organisations. A row is read whole, or refused with the reason."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from campaign.core.signatories.organisation import Organisation, SignOnState
from campaign.core.signatories.web_address import web_address
from campaign.core.tables import (
    Cells,
    Record,
    RowNotes,
    TableField,
    TableReading,
    contact_headers,
    read_cells,
    read_rows,
    row_key,
)
from campaign.core.tables.cells import country_cell
from campaign.core.tables.encoding import CP1252
from campaign.core.tables.header import map_columns
from campaign.core.tables.reading import without_stored
from campaign.core.tables.rows import read
from campaign.core.tables.text import fold_words, quote_value, slug
from campaign.errors import Problem

LOGO_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp")

FIELDS = (
    TableField("key", ("key", "id", "identifier", "identification code", "slug", "Kennung", "identifiant")),
    TableField(
        "name",
        ("name", "organisation", "organization", "organisation name", "organization name", "name as it should appear",
         "signatory", "Organisationsname", "Verein", "nom", "nom de l'organisation", "association",
         *contact_headers.ORGANISATION),
    ),
    TableField(
        "url",
        ("url", "website", "web site", "web", "homepage", "link", "web site url", "Webseite", "Internetseite",
         "site", "site web", "site internet", "lien", *contact_headers.WEBSITE),
    ),
    TableField(
        "country",
        ("country", "country code", "country name", "member state", "Land", "Staat", "Sitz", "pays",
         *contact_headers.COUNTRY),
    ),
    TableField("logo", ("logo", "logo file", "logo path", "logo url", "Logodatei", "fichier logo")),
    TableField("state", ("state", "status", "sign-on", "sign-on state", "Stand", "statut", "état")),
)  # fmt: skip

_LOST_LETTER = re.compile(r"\?(?=\w)")


def read_organisations(data: bytes, path: str) -> TableReading[Organisation]:
    """Read the table. Never raises: a bad row becomes a problem. `path` is the name shown in problems.

    It does not check whether logo files exist.
    """
    rows = read_cells(data, path, FIELDS, ("name",), "the organisations' names")
    stateless = frozenset(fold_words(cells["name"]) for cells in rows.values if not cells["country"])
    unique = partial(_unique_values, stateless=stateless)
    reading = read_rows(rows, path, partial(_organisation, encoding=rows.encoding), unique)
    return replace(reading, remarks=(*reading.remarks, *_namesakes(reading.records, path)))


def is_blank(data: bytes) -> bool:
    """Whether a file holds the table's header and nothing else."""
    return len(data.strip().splitlines()) == 1 and "name" in map_columns(read(data, "").header, FIELDS, "").index


def without_stored_organisations(
    reading: TableReading[Organisation], stored: Iterable[Organisation], path: str
) -> TableReading[Organisation]:
    """The reading without rows whose name the database has under another id."""
    stored = tuple(stored)
    everybody = (*stored, *reading.values)
    stateless = frozenset(fold_words(organisation.name) for organisation in everybody if not organisation.country)
    unique = partial(_unique_values, stateless=stateless)
    return without_stored(
        reading, stored, lambda organisation: organisation.key, unique, path, "campaign signatory remove"
    )


def _organisation(cells: Cells, notes: RowNotes, encoding: str) -> Organisation:
    name = cells["name"]
    if not slug(name):
        notes.refuse("the name is missing", "write it, or remove the row")
    elif encoding == CP1252 and _LOST_LETTER.search(name):
        notes.refuse(f"a character was lost in {quote_value(name)}", "correct it, and save the table as CSV UTF-8")
    return Organisation(
        key=row_key(cells) or slug(name),
        name=name,
        url=_url(cells["url"], notes),
        country=country_cell(cells["country"], notes),
        logo=_logo(cells["logo"], notes),
        state=_state(cells["state"], notes),
    )


def _url(text: str, notes: RowNotes) -> str:
    if not text:
        return ""
    url = web_address(text)
    if not url:
        notes.refuse(f"{quote_value(text)} is not a web address", "write it like https://organisation.example")
    return url


def _logo(text: str, notes: RowNotes) -> str:
    path = PurePosixPath(text)
    if not text:
        return ""
    if "\\" in text or ":" in text or path.is_absolute() or ".." in path.parts:
        notes.refuse(f"the logo {quote_value(text)} is not below signatories/", "write a path like logos/name.svg")
    elif path.suffix.lower() not in LOGO_ENDINGS:
        notes.refuse(
            f"the logo {quote_value(text)} is not a supported picture", f"use one of {', '.join(LOGO_ENDINGS)}"
        )
    return str(path)


def _state(text: str, notes: RowNotes) -> SignOnState:
    if not text:
        return SignOnState.LISTED
    try:
        return SignOnState(text.lower())
    except ValueError:
        near = difflib.get_close_matches(text.lower(), list(SignOnState), 1)
        fix = f"did you mean {near[0]}?" if near else f"use one of {', '.join(SignOnState)}"
        notes.refuse(f"the state {quote_value(text)} does not exist", fix)
        return SignOnState.LISTED


def _unique_values(organisation: Organisation, stateless: frozenset[str]) -> Mapping[str, str]:
    """What must be unique. Two organisations may have one name in two countries, if each has an id of its own.
    `stateless` are the names of which one has no country: those are never two."""
    name = fold_words(organisation.name)
    has_own_key = organisation.key != slug(organisation.name)
    kind = "id" if has_own_key else "name, and no id in the file to tell them apart,"
    return {"name": f"{name}/{'' if name in stateless else organisation.country}", kind: organisation.key}


def _namesakes(records: Iterable[Record[Organisation]], path: str) -> Iterator[Problem]:
    first: dict[str, Record[Organisation]] = {}
    for row in records:
        other = first.setdefault(fold_words(row.value.name), row)
        if other is not row:
            countries = f"{row.value.country or 'no country'} and {other.value.country or 'no country'}"
            what = f"has the same name as line {other.line}, and another id ({countries})"
            yield Problem(path, row.line, what, "both are read; remove one if they are the same organisation")


def missing_logo_remark(row: Record[Organisation], path: str) -> Problem:
    """The remark about a logo whose file does not exist."""
    return Problem(path, row.line, f"the logo file {row.value.logo} does not exist", "add it below signatories/")
