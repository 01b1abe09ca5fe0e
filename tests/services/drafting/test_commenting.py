"""Comments on a draft: who reads them, where they stand, and what came of them."""

import pytest

from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, Thread, ThreadAudience
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting.commenting import (
    MOST_COMMENT,
    CommentRequest,
    PassageChanged,
    answer_outcome,
    begin_thread,
    reopen_thread,
    reply,
    settle_thread,
    withdraw_thread,
)
from campaign.services.drafting.draft_view import find_thread, read_draft
from tests.helpers.drafts import DRAFT, LEA, MAX, MAYA, PIA, change


def comment(
    campaign: Campaign,
    quote: str = "almost 100 billion",
    reader: DraftReader = LEA,
    audience: ThreadAudience = ThreadAudience.EVERYBODY,
) -> Thread:
    return begin_thread(campaign, CommentRequest("en", "", 2, quote, "Is there a source?", audience), reader)


def beside(campaign: Campaign, reader: DraftReader = MAYA) -> dict[int, list[str]]:
    """What stands beside each passage."""
    view = read_draft(campaign, "en", reader)
    return {
        passage.number: [thread.quote for thread in passage.threads] for passage in view.passages if passage.threads
    }


def test_a_comment_stands_beside_its_words_wherever_they_go(campaign: Campaign) -> None:
    """A comment follows its words in the file, and is listed apart once they are gone."""
    comment(campaign)
    assert beside(campaign) == {2: ["almost 100 billion"]}
    change(campaign, "We build", "A new beginning.\n\nWe build")
    assert beside(campaign) == {3: ["almost 100 billion"]}
    change(campaign, "almost 100", "65 to 95")
    view = read_draft(campaign, "en", MAYA)
    assert ([one.quote for one in view.gone], beside(campaign)) == (["almost 100 billion"], {})


def test_a_comment_on_a_text_that_changed_meanwhile(campaign: Campaign) -> None:
    """A comment goes to the words that its author saw; if they were changed meanwhile, nothing is written."""
    change(campaign, "We build", "A new beginning.\n\nWe build")
    begin_thread(campaign, CommentRequest("en", DRAFT, 2, "Europe lives by it", "Really?"), LEA)
    assert beside(campaign) == {3: ["Europe lives by it"]}
    change(campaign, "Europe lives by it", "so on")
    with pytest.raises(PassageChanged):
        begin_thread(campaign, CommentRequest("en", DRAFT, 2, "Europe lives by it", "Really?"), LEA)
    with pytest.raises(PassageChanged):
        begin_thread(campaign, CommentRequest("en", DRAFT, 99, "", "Really?"), LEA)
    assert len(read_draft(campaign, "en", MAYA).threads) == 1


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ("no such words", "“no such words” are not in the passage"),
        ("the", "“the” are there 2 times"),
        ("x" * MOST_COMMENT, "the words are not in the passage"),
    ],
)
def test_words_that_are_not_there_once(campaign: Campaign, quote: str, message: str) -> None:
    """Words to comment on are in the passage exactly once."""
    with pytest.raises(UsageError) as error:
        comment(campaign, quote)
    assert error.value.message == message


def test_words_are_recognised_across_lines(campaign: Campaign) -> None:
    """Where the lines of a passage end does not matter for the words that are commented on."""
    change(campaign, "worth almost", "worth\nalmost")
    assert comment(campaign, " worth  almost 100").words is not None
    assert beside(campaign) == {2: ["worth\nalmost 100"]}


def test_a_comment_on_the_whole_letter_and_on_a_whole_passage(campaign: Campaign) -> None:
    """A comment is about the whole letter, a passage, or some words."""
    begin_thread(campaign, CommentRequest("en", "", None, "", "Too long."), PIA)
    comment(campaign, "")
    view = read_draft(campaign, "en", MAYA)
    assert [one.comments[0].text for one in view.about_all] == ["Too long."]
    assert [one.short_quote for one in view.passages[1].threads] == [
        "Openness is worth almost 100 billion euro a year to the economy of the Union, an…"
    ]


def test_nobody_reads_what_is_for_other_eyes(campaign: Campaign) -> None:
    """An organisation's own thread is read by its people alone, and the secretariat's by no partner."""
    own = comment(campaign, audience=ThreadAudience.ORGANISATION)
    staff = comment(campaign, "Union", MAYA, ThreadAudience.SECRETARIAT)
    everybody = (LEA, MAX, PIA, MAYA)
    assert [[one.thread.id for one in read_draft(campaign, "en", reader).threads] for reader in everybody] == [
        [own.id],
        [own.id],
        [],
        [staff.id],
    ]
    assert [find_thread(campaign, own.id, reader) is None for reader in everybody] == [False, False, True, True]
    for act in (
        lambda: reply(campaign, own.id, "Yes.", PIA),
        lambda: withdraw_thread(campaign, staff.id, PIA),
        lambda: answer_outcome(campaign, own.id, OutcomeAnswer.FINE, MAYA),
        lambda: settle_thread(campaign, own.id, CommentOutcome.TAKEN, "", MAYA),
        lambda: reply(campaign, 99, "Yes.", MAYA),
    ):
        with pytest.raises(Refused, match="this comment is not there"):
            act()
    assert find_thread(campaign, 99, MAYA) is None


@pytest.mark.parametrize(
    ("audience", "reader", "is_red_line"),
    [
        (ThreadAudience.SECRETARIAT, LEA, False),
        (ThreadAudience.ORGANISATION, MAYA, False),
        (ThreadAudience.EVERYBODY, MAYA, True),
        (ThreadAudience.ORGANISATION, LEA, True),
    ],
)
def test_threads_that_nobody_may_begin(
    campaign: Campaign, audience: ThreadAudience, reader: DraftReader, is_red_line: bool
) -> None:
    """A partner begins no thread of the secretariat; only an organisation has red lines, which everybody reads."""
    wanted = CommentRequest("en", "", 2, "", "No.", audience, is_red_line)
    with pytest.raises(Refused):
        begin_thread(campaign, wanted, reader)
    assert read_draft(campaign, "en", reader).threads == ()


def test_what_came_of_a_comment(campaign: Campaign) -> None:
    """A thread ends in an outcome with its reason, which its organisation says is fine or still a problem."""
    thread = comment(campaign)
    reply(campaign, thread.id, " The study gives a range. ", MAYA)
    with pytest.raises(Refused, match="this comment has no outcome yet"):
        answer_outcome(campaign, thread.id, OutcomeAnswer.FINE, LEA)
    with pytest.raises(UsageError, match="the reason is missing"):
        settle_thread(campaign, thread.id, CommentOutcome.NOT_TAKEN, " ", MAYA)
    settled = settle_thread(campaign, thread.id, CommentOutcome.NOT_TAKEN, "The figure is right.", MAYA)
    assert (settled.outcome, settled.reason, settled.settled_by) == (
        CommentOutcome.NOT_TAKEN,
        "The figure is right.",
        MAYA.account,
    )
    with pytest.raises(Refused, match="only the organisation that began"):
        answer_outcome(campaign, thread.id, OutcomeAnswer.FINE, PIA)
    assert answer_outcome(campaign, thread.id, OutcomeAnswer.PROBLEM, MAX).answer is OutcomeAnswer.PROBLEM
    view = read_draft(campaign, "en", LEA)
    assert [(one.thread.id, [entry.text for entry in one.comments]) for one in view.settled] == [
        (thread.id, ["Is there a source?", "The study gives a range."])
    ]
    again = reopen_thread(campaign, thread.id, MAYA)
    assert (again.outcome, again.reason, again.settled_at, again.answer) == (None, "", None, None)
    assert read_draft(campaign, "en", LEA).open_number == 1


def test_only_its_own_people_withdraw_a_comment(campaign: Campaign) -> None:
    """A comment is withdrawn by who began it and by colleagues, by nobody else."""
    thread = comment(campaign)
    with pytest.raises(Refused, match="only who began a comment withdraws it"):
        withdraw_thread(campaign, thread.id, MAYA)
    assert withdraw_thread(campaign, thread.id, MAX).outcome is CommentOutcome.WITHDRAWN


@pytest.mark.parametrize("text", ["", "  \n", "x" * (MOST_COMMENT + 1)])
def test_a_comment_has_a_text(campaign: Campaign, text: str) -> None:
    """A comment without words, or with too many, is not written."""
    with pytest.raises(UsageError):
        begin_thread(campaign, CommentRequest("en", "", 2, "", text), LEA)
    thread = comment(campaign)
    with pytest.raises(UsageError):
        reply(campaign, thread.id, text, LEA)


def test_a_reason_may_not_be_endless(campaign: Campaign) -> None:
    """A reason has a greatest length."""
    with pytest.raises(UsageError, match="the reason is too long"):
        settle_thread(campaign, comment(campaign).id, CommentOutcome.LATER, "x" * (MOST_COMMENT + 1), MAYA)


def test_red_lines(campaign: Campaign) -> None:
    """A red line is listed until it is settled to its organisation's satisfaction."""
    thread = begin_thread(campaign, CommentRequest("en", "", 3, "", "We cannot sign.", is_red_line=True), LEA)
    settle_thread(campaign, thread.id, CommentOutcome.LATER, "In the next draft.", MAYA)
    assert [one.thread.id for one in read_draft(campaign, "en", PIA).red_lines] == [thread.id]
    answer_outcome(campaign, thread.id, OutcomeAnswer.FINE, LEA)
    assert read_draft(campaign, "en", PIA).red_lines == ()
