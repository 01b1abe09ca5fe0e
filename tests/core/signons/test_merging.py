"""What happens to two sign-ons of one organisation that are merged."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.merging import merge_facts, merge_outcome

ROW = SignOn(
    1, "letter", SignOnKind.ORGANISATION, "open-lab", "Open Lab", "", "", "", "", SignOnState.LISTED, 1,
    has_objected=False, language="", source=SignOnSource.IMPORT, created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)  # fmt: skip
SIGNED = replace(
    ROW, id=2, organisation="", name="Open Lab e.V.", quote="We share.", language="de", source=SignOnSource.PAGE
)
EVE = Signer(2, "Eve Example", "Director", "eve@lab.example")
MAX = Signer(1, "Max Wit", "Board", "max@lab.example")


def test_a_signer_becomes_the_contact_of_a_row_without_one() -> None:
    """With the quote and the language of the one that goes, unless the row has its own."""
    outcome = merge_outcome(ROW, SIGNED, None, EVE)
    assert (outcome.contact, outcome.contact_moves, outcome.quote, outcome.language) == (EVE, True, "We share.", "de")
    assert merge_facts(SIGNED, outcome) == {"name": "Open Lab e.V."}
    erased = replace(MAX, person="", role="", address="")
    assert merge_outcome(ROW, SIGNED, erased, EVE).contact == EVE
    assert merge_outcome(replace(ROW, quote="Ours."), SIGNED, None, EVE).quote == "Ours."


@pytest.mark.parametrize("state", [SignOnState.INVITED, SignOnState.PENDING])
def test_who_has_not_confirmed_becomes_no_contact(state: SignOnState) -> None:
    """An invited or unconfirmed address gets no say about the row."""
    outcome = merge_outcome(ROW, replace(SIGNED, state=state), None, EVE)
    assert (outcome.contact, outcome.contact_moves, outcome.quote) == (None, False, "")


def test_of_two_contacts_that_of_the_row_stays() -> None:
    """The other one is told that somebody else answers for the organisation."""
    outcome = merge_outcome(ROW, SIGNED, MAX, EVE)
    assert (outcome.contact, outcome.contact_moves, outcome.quote, outcome.language) == (MAX, False, "", "")
    assert merge_facts(SIGNED, outcome) == {"name": "Open Lab e.V.", "contact": "another"}


@pytest.mark.parametrize(
    ("row", "signed", "agreed", "objected"),
    [
        (ROW, SIGNED, 1, False),
        (ROW, replace(SIGNED, version=2), 2, False),
        (ROW, replace(SIGNED, agreed=2), 2, False),
        (replace(ROW, version=2), SIGNED, 2, False),
        (replace(ROW, has_objected=True), replace(SIGNED, version=2), 1, True),
        (ROW, replace(SIGNED, has_objected=True), 1, True),
        (replace(ROW, agreed=2), replace(SIGNED, has_objected=True), 2, False),
        (replace(ROW, version=None), replace(SIGNED, version=None), None, False),
        (ROW, replace(SIGNED, version=2, state=SignOnState.INVITED), 1, False),
    ],
)
def test_what_the_signer_decided_holds_for_the_row(
    row: SignOn, signed: SignOn, agreed: int | None, objected: bool
) -> None:
    """An agreement to a newer text moves the row unless it objected; an objection holds unless the row agreed."""
    outcome = merge_outcome(row, signed, None, EVE)
    assert (outcome.agreed, outcome.has_objected) == (agreed, objected)


def test_the_email_shows_what_changed_since_the_signature() -> None:
    """If the row agreed to a newer text than the signer, the email has the changes between the two."""
    outcome = merge_outcome(replace(ROW, version=3), SIGNED, None, EVE)
    assert merge_facts(SIGNED, outcome) == {"name": "Open Lab e.V.", "version": "3", "before": "1"}
    assert merge_facts(replace(SIGNED, version=None), outcome) == {"name": "Open Lab e.V."}
