"""`campaign signatory export`: export all signatories with their contacts to a private file."""

from pathlib import Path

import click

from campaign.adapters.files.atomic import create_private_file
from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import count_of
from campaign.errors import UsageError
from campaign.services.signons.board import BOARD_FILES, read_board


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@pass_campaign
def export(context: Context, file: Path) -> None:
    """Export all signatories with the data of their signers to FILE, a new .csv or .json file that only you can read.

    The file holds personal data: delete it when you no longer need it.
    """
    board_file = BOARD_FILES.get(file.suffix.lower())
    if board_file is None:
        raise UsageError(
            f"{file}: the name must end in .csv or .json", fix="campaign signatory export board.private.csv"
        )
    board = read_board(context.campaign)
    create_private_file(file, board_file(board))
    number = len(board.rows)
    organisations = count_of(number, "organisation")
    context.out.say(f"{file}: {organisations}, with names and email addresses; only you can read the file")
    context.out.say(
        "it holds personal data: do not commit it to the repository, and delete it when you no longer need it"
    )
    context.out.data({"file": str(file), "organisations": number})
