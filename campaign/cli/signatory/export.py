"""`campaign signatory export`: the board with its contacts, in a file that nobody else can read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.board import data
from campaign.cli.signatory.common import board
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.core.signons import Signer


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@pass_campaign
def export(campaign: Context, file: Path) -> None:
    """Write the board with all that is known of the signers to FILE, a new .csv or .json that only you can read.

    It holds personal data: delete it when it is no longer needed.
    """
    from campaign.adapters.files.newfiles import write_private
    from campaign.core.signons.board import in_order

    made = {".csv": _csv, ".json": _json}.get(file.suffix.lower())
    if made is None:
        raise UsageError(f"{file}: is neither .csv nor .json", hint="campaign signatory export board.private.csv")
    rows = [{**data(each), **_more(each.signer)} if each.signer else data(each) for each in in_order(board(campaign))]
    write_private(file, made(rows))
    said = "1 organisation" if len(rows) == 1 else f"{len(rows)} organisations"
    campaign.out.say(f"{file}: {said}, with names and mail addresses; only you can read the file")
    campaign.out.say("it holds personal data: keep it out of the repository, delete it when it is no longer needed")
    campaign.out.data({"file": str(file), "organisations": len(rows)})


def _more(signer: Signer) -> dict[str, str]:
    return {"authority": signer.authority, "note": signer.note, "register": signer.register}


def _json(rows: Sequence[dict[str, object]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8", "replace")


def _csv(rows: Sequence[dict[str, object]]) -> bytes:
    """A table that a spreadsheet opens: with a byte order mark, and no cell that it would run."""
    from campaign.core.publish.lists import guarded

    file = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([guarded(_cell(row.get(name))) for name in names] for row in rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def _cell(value: object) -> str:
    return "" if value is None else str(value)
