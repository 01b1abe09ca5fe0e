"""`campaign signatory export`: the board with its contacts, in a file that nobody else can read."""

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
    """Write the board with all that is known of the signers to FILE, a new .csv or .json that only you can read.

    It holds personal data: delete it when it is no longer needed.
    """
    board_file = BOARD_FILES.get(file.suffix.lower())
    if board_file is None:
        raise UsageError(f"{file}: is neither .csv nor .json", fix="campaign signatory export board.private.csv")
    board = read_board(context.campaign)
    create_private_file(file, board_file(board))
    number = len(board.rows)
    organisations = count_of(number, "organisation")
    context.out.say(f"{file}: {organisations}, with names and mail addresses; only you can read the file")
    context.out.say("it holds personal data: keep it out of the repository, delete it when it is no longer needed")
    context.out.data({"file": str(file), "organisations": number})
