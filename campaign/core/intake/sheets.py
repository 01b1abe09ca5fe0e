"""The tables that an import writes beside the letter, as CSV text."""

import csv
import io
from collections.abc import Iterable, Sequence

from campaign.core.addressees import Addressee
from campaign.core.signatories import Organisation

ADDRESSEES = (
    *("id", "honorific", "given_name", "family_name", "name", "mail"),
    *("country", "group", "role", "language", "salutation"),
)
ORGANISATIONS = ("name", "url", "country", "logo", "state")


def addressees(people: Iterable[Addressee]) -> str:
    """A row for each addressee; what is not known, such as the mail address, stays empty."""
    return _sheet(ADDRESSEES, ([each.key, *(getattr(each, name) for name in ADDRESSEES[1:])] for each in people))


def organisations(signing: Iterable[Organisation]) -> str:
    """A row for each organisation, in the letter's order."""
    return _sheet(ORGANISATIONS, ([each.name, each.url, each.country, each.logo, each.state.value] for each in signing))


def _sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
