"""The coordinator's board of a letter's organisations, and its export. It holds personal data."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.adapters.store.signons import board_rows as boards
from campaign.adapters.store.signons import submissions
from campaign.core.publish.lists import escape_formula
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.board import BoardRow, count_by_state, sort_rows, submission_row
from campaign.services.campaign import Campaign

SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Board:
    """All organisations of a letter, in every state."""

    letter: str
    rows: tuple[BoardRow, ...]
    """Sorted by state, what waits for the coordinator first; within a state, the longest wait first."""
    soft_deadline_at: dt.datetime | None
    """By when organisations are asked to answer (aware UTC); None if not set."""
    closes_at: dt.datetime
    """When signing closes (aware UTC)."""
    zone: ZoneInfo
    """The campaign's zone, in which times are shown."""

    @property
    def counts(self) -> Mapping[SignOnState, int]:
        """The number of rows in each state, in the board's order, without empty states."""
        return count_by_state(self.rows)

    @property
    def silent_count(self) -> int:
        """The number of organisations that were invited and have not answered."""
        return sum(row.is_silent for row in self.rows)

    def rows_in(self, state: str | None) -> tuple[BoardRow, ...]:
        """The rows in a state, or those without an answer for SILENT; all for None."""
        return tuple(row for row in self.rows if state in (None, row.signon.state, SILENT if row.is_silent else None))


def read_board(campaign: Campaign) -> Board:
    """Read the letter's board."""
    settings, store = campaign.settings, campaign.store
    forms = (
        submission_row(submission)
        for submission in store.read(submissions.waiting, campaign.letter)
        if submission.answers and submission.answers.kind is SignOnKind.ORGANISATION
    )
    return Board(
        letter=campaign.letter,
        rows=sort_rows((*store.read(boards.rows, campaign.letter), *forms)),
        soft_deadline_at=settings.inviting.soft_deadline_at,
        closes_at=settings.signing_closes_at,
        zone=settings.campaign.zone,
    )


def row_data(row: BoardRow) -> dict[str, object]:
    """A row as data for `--json`, with its contact."""
    signon, signer = row.signon, row.signer
    return {
        "key": row.key,
        "name": signon.name,
        "kind": signon.kind,
        "state": signon.state,
        "since": row.since,
        "asked_at": row.asked_at,
        "until": signer.until if signer else None,
        "country": signon.country,
        "url": signon.url,
        "language": signon.language,
        "source": signon.source,
        "version": signon.version,
        "person": signer.person if signer else "",
        "role": signer.role if signer else "",
        "address": signer.address if signer else "",
        "confirmed_at": signer.confirmed_at if signer else None,
        "last_delivery": row.delivery_state,
        "stopped_at": row.stopped_at,
    } | ({"merged_into": row.merged_into} if row.merged_into else {})


def board_json(board: Board) -> bytes:
    """The board with all data about the signers, as a JSON list."""
    return (json.dumps(_all_rows(board.rows), ensure_ascii=False, indent=2, default=str) + "\n").encode(
        "utf-8", "replace"
    )


def board_csv(board: Board) -> bytes:
    """The same as CSV for spreadsheets: with a byte order mark, and no cell that would run as a formula."""
    rows = _all_rows(board.rows)
    file = io.StringIO(newline="")
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(file)
    writer.writerow("mail" if name == "address" else name for name in names)  # as in the files that campaigns write
    writer.writerows([escape_formula(_cell(row.get(name))) for name in names] for row in rows)
    return file.getvalue().encode("utf-8-sig", "replace")


# By file extension.
BOARD_FILES = {".csv": board_csv, ".json": board_json}


def _all_rows(rows: Sequence[BoardRow]) -> list[dict[str, object]]:
    return [row_data(row) | _private_data(row) for row in rows]


def _private_data(row: BoardRow) -> dict[str, object]:
    signer = row.signer
    return {"authority": signer.authority, "note": signer.note, "register": signer.register} if signer else {}


def _cell(value: object) -> str:
    return "" if value is None else str(value)
