"""Writes addressees and organisations as CSV tables, which an import reads."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation

# The columns of the addressees, each with the field of `Addressee` that it holds; first those that a letter can fill.
_FROM_LETTER: Mapping[str, str] = {
    "id": "key",
    "honorific": "honorific",
    "given_name": "given_name",
    "family_name": "family_name",
    "name": "name",
    "mail": "address",
    "country": "country",
    "group": "group",
    "role": "role",
    "language": "language",
    "salutation": "salutation",
}
ADDRESSEE_COLUMNS: Mapping[str, str] = {
    **_FROM_LETTER,
    "honorific_override": "honorific_override",
    "phone": "phone",
    "sentence": "sentence",
}
ORGANISATION_COLUMNS = ("name", "url", "country", "logo", "state")


def addressees(people: Iterable[Addressee]) -> str:
    """Return a table of the addressees of an imported letter. What it does not give, such as an email address,
    stays empty."""
    return _addressee_sheet(_FROM_LETTER, people)


def whole_addressees(people: Iterable[Addressee]) -> str:
    """Return a table of addressees with all that is known, so that an import of it changes nothing."""
    return _addressee_sheet(ADDRESSEE_COLUMNS, people)


def organisations(signatories: Iterable[Organisation]) -> str:
    """Return a table of the organisations of an imported letter, in its order."""
    return _sheet(
        ORGANISATION_COLUMNS,
        (
            [organisation.name, organisation.url, organisation.country, organisation.logo, organisation.state.value]
            for organisation in signatories
        ),
    )


def _addressee_sheet(columns: Mapping[str, str], people: Iterable[Addressee]) -> str:
    return _sheet(columns, ([getattr(person, field) for field in columns.values()] for person in people))


def _sheet(header: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
