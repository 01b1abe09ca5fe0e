"""`campaign signatory import` and `remove`."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table_import import read_table, report_import
from campaign.services.people import importing, removing


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_campaign
def import_(context: Context, file: Path | None) -> None:
    """Read a CSV of organisations into the store: signatories/organisations.csv, or FILE.

    Any sensible header will do: name, url, country, logo, state. Importing again changes what changed and makes no
    doubles. Refused rows are named; the good ones are kept.
    """
    folder = context.campaign.folder
    file = file or folder.organisations_csv
    data = read_table(file, "write one, or name a file: campaign signatory import FILE")
    plan = importing.plan_organisations_import(context.campaign, data, folder.display_path(file.absolute()))
    importing.import_organisations(context.campaign, plan)
    report_import(context, plan, "signatory")


@click.command()
@click.argument("key")
@pass_campaign
def remove(context: Context, key: str) -> None:
    """Take the organisation with the id KEY out of the directory."""
    removing.remove_organisation(context.campaign, removing.plan_organisation_removal(context.campaign, key))
    context.out.say(f"{key}: removed (take it out of the CSV too, or the next import brings it back)")
    context.out.data({"removed": key})
