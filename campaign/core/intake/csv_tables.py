"""Writes the CSV tables of an import: addressees and organisations."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation

# The columns of the tables, each with the field of an addressee in it.
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
ORGANISATIONS = ("name", "url", "country", "logo", "state")


def addressees(people: Iterable[Addressee]) -> str:
    """Return a CSV row for each addressee. What the letter does not give, such as the email address, stays empty."""
    return _addressee_sheet(_FROM_LETTER, people)


def whole_addressees(people: Iterable[Addressee]) -> str:
    """Return a CSV row for each addressee with all that is known, so that an import of it changes nothing."""
    return _addressee_sheet(ADDRESSEE_COLUMNS, people)


def organisations(signatories: Iterable[Organisation]) -> str:
    """Return a CSV row for each organisation, in the letter's order."""
    return _sheet(
        ORGANISATIONS,
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
