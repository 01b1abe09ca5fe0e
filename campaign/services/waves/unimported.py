"""What was written into the campaign's two tables and not imported since: mails would go out without it."""

from collections.abc import Iterator

from campaign.adapters.files.folder import read_bytes
from campaign.core.addressees.table import beside_stored as new_addressees
from campaign.core.addressees.table import read_addressees
from campaign.core.signatories.table import beside_stored as new_organisations
from campaign.core.signatories.table import read_organisations
from campaign.core.tables.changes import TableChange, differences
from campaign.services.waves.situation import Situation


def unimported(situation: Situation) -> tuple[str, ...]:
    """A sentence for each table with rows that the store does not have so. Nothing is said before a first import."""
    return tuple(_sentences(situation))


def _sentences(situation: Situation) -> Iterator[str]:
    place, people, organisations = situation.folder, situation.addressees, situation.directory
    table = place.addressees_csv(situation.name)
    if people and table.is_file():
        rows = new_addressees(read_addressees(read_bytes(table), ""), people, "").values
        yield from _sentence(place.shown(table), differences(people, rows), "campaign addressee import")
    table = place.organisations_csv
    if organisations and table.is_file():
        listed = new_organisations(read_organisations(read_bytes(table), ""), organisations, "").values
        yield from _sentence(place.shown(table), differences(organisations, listed), "campaign signatory import")


def _sentence(shown: str, change: TableChange, mend: str) -> Iterator[str]:
    if change.added or change.changed:
        yield f"{shown}: {len(change.added)} new and {len(change.changed)} changed rows are not imported; {mend}"
