"""`campaign signatory import` and `remove`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.people import read_table, tell
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.core.signatories import Organisation
    from campaign.core.tables import Reading


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_campaign
def import_(campaign: Context, file: Path | None) -> None:
    """Read a CSV of organisations into the store: signatories/organisations.csv, or FILE.

    Any sensible header will do: name, url, country, logo, state. Importing again changes what changed and makes no
    doubles. Refused rows are named; the good ones are kept.
    """
    from campaign.adapters.store import directory, people
    from campaign.adapters.store.changes import Change
    from campaign.core.signatories.table import beside_stored, read_organisations

    file = file or campaign.folder.organisations_csv
    shown = campaign.folder.shown(file.absolute())
    reading = read_organisations(read_table(file, "write one, or name a file: campaign signatory import FILE"), shown)
    reading = beside_stored(reading, campaign.store.read(people.organisations), shown)
    reading = _with_missing_logos(campaign, reading, shown)
    change = Change()
    if reading.kept:
        change = campaign.store.write(directory.put, campaign.letter, reading.values, campaign.now())
    tell(campaign, reading, change, shown, "signatory")


@click.command()
@click.argument("key")
@pass_campaign
def remove(campaign: Context, key: str) -> None:
    """Take the organisation with the id KEY out of the directory."""
    from campaign.adapters.store import directory

    if not campaign.store.write(directory.remove, key, campaign.now()):
        raise UsageError(f"there is no organisation {key}", hint="`campaign signatory list` shows each one's id")
    campaign.out.say(f"{key}: removed (take it out of the CSV too, or the next import brings it back)")
    campaign.out.data({"removed": key})


def _with_missing_logos(campaign: Context, reading: Reading[Organisation], shown: str) -> Reading[Organisation]:
    from campaign.core.signatories.table import missing_logo

    place = campaign.folder.signatories
    absent = [row for row in reading.kept if row.value.logo and not (place / row.value.logo).is_file()]
    return replace(reading, remarks=(*reading.remarks, *(missing_logo(row, shown) for row in absent)))
