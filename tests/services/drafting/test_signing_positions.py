"""Where organisations stand on a draft."""

import datetime as dt

import pytest

from campaign.adapters.store.team import accounts
from campaign.core.drafting.signing_position import PositionState, SigningAnswer
from campaign.core.drafting.thread import CommentOutcome, DraftReader, ThreadAudience
from campaign.core.team.account import NewAccount
from campaign.core.team.roles import Role
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting.commenting import CommentRequest, begin_thread, settle_thread
from campaign.services.drafting.signing_positions import PositionRequest, read_positions, take_position
from tests.helpers.drafts import LEA, MAYA, NOW, PIA, change, file_of

DAY = dt.date(2027, 3, 11)


def take(
    campaign: Campaign,
    answer: SigningAnswer,
    *threads: int,
    until: dt.date | None = None,
    reader: DraftReader = LEA,
    organisation: str = "",
) -> None:
    take_position(campaign, PositionRequest(organisation, answer, until, threads, "en"), reader)


def states(
    campaign: Campaign, reader: DraftReader = MAYA
) -> list[tuple[str, PositionState | None, int, tuple[int, ...]]]:
    return [
        (view.organisation, view.state, len(view.waits_for), view.changed) for view in read_positions(campaign, reader)
    ]


def test_who_will_sign(campaign: Campaign) -> None:
    """The newest word of each organisation counts, and those in the team that have said nothing are listed, too."""
    new = NewAccount("pia@code.example", "pia@code.example", "Pia Novak", Role.PARTNER, "Civic Code")
    campaign.store.write(accounts.put, new, NOW)
    take(campaign, SigningAnswer.CANNOT)
    take(campaign, SigningAnswer.WILL_SIGN)
    take(campaign, SigningAnswer.NEEDS_TIME, until=DAY, reader=MAYA, organisation="Public  Forum")
    assert states(campaign) == [
        ("Civic Code", None, 0, ()),
        ("Open Lab", PositionState.SURE, 0, ()),
        ("Public Forum", PositionState.NEEDS_TIME, 0, ()),
    ]


def test_a_condition_is_settled(campaign: Campaign) -> None:
    """Who signs if a comment is settled waits for it, and can be sure afterwards."""
    thread = begin_thread(campaign, CommentRequest("en", "", 2, "", "Is there a source?"), PIA)
    take(campaign, SigningAnswer.IF, thread.id)
    assert states(campaign) == [("Open Lab", PositionState.WAITS, 1, ())]
    settle_thread(campaign, thread.id, CommentOutcome.TAKEN, "", MAYA)
    assert states(campaign) == [("Open Lab", PositionState.CAN_BE_SURE, 0, ())]


def test_a_passage_that_mattered_has_changed(campaign: Campaign) -> None:
    """Who will sign is asked again once a passage changes on which the organisation has commented, not before."""
    begin_thread(campaign, CommentRequest("en", "", 2, "Union", "Europe?"), LEA)
    begin_thread(campaign, CommentRequest("en", "", None, "", "Long."), LEA)
    take(campaign, SigningAnswer.WILL_SIGN)
    change(campaign, "We build", "A beginning.\n\nWe all build")
    assert states(campaign) == [("Open Lab", PositionState.SURE, 0, ())]
    change(campaign, "almost 100", "65 to 95")
    assert states(campaign) == [("Open Lab", PositionState.TO_CONFIRM, 0, (2,))]
    file_of(campaign).rename(file_of(campaign).with_name("letter.de.md"))
    assert states(campaign) == [("Open Lab", PositionState.SURE, 0, ())]


def test_an_internal_condition_shows_to_nobody_else(campaign: Campaign) -> None:
    """What an organisation waits for is named only to who may read it."""
    own = begin_thread(campaign, CommentRequest("en", "", 2, "", "Hm.", ThreadAudience.ORGANISATION), LEA)
    take(campaign, SigningAnswer.IF, own.id)
    assert states(campaign) == [("Open Lab", PositionState.WAITS, 0, ())]
    assert states(campaign, LEA) == [("Open Lab", PositionState.WAITS, 1, ())]
    with pytest.raises(Refused, match="this comment is not there"):
        take(campaign, SigningAnswer.IF, own.id, reader=PIA)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (PositionRequest("", SigningAnswer.NEEDS_TIME, None, (), "en"), "the day is missing"),
        (PositionRequest("", SigningAnswer.NEEDS_TIME, dt.date(2027, 3, 7), (), "en"), "2027-03-07 is past"),
        (PositionRequest("", SigningAnswer.IF, None, (), "en"), "the condition is missing"),
        (PositionRequest("", SigningAnswer.CANNOT, None, (), "en", "x" * 10_001), "the note is too long"),
    ],
)
def test_positions_that_are_none(campaign: Campaign, wanted: PositionRequest, message: str) -> None:
    """A position says until when, or on what condition."""
    with pytest.raises(UsageError) as error:
        take_position(campaign, wanted, LEA)
    assert error.value.message == message


@pytest.mark.parametrize(
    ("organisation", "reader", "message"),
    [
        ("", MAYA, "you speak for no organisation"),
        ("Civic Code", LEA, "you do not speak for Civic Code"),
        ("x" * 201, MAYA, "you speak for no organisation"),
    ],
)
def test_who_speaks_for_an_organisation(
    campaign: Campaign, organisation: str, reader: DraftReader, message: str
) -> None:
    """A partner speaks for its own organisation alone; the secretariat enters what another one said."""
    with pytest.raises(Refused) as error:
        take(campaign, SigningAnswer.CANNOT, reader=reader, organisation=organisation)
    assert error.value.message == message
