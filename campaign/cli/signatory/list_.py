"""`campaign signatory list`: list every signatory with its state."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import moment
from campaign.core.signatories import SignOnState
from campaign.core.signons.board import MEANING, BoardRow, remark
from campaign.services.signons.board import SILENT, Board, read_board, row_data

_HEAD = ("key", "name", "state", "since", "contact", "email", "remark")


@click.command("list")
@click.option(
    "--state",
    type=click.Choice((SILENT, *(str(state) for state in SignOnState))),
    help="Only sign-ons in this state; silent: invited and not answered.",
)
@pass_campaign
def list_(context: Context, state: str | None) -> None:
    """List every signatory with its state, those that wait for you first.

    The list has the names and email addresses of contacts: keep it private.
    """
    board = read_board(context.campaign)
    rows = board.rows_in(state)
    for line in align([_HEAD, *(_cells(row, board.zone) for row in rows)]) if rows else ():
        context.out.say(line)
    if board.rows:
        _say_counts(context, board)
    else:
        context.out.say("no organisations yet; next: campaign signatory import, or campaign signatory invite")
    context.out.data(_payload(board, rows))


def _payload(board: Board, rows: Sequence[BoardRow]) -> dict[str, object]:
    return {
        "letter": board.letter,
        "soft_deadline": board.soft_deadline_at,
        "deadline": board.closes_at,
        "counts": {str(state): number for state, number in board.counts.items()},
        "silent": board.silent_count,
        "signatories": [row_data(row) for row in rows],
    }


def _say_counts(context: Context, board: Board) -> None:
    context.out.say()
    for line in align([(number, state, MEANING[state]) for state, number in board.counts.items()]):
        context.out.say(line)
    if board.soft_deadline_at:
        context.out.say(f"please answer by {moment(board.soft_deadline_at, board.zone)}")
    context.out.say(f"sign by {moment(board.closes_at, board.zone)}")


def _cells(row: BoardRow, zone: ZoneInfo) -> tuple[object, ...]:
    signer = row.signer
    since = f"{row.since.astimezone(zone):%Y-%m-%d}"
    who = (signer.person, signer.address) if signer else ("", "")
    return row.key, row.signon.name, row.signon.state, since, *who, remark(row, zone)
