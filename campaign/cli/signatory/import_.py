"""`campaign signatory import` and `remove`: the coalition's directory of organisations."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table_import import read_table, report_import
from campaign.services.people import importing, removing


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_campaign
def import_(context: Context, file: Path | None) -> None:
    """Import organisations from a CSV file: signatories/organisations.csv, or FILE.

    Recognised columns: name, url, country, logo, state. A second import updates the rows that changed and adds no
    duplicates. Rows with errors are listed and skipped.
    """
    folder = context.campaign.folder
    file = file or folder.organisations_csv
    data = read_table(file, "create it, or name a file: campaign signatory import FILE")
    plan = importing.plan_organisations_import(context.campaign, data, folder.display_path(file.absolute()))
    importing.import_organisations(context.campaign, plan)
    report_import(context, plan, "signatory")


@click.command()
@click.argument("key")
@pass_campaign
def remove(context: Context, key: str) -> None:
    """Remove the organisation with the id KEY from the directory."""
    removing.remove_organisation(context.campaign, removing.plan_organisation_removal(context.campaign, key))
    context.out.say(f"{key}: removed. Remove it from the CSV file too, or the next import adds it again.")
    context.out.data({"removed": key})
