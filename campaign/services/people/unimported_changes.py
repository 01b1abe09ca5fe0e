"""Changes in the campaign's two tables that are not imported yet, so that emails would miss them."""

from collections.abc import Iterator

from campaign.adapters.files.folder import read_bytes
from campaign.core.tables.changes import TableChange
from campaign.services.campaign import Campaign
from campaign.services.people.importing import plan_addressees_import, plan_organisations_import


def pending_imports(campaign: Campaign) -> tuple[str, ...]:
    """One sentence for each table with rows that differ from the database; none before the first import."""
    return tuple(_sentences(campaign))


def _sentences(campaign: Campaign) -> Iterator[str]:
    folder, letter = campaign.folder, campaign.letter
    table = folder.addressees_csv(letter)
    if table.is_file():
        plan = plan_addressees_import(campaign, read_bytes(table), "", letter)
        if plan.stored:
            yield from _sentence(folder.display_path(table), plan.change, "campaign addressee import")
    table = folder.organisations_csv
    if table.is_file():
        organisations = plan_organisations_import(campaign, read_bytes(table), "")
        if organisations.stored:
            yield from _sentence(folder.display_path(table), organisations.change, "campaign signatory import")


def _sentence(path: str, change: TableChange, command: str) -> Iterator[str]:
    if change.added or change.changed:
        yield f"{path}: {len(change.added)} new and {len(change.changed)} changed rows are not imported; {command}"
