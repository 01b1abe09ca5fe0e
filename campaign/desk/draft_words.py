"""What a draft's page writes: states in words, and a passage in pieces, so that words with comments are marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaign.core.drafting.signing_position import PositionState, SigningAnswer
from campaign.core.drafting.suggestion import SuggestionState
from campaign.core.drafting.thread import CommentOutcome, OutcomeAnswer, ThreadAudience
from campaign.services.drafting.draft_view import PassageView

_STYLED = re.compile(
    r"(?P<chip>\{\{[^{}\n]*\}\}|\[\^[^\]\n]*\])|(?P<strong>\*\*[^*]+\*\*)|\](?P<soft>\(https?://[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))"
)
# Each outcome with its badge and its words.
OUTCOMES = {
    CommentOutcome.TAKEN: ("ok", "Taken"),
    CommentOutcome.TAKEN_OTHERWISE: ("ok", "Taken otherwise"),
    CommentOutcome.NOT_TAKEN: ("stop", "Not taken"),
    CommentOutcome.LATER: ("half-way", "Later"),
    CommentOutcome.WITHDRAWN: ("off", "Withdrawn"),
}
OUTCOME_OPTIONS = tuple(
    (outcome.value, OUTCOMES[outcome][1], "Needs a reason" if outcome.needs_reason else "")
    for outcome in CommentOutcome
    if outcome is not CommentOutcome.WITHDRAWN
)
OUTCOME_ANSWERS = {
    OutcomeAnswer.FINE: ("ok", "Fine with us"),
    OutcomeAnswer.PROBLEM: ("stop", "Still a problem"),
}
SUGGESTIONS = {
    SuggestionState.OPEN: ("", "Open"),
    SuggestionState.ACCEPTED: ("ok", "Accepted"),
    SuggestionState.PARTLY: ("half-way", "Accepted in part"),
    SuggestionState.REFUSED: ("stop", "Refused"),
    SuggestionState.WITHDRAWN: ("off", "Withdrawn"),
}
AUDIENCES = {
    ThreadAudience.EVERYBODY: "Everybody who may comment",
    ThreadAudience.SECRETARIAT: "Only those who settle comments",
    ThreadAudience.ORGANISATION: "Only your organisation",
}
POSITIONS = {
    PositionState.SURE: ("ok", "Will sign"),
    PositionState.WAITS: ("ask", "Will sign if"),
    PositionState.CAN_BE_SURE: ("half-way", "Conditions are settled"),
    PositionState.TO_CONFIRM: ("half-way", "To be confirmed"),
    PositionState.NEEDS_TIME: ("half-way", "Needs time"),
    PositionState.OVERDUE: ("stop", "Its day is past"),
    PositionState.CANNOT: ("stop", "Cannot sign"),
}
ANSWERS = {
    SigningAnswer.WILL_SIGN: "will sign",
    SigningAnswer.IF: "will sign if the comments ticked below are settled",
    SigningAnswer.NEEDS_TIME: "need time until a day",
    SigningAnswer.CANNOT: "cannot sign",
}


@dataclass(frozen=True, slots=True)
class PassagePiece:
    """Some words of a passage, and the threads that are about them."""

    text: str
    threads: tuple[int, ...]
    style: str
    """How it looks: "chip" for a placeholder and the call of a footnote, "strong", "soft" for the address of a link."""


def passage_pieces(passage: PassageView) -> tuple[PassagePiece, ...]:
    """The words of a passage in pieces, so that those which threads are about can be marked. A thread about the whole
    passage marks nothing."""
    marks = [
        (view.place.start - passage.place.start, view.place.end - passage.place.start, view.thread.id)
        for view in passage.threads
        if view.place is not None and view.place != passage.place
    ]
    return tuple(_pieces(passage.text, marks))


def _pieces(text: str, marks: Sequence[tuple[int, int, int]]) -> Iterator[PassagePiece]:
    styles = [(*match.span(match.lastgroup or 0), match.lastgroup or "") for match in _STYLED.finditer(text)]
    edges = {0, len(text), *(edge for start, end, _ in marks for edge in (start, end))}
    edges |= {edge for start, end, _ in styles for edge in (start, end)}
    for start, end in pairwise(sorted(edges)):
        style = next((name for first, last, name in styles if first <= start < last), "")
        threads = tuple(thread for first, last, thread in marks if first <= start < last)
        yield PassagePiece(text[start:end], threads, style)
