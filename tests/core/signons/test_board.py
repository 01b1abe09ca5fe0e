"""The coordinator's board: order, counts, and who is reminded."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from campaign.core.signatories import SignOnState as State
from campaign.core.signons import Signer
from campaign.core.signons.board import MEANING, ORDER, Row, counted, in_order, ledger_name, remark, why_not_reminded
from campaign.core.signons.record import Deed
from tests.helpers.matter import NOW, SIGNER, SIGNON, ZONE

DAY = dt.timedelta(days=1)


def row(
    state: State = State.INVITED, times: Mapping[Deed, dt.datetime] = {}, signer: Signer | None = SIGNER, mail: str = ""
) -> Row:
    return Row(replace(SIGNON, state=state), signer, times, mail)


def test_every_state_has_its_place_and_its_meaning() -> None:
    """Nothing falls off the board."""
    assert sorted(ORDER) == sorted(MEANING) == sorted(State)


def test_what_waits_for_the_coordinator_stands_first() -> None:
    """By state, then by how long it has stood there; counts in the same order."""
    late = row(State.LISTED, {Deed.LISTED: NOW})
    early = row(State.LISTED, {Deed.IMPORTED: NOW - DAY})
    waits, silent = row(State.CONFIRMED), row(State.OPENED, {Deed.OPENED: NOW})
    assert in_order([late, silent, early, waits]) == (waits, silent, early, late)
    assert list(counted([late, silent, early, waits]).items()) == [
        (State.CONFIRMED, 1),
        (State.OPENED, 1),
        (State.LISTED, 2),
    ]


def test_a_row_knows_when_it_was_last_written_to() -> None:
    """The newest of invitation and reminder; None where there was none."""
    assert row(times={Deed.INVITED: NOW - DAY, Deed.REMINDED: NOW}).asked_at == NOW
    assert row().asked_at is None
    assert row().since == SIGNON.created_at
    assert ledger_name(7) == "signon-7"


ASKED = {Deed.INVITED: NOW - 3 * DAY}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (row(State.INVITED, ASKED), None),
        (row(State.OPENED, ASKED), None),
        (row(State.LISTED, ASKED), ""),
        (row(State.DECLINED, ASKED), ""),
        (row(State.INVITED, ASKED, None), "no contact is known"),
        (replace(row(State.INVITED, ASKED), stopped_at=NOW), "asked not to be written to"),
        (row(State.INVITED, ASKED, replace(SIGNER, mail="")), "no contact is known"),
        (row(State.INVITED, ASKED, mail="bounced"), "the last mail bounced"),
        (row(State.INVITED), "was never invited"),
        (row(State.INVITED, {Deed.INVITED: NOW - 2 * DAY}), "written to on 2027-02-27"),
        (row(State.PROMISED, ASKED, replace(SIGNER, until=NOW.date())), "answers by 2027-03-01"),
        (row(State.PROMISED, ASKED, replace(SIGNER, until=NOW.date() - DAY)), None),
    ],
)
def test_only_the_silent_and_those_whose_day_has_passed_are_reminded(asked: Row, why: str | None) -> None:
    """Nobody too soon, nobody who answered, nobody whose mail was lost; each reason is said."""
    assert why_not_reminded(asked, NOW, ZONE, 3) == why


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (row(), ""),
        (row(State.LISTED, {Deed.INVITED: NOW}, mail="sent"), ""),
        (row(times={Deed.INVITED: NOW}, mail="bounced"), f"written to {NOW.astimezone(ZONE):%Y-%m-%d}, mail bounced"),
        (row(State.PROMISED, signer=replace(SIGNER, until=dt.date(2027, 3, 1))), "until 2027-03-01"),
        (row(State.PROMISED, signer=None), ""),
        (replace(row(), stopped_at=NOW), "asked not to be written to"),
    ],
)
def test_what_else_there_is_to_know_of_a_row(shown: Row, words: str) -> None:
    """A promised day, a mail that is lost, when it was last written to, that it must not be again."""
    assert remark(shown, ZONE) == words
