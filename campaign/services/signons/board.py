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
from campaign.core.signons import Signer, SignOnKind
from campaign.core.signons.board import MEANING, BoardRow, count_by_state, remark, sort_rows, submission_row
from campaign.core.signons.proof import SOURCE_TEXT
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
    """The same for people, as CSV for spreadsheets: words, and times in the campaign's zone; with a byte order mark,
    and no cell that would run as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    rows = [_row_for_people(row, board.zone) for row in board.rows]
    writer.writerow(_row_for_people(board.rows[0], board.zone) if board.rows else ())
    writer.writerows([escape_formula(cell) for cell in row.values()] for row in rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def _row_for_people(row: BoardRow, zone: ZoneInfo) -> dict[str, str]:
    """A row of the board in words, by column."""
    signon, signer = row.signon, row.signer or Signer(0, "", "", "")
    return {
        "key": row.key,
        "name": signon.name,
        "state": signon.state.value,
        "meaning": MEANING[signon.state].partition(":")[0],
        f"since ({zone.key})": _local(row.since, zone),
        "version": str(row.version or ""),
        "remark": remark(row, zone),
        "contact": signer.person,
        "role": signer.role,
        "mail": signer.address,
        "mail confirmed": _local(signer.confirmed_at, zone),
        "country": signon.country,
        "website": signon.url,
        "language": signon.language,
        "came": SOURCE_TEXT[signon.source],
        "last asked": _local(row.asked_at, zone),
        "last email": row.delivery_state,
        "stopped emails": _local(row.stopped_at, zone),
        "authority": signer.authority,
        "note": signer.note,
        "register": signer.register,
    }


def _local(at: dt.datetime | None, zone: ZoneInfo) -> str:
    """A time in the campaign's zone, as spreadsheets read it; "" for none."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


# By file extension.
BOARD_FILES = {".csv": board_csv, ".json": board_json}


def _all_rows(rows: Sequence[BoardRow]) -> list[dict[str, object]]:
    return [row_data(row) | _private_data(row) for row in rows]


def _private_data(row: BoardRow) -> dict[str, object]:
    signer = row.signer
    return {"authority": signer.authority, "note": signer.note, "register": signer.register} if signer else {}
