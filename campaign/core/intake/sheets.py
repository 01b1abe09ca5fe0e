"""Writes the CSV tables of an import: addressees and organisations."""

import csv
import io
from collections.abc import Iterable, Sequence

from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation

ADDRESSEES = (
    *("id", "honorific", "given_name", "family_name", "name", "mail"),
    *("country", "group", "role", "language", "salutation"),
)
# Everything that is known about an addressee, for a table that is written anew.
ALL_OF_ADDRESSEES = (*ADDRESSEES, "honorific_override", "phone", "sentence")
ORGANISATIONS = ("name", "url", "country", "logo", "state")


def addressees(people: Iterable[Addressee]) -> str:
    """Return a CSV row for each addressee. What the letter does not give, such as the email address, stays empty."""
    return _sheet(ADDRESSEES, (_addressee_row(person) for person in people))


def whole_addressees(people: Iterable[Addressee]) -> str:
    """Return a CSV row for each addressee with all that is known, so that an import of it changes nothing."""
    rows = ([*_addressee_row(person), person.honorific_override, person.phone, person.sentence] for person in people)
    return _sheet(ALL_OF_ADDRESSEES, rows)


def organisations(signatories: Iterable[Organisation]) -> str:
    """Return a CSV row for each organisation, in the letter's order."""
    return _sheet(
        ORGANISATIONS,
        (
            [organisation.name, organisation.url, organisation.country, organisation.logo, organisation.state.value]
            for organisation in signatories
        ),
    )


def _sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def _addressee_row(person: Addressee) -> list[str]:
    return [
        *(person.key, person.honorific, person.given_name, person.family_name, person.name, person.address),
        *(person.country, person.group, person.role, person.language, person.salutation),
    ]
