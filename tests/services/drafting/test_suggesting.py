"""Suggestions: made, accepted whole or in part, refused, undone; never twice in the text, also after a kill."""

from dataclasses import replace

import pytest

from campaign.adapters.store.drafts import suggestions
from campaign.core.drafting.suggestion import MOST_SUGGESTED, Suggestion, SuggestionState
from campaign.core.drafting.text_map import passages
from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, ThreadAudience
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting import suggesting
from campaign.services.drafting.commenting import (
    CommentRequest,
    begin_thread,
    reopen_thread,
    settle_thread,
    withdraw_thread,
)
from campaign.services.drafting.draft_view import SuggestionView, read_draft
from campaign.services.drafting.suggesting import (
    accept,
    offer,
    refuse,
    suggest,
    take_offer,
    undo,
)
from tests.helpers.drafts import DRAFT, LEA, MAX, MAYA, PIA, change, file_of

OPENNESS = passages(DRAFT)[1].of(DRAFT)
RANGE = ("almost 100", "between 65 and 95")
END = ("Europe lives by it", "Europe lives by it and grows")


def suggested(campaign: Campaign, *pairs: tuple[str, str], reader: DraftReader = LEA, why: str = "") -> Suggestion:
    after = OPENNESS
    for before, words in pairs:
        after = after.replace(before, words)
    return suggest(campaign, CommentRequest("en", "", 2, "", why), after, reader)


def text(campaign: Campaign) -> str:
    return file_of(campaign).read_text("utf-8")


def views(campaign: Campaign) -> list[SuggestionView]:
    return [view for thread in read_draft(campaign, "en", MAYA).threads for view in thread.suggestions]


def test_a_suggestion_is_put_into_the_file(campaign: Campaign) -> None:
    """An accepted suggestion is in the letter's file, and its thread is settled; a second time changes nothing."""
    new = suggested(campaign, RANGE, why="The study gives a range.")
    change(campaign, "We build", "We all build")
    done = accept(campaign, new.id, None, MAYA)
    assert (done.suggestion.state, done.suggestion.decided_by) == (SuggestionState.ACCEPTED, MAYA.account)
    assert (done.thread.outcome, done.thread.reason) == (CommentOutcome.TAKEN, "")
    expected = DRAFT.replace("We build", "We all build").replace(*RANGE)
    assert text(campaign) == expected
    assert accept(campaign, new.id, None, MAYA) == done
    assert text(campaign) == expected


def test_a_part_of_a_suggestion(campaign: Campaign) -> None:
    """Only the chosen parts are put into the text; the thread says that it was taken in part."""
    new = suggested(campaign, RANGE, END)
    with pytest.raises(UsageError, match="no part is chosen"):
        accept(campaign, new.id, [], MAYA)
    done = accept(campaign, new.id, [1], MAYA)
    assert (done.suggestion.state, done.suggestion.accepted_parts) == (SuggestionState.PARTLY, (1,))
    assert (done.thread.outcome, done.thread.reason) == (CommentOutcome.TAKEN_OTHERWISE, "in part")
    assert text(campaign) == DRAFT.replace(*END)


def test_a_suggestion_whose_words_changed(campaign: Campaign) -> None:
    """A suggestion whose words changed is not accepted, except for its other parts, and says which words they are."""
    new = suggested(campaign, RANGE, END)
    change(campaign, "almost 100", "about 100")
    assert [(view.can_be_accepted, view.is_in_text) for view in views(campaign)] == [(True, False)]
    with pytest.raises(Refused, match="the words “almost 100” have changed since this was suggested"):
        accept(campaign, new.id, None, MAYA)
    assert text(campaign) == DRAFT.replace("almost 100", "about 100")
    assert accept(campaign, new.id, [1], MAYA).suggestion.state is SuggestionState.PARTLY


def test_suggestions_for_the_same_words_name_one_another(campaign: Campaign) -> None:
    """Two suggestions for the same words name each other's thread; once one is accepted, the other cannot be."""
    one, other = suggested(campaign, RANGE), suggested(campaign, ("almost 100 billion", "much"), reader=PIA)
    assert [view.collides_with for view in views(campaign)] == [(other.thread,), (one.thread,)]
    accept(campaign, one.id, None, MAYA)
    assert [(view.collides_with, view.can_be_accepted) for view in views(campaign)] == [((), False)] * 2


def test_a_suggestion_is_refused_with_a_reason(campaign: Campaign) -> None:
    """A refusal says why; a refused suggestion is not accepted before it is opened again."""
    new = suggested(campaign, RANGE)
    with pytest.raises(UsageError, match="the reason is empty"):
        refuse(campaign, new.id, " ", MAYA)
    done = refuse(campaign, new.id, "The figure is right.", MAYA)
    assert (done.suggestion.state, done.thread.outcome, done.thread.reason) == (
        SuggestionState.REFUSED,
        CommentOutcome.NOT_TAKEN,
        "The figure is right.",
    )
    with pytest.raises(Refused, match="this suggestion was refused"):
        accept(campaign, new.id, None, MAYA)
    again = undo(campaign, new.id, MAYA)
    assert (again.suggestion, again.thread.outcome) == (new, None)


def test_accepting_is_undone(campaign: Campaign) -> None:
    """Undoing takes out only what was put in, unless these words changed since."""
    new = suggested(campaign, RANGE)
    accept(campaign, new.id, None, MAYA)
    change(campaign, "We build", "We all build")
    with pytest.raises(Refused, match="this suggestion is in the text"):
        refuse(campaign, new.id, "No.", MAYA)
    assert undo(campaign, new.id, MAYA).suggestion == new
    assert text(campaign) == DRAFT.replace("We build", "We all build")
    accept(campaign, new.id, None, MAYA)
    change(campaign, "between 65", "between 60")
    with pytest.raises(Refused, match="the words of this suggestion have changed since it was accepted"):
        undo(campaign, new.id, MAYA)


def test_words_that_somebody_typed_in_by_hand(campaign: Campaign) -> None:
    """A suggestion whose words are in the text already is accepted without being put in twice; there is nothing to
    undo."""
    new = suggested(campaign, RANGE)
    change(campaign, *RANGE)
    assert [(view.is_in_text, view.can_be_accepted) for view in views(campaign)] == [(True, False)]
    assert accept(campaign, new.id, None, MAYA).suggestion.state is SuggestionState.ACCEPTED
    assert text(campaign) == DRAFT.replace(*RANGE)
    with pytest.raises(Refused, match="this suggestion was in the text already"):
        undo(campaign, new.id, MAYA)


@pytest.mark.parametrize(
    "after",
    [
        OPENNESS.replace(*RANGE),
        OPENNESS.replace("Union, and", "Union.\n\nAnd"),
        OPENNESS.replace(" a year", ""),
        f"{OPENNESS}\n\nIt feeds ten thousand firms.",
    ],
)
def test_a_kill_after_the_file_was_written(campaign: Campaign, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the program is ended between the file and the database, the next attempt finishes; nothing is in twice."""
    new = suggest(campaign, CommentRequest("en", "", 2, "", ""), after, LEA)
    with monkeypatch.context() as patch:
        patch.setattr(suggesting, "_finish", _killed)
        with pytest.raises(ConnectionAbortedError):
            accept(campaign, new.id, None, MAYA)
    assert text(campaign) == DRAFT.replace(OPENNESS, after)
    assert accept(campaign, new.id, None, MAYA).suggestion.state is SuggestionState.ACCEPTED
    assert text(campaign) == DRAFT.replace(OPENNESS, after)
    assert undo(campaign, new.id, MAYA).suggestion.state is SuggestionState.OPEN
    assert text(campaign) == DRAFT


def _killed(*_: object) -> None:
    raise ConnectionAbortedError


def test_who_withdraws_a_suggestion(campaign: Campaign) -> None:
    """A suggestion is withdrawn with its thread, by its organisation alone, and not once it is in the text."""
    new = suggested(campaign, RANGE)
    with pytest.raises(Refused, match="only who began a comment withdraws it"):
        withdraw_thread(campaign, new.thread, PIA)
    assert withdraw_thread(campaign, new.thread, MAX).outcome is CommentOutcome.WITHDRAWN
    assert [view.suggestion.state for view in views(campaign)] == [SuggestionState.WITHDRAWN]
    undo(campaign, new.id, MAYA)
    accept(campaign, new.id, None, MAYA)
    with pytest.raises(Refused, match="this suggestion is in the text"):
        withdraw_thread(campaign, new.thread, MAX)


def test_a_suggestion_is_settled_by_a_decision_on_it(campaign: Campaign) -> None:
    """The thread of a suggestion is settled, and opened again, only with the suggestion."""
    new = suggested(campaign, RANGE)
    with pytest.raises(Refused, match="nobody has decided on this suggestion"):
        settle_thread(campaign, new.thread, CommentOutcome.TAKEN, "", MAYA)
    refuse(campaign, new.id, "No.", MAYA)
    with pytest.raises(Refused, match="this is a suggestion"):
        reopen_thread(campaign, new.thread, MAYA)


def test_words_are_offered_for_a_red_line(campaign: Campaign) -> None:
    """The organisation puts offered words into the text by one act, and is fine with them; nobody else does."""
    thread = begin_thread(campaign, CommentRequest("en", "", 2, "", "We cannot sign.", is_red_line=True), LEA)
    offered = offer(campaign, thread.id, DRAFT, 2, OPENNESS.replace(*RANGE), MAYA)
    own = suggested(campaign, END)
    for number, reader in ((offered.id, PIA), (offered.id, MAYA), (own.id, LEA)):
        with pytest.raises(Refused, match="these words were not offered to you"):
            take_offer(campaign, number, reader)
    done = take_offer(campaign, offered.id, MAX)
    assert (done.thread.outcome, done.thread.reason) == (CommentOutcome.TAKEN_OTHERWISE, "with the words offered")
    assert text(campaign) == DRAFT.replace(*RANGE)
    view = read_draft(campaign, "en", LEA)
    assert (view.red_lines, view.settled[0].thread.answer) == ((), OutcomeAnswer.FINE)
    with pytest.raises(Refused, match="this comment is settled"):
        offer(campaign, thread.id, "", 2, OPENNESS, MAYA)


def test_refusing_an_offer_leaves_the_thread_open(campaign: Campaign) -> None:
    """An offer that is taken back settles nothing."""
    thread = begin_thread(campaign, CommentRequest("en", "", 2, "", "We cannot sign.", is_red_line=True), LEA)
    offered = offer(campaign, thread.id, "", 2, OPENNESS.replace(*RANGE), MAYA)
    done = refuse(campaign, offered.id, "Not these words.", MAYA)
    assert (done.suggestion.state, done.thread.is_open) == (SuggestionState.REFUSED, True)


@pytest.mark.parametrize(
    ("wanted", "after", "message"),
    [
        (CommentRequest("en", "", 2, "", ""), OPENNESS + "\r\n", "nothing is different"),
        (CommentRequest("en", "", 2, "", ""), "x" * (MOST_SUGGESTED + 1), "the suggestion is too long"),
        (CommentRequest("en", "", None, "", ""), "Other words.", "a suggestion is for one passage"),
    ],
)
def test_suggestions_that_are_none(campaign: Campaign, wanted: CommentRequest, after: str, message: str) -> None:
    """A suggestion is for one passage, says something else, and has a greatest length."""
    with pytest.raises(UsageError) as error:
        suggest(campaign, wanted, after, LEA)
    assert error.value.message == message


def test_a_suggestion_that_is_not_for_this_person(campaign: Campaign) -> None:
    """A suggestion within an organisation is not there for anybody else, nor is one that never was."""
    wanted = replace(CommentRequest("en", "", 2, "", ""), audience=ThreadAudience.ORGANISATION)
    new = suggest(campaign, wanted, OPENNESS.replace(*RANGE), LEA)
    with pytest.raises(Refused, match="this comment is not there"):
        accept(campaign, new.id, None, MAYA)
    with pytest.raises(Refused, match="this suggestion is not there"):
        accept(campaign, 99, None, MAYA)
    assert campaign.store.read(suggestions.one, 99) is None


def test_a_settled_thread_takes_no_offer(campaign: Campaign) -> None:
    """Words are offered only for what is open."""
    thread = begin_thread(campaign, CommentRequest("en", "", 2, "", "No."), LEA)
    settle_thread(campaign, thread.id, CommentOutcome.TAKEN, "", MAYA)
    with pytest.raises(Refused, match="this comment is settled"):
        offer(campaign, thread.id, "", 2, "Other words.", MAYA)
