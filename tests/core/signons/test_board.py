"""The coordinator's board: order, counts and reminders."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons import Signer
from campaign.core.signons.board import (
    MEANING,
    ORDER,
    BoardRow,
    count_by_state,
    ledger_name,
    remark,
    sort_rows,
    why_no_reminder,
)
from campaign.core.signons.record import RecordEvent
from tests.helpers.notice_context import NOW, SIGNER, SIGNON, ZONE

DAY = dt.timedelta(days=1)


def row(
    state: State = State.INVITED,
    times: Mapping[RecordEvent, dt.datetime] = {},
    signer: Signer | None = SIGNER,
    delivery_state: str = "",
) -> BoardRow:
    return BoardRow(replace(SIGNON, state=state), signer, times, delivery_state)


def test_every_state_has_an_order_and_a_meaning() -> None:
    """ORDER and MEANING have every state."""
    assert sorted(ORDER) == sorted(MEANING) == sorted(State)


def test_what_waits_for_the_coordinator_comes_first() -> None:
    """Rows are sorted by state, then by how long they have been in it; counts have the same order."""
    late = row(State.LISTED, {RecordEvent.LISTED: NOW})
    early = row(State.LISTED, {RecordEvent.IMPORTED: NOW - DAY})
    waits, silent = row(State.CONFIRMED), row(State.OPENED, {RecordEvent.OPENED: NOW})
    assert sort_rows([late, silent, early, waits]) == (waits, silent, early, late)
    assert list(count_by_state([late, silent, early, waits]).items()) == [
        (State.CONFIRMED, 1),
        (State.OPENED, 1),
        (State.LISTED, 2),
    ]


def test_a_row_knows_its_last_email() -> None:
    """The newest of invitation and reminder; None where there was none."""
    assert row(times={RecordEvent.INVITED: NOW - DAY, RecordEvent.REMINDED: NOW}).asked_at == NOW
    assert row().asked_at is None
    assert row().since == SIGNON.created_at
    assert ledger_name(7) == "signon-7"


ASKED = {RecordEvent.INVITED: NOW - 3 * DAY}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (row(State.INVITED, ASKED), None),
        (row(State.OPENED, ASKED), None),
        (row(State.LISTED, ASKED), ""),
        (row(State.DECLINED, ASKED), ""),
        (row(State.INVITED, ASKED, None), "has no contact"),
        (replace(row(State.INVITED, ASKED), stopped_at=NOW), "asked for no more emails"),
        (row(State.INVITED, ASKED, replace(SIGNER, address="")), "has no contact"),
        (row(State.INVITED, ASKED, delivery_state="bounced"), "the last email bounced"),
        (row(State.INVITED), "was never invited"),
        (row(State.INVITED, {RecordEvent.INVITED: NOW - 2 * DAY}), "got an email on 2027-02-27"),
        (row(State.PROMISED, ASKED, replace(SIGNER, until=NOW.date())), "answers by 2027-03-01"),
        (row(State.PROMISED, ASKED, replace(SIGNER, until=NOW.date() - DAY)), None),
    ],
)
def test_who_gets_a_reminder(asked: BoardRow, why: str | None) -> None:
    """No reminder too soon, after an answer, or after a failed email; each has its reason."""
    assert why_no_reminder(asked, NOW, ZONE, 3) == why


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (row(), ""),
        (row(State.LISTED, {RecordEvent.INVITED: NOW}, delivery_state="sent"), ""),
        (
            row(times={RecordEvent.INVITED: NOW}, delivery_state="bounced"),
            f"last email {NOW.astimezone(ZONE):%Y-%m-%d}, email bounced",
        ),
        (row(State.PROMISED, signer=replace(SIGNER, until=dt.date(2027, 3, 1))), "answers by 2027-03-01"),
        (row(State.PROMISED, signer=None), ""),
        (replace(row(), stopped_at=NOW), "asked for no more emails"),
    ],
)
def test_remarks_of_a_row(row: BoardRow, words: str) -> None:
    """A promised day, a failed email, the day of the last email, a stop to email."""
    assert remark(row, ZONE) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 1, "newest_version": 2, "agreed_version": 1}, "under version 1, has not agreed to version 2"),
        ({"version": 1, "newest_version": 2, "agreed_version": 2}, "under version 1, agreed to version 2"),
        ({"version": 2, "newest_version": 2, "agreed_version": 2}, ""),
        ({}, ""),
    ],
)
def test_a_row_says_which_text_it_is_under(changes: dict[str, int], words: str) -> None:
    """A listed name under an earlier text is named as such, with what its signer has decided."""
    assert remark(replace(row(State.LISTED), **changes), ZONE) == words
    assert remark(replace(row(State.DECLINED), **changes), ZONE) == ""


def test_a_row_names_an_objection() -> None:
    """Who objected stays under the earlier text."""
    objected = replace(SIGNON, state=State.LISTED, has_objected=True)
    board_row = BoardRow(objected, SIGNER, {}, version=1, newest_version=2, agreed_version=1)
    assert remark(board_row, ZONE) == "objected to version 2, stays under version 1"
