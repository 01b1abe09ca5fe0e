"""Comments on a draft: beginning threads, answering, and settling them."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.drafts import draft_texts, suggestions, threads
from campaign.core.drafting.suggestion import SuggestionState
from campaign.core.drafting.text_map import TextMap, TextRange, passages
from campaign.core.drafting.thread import (
    CommentOutcome,
    CommentSource,
    DraftComment,
    DraftReader,
    NewDraftComment,
    NewThread,
    OutcomeAnswer,
    Thread,
    ThreadAudience,
)
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting.draft_view import need_thread
from campaign.services.letters.drafting import DraftText, read_draft_text

MOST_COMMENT = 10_000
"""Characters of a comment or a reason."""


@dataclass(frozen=True, slots=True)
class CommentRequest:
    """A comment as somebody typed it."""

    language: str
    seen: str
    """The text that the person had before the eyes; "" for the text of today."""
    passage: int | None
    """The number, from 1, of the passage in that text; None for a comment on the whole letter."""
    quote: str
    """The words of the passage that it is about; "" for the whole passage."""
    text: str
    audience: ThreadAudience = ThreadAudience.EVERYBODY
    is_red_line: bool = False


class PassageChanged(Refused):
    """The words that somebody commented on were changed meanwhile. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "these words were changed while you wrote", fix="look at the passage as it is now, and send it again"
        )


def begin_thread(campaign: Campaign, wanted: CommentRequest, reader: DraftReader) -> Thread:
    """Begin a thread with a comment.

    Raises UsageError for a comment without text or with words that are not in the passage, PassageChanged if the
    passage was changed meanwhile, Refused if the person may not begin such a thread.
    """
    text = need_text(wanted.text, "comment")
    check_audience(wanted.audience, reader, is_red_line=wanted.is_red_line)
    draft = read_draft_text(campaign, wanted.language)
    words = find_words(draft, wanted.seen, wanted.passage, wanted.quote)
    return campaign.store.write(add_thread, draft, words, wanted, reader, text, campaign.now())


def reply(campaign: Campaign, thread: int, text: str, reader: DraftReader) -> DraftComment:
    """Add a comment to a thread. Raises UsageError without text, Refused if the thread is not there for the person."""
    return campaign.store.write(_reply, campaign.letter, thread, need_text(text, "answer"), reader, campaign.now())


def settle_thread(campaign: Campaign, thread: int, outcome: CommentOutcome, reason: str, reader: DraftReader) -> Thread:
    """Say what came of a thread. Raises UsageError if a reason is needed and missing, Refused for one with a suggestion
    that nobody has decided on."""
    if outcome.needs_reason and not reason.strip():
        raise UsageError("the reason is missing", fix=f"say why: {outcome}")
    if len(reason) > MOST_COMMENT:
        raise UsageError("the reason is too long", fix=f"write at most {MOST_COMMENT:,} characters")
    return campaign.store.write(_settle, campaign.letter, thread, outcome, reason.strip(), reader, campaign.now())


def withdraw_thread(campaign: Campaign, thread: int, reader: DraftReader) -> Thread:
    """Withdraw a thread, with what it suggests. Raises Refused if another organisation began it, and if its suggestion
    is in the text."""
    return campaign.store.write(_withdraw, campaign.letter, thread, reader, campaign.now())


def reopen_thread(campaign: Campaign, thread: int, reader: DraftReader) -> Thread:
    """Open a settled thread again."""
    return campaign.store.write(_settle, campaign.letter, thread, None, "", reader, campaign.now())


def answer_outcome(campaign: Campaign, thread: int, answer: OutcomeAnswer, reader: DraftReader) -> Thread:
    """Say whether an outcome is fine. Raises Refused if another organisation began the thread, or if it is open."""
    return campaign.store.write(_answer, campaign.letter, thread, answer, reader)


def need_text(text: str, what: str) -> str:
    """A text that somebody typed, without blanks around it. Raises UsageError if there is none, or if it is long."""
    short = text.strip()
    if not short:
        raise UsageError(f"the {what} is empty", fix="write something")
    if len(short) > MOST_COMMENT:
        raise UsageError(f"the {what} has {len(short):,} characters", fix=f"write at most {MOST_COMMENT:,}")
    return short


def check_audience(audience: ThreadAudience, reader: DraftReader, *, is_red_line: bool) -> None:
    """Raise Refused if a person may not begin a thread for these readers."""
    if audience is ThreadAudience.SECRETARIAT and not reader.settles:
        raise Refused("only those who settle comments discuss among themselves", fix="choose other readers")
    if audience is ThreadAudience.ORGANISATION and not reader.organisation:
        raise Refused("you speak for no organisation", fix="choose other readers")
    if is_red_line and (not reader.organisation or audience is not ThreadAudience.EVERYBODY):
        raise Refused("only an organisation has red lines, and everybody reads them", fix="do not mark it as one")


def find_words(draft: DraftText, seen: str, passage: int | None, quote: str) -> TextRange | None:
    """The words of the text of today that somebody chose in the text that he or she saw; None for the whole letter."""
    if passage is None:
        return None
    before = seen.replace("\r\n", "\n") or draft.text
    places = passages(before)
    if not 1 <= passage <= len(places):
        raise PassageChanged
    words = _quoted(before, places[passage - 1], quote)
    place = TextMap(before, draft.text).place(words)
    if place is None:
        raise PassageChanged
    return place


def add_thread(
    db: Database,
    draft: DraftText,
    words: TextRange | None,
    wanted: CommentRequest,
    reader: DraftReader,
    text: str,
    at: dt.datetime,
) -> Thread:
    """Add a thread with its first comment, if there is a text."""
    base = draft_texts.put(db, draft.letter, draft.language, draft.text, at)
    place = words or TextRange(0, 0)
    new = NewThread(
        draft.letter,
        draft.language,
        base,
        place.start,
        place.end,
        wanted.audience,
        reader.organisation,
        reader.account,
        reader.name,
        wanted.is_red_line,
        at,
    )
    thread = threads.add(db, new)
    if text:
        threads.add_comment(db, _comment(thread.id, text, reader, at))
    return thread


def _quoted(text: str, passage: TextRange, quote: str) -> TextRange:
    """The quoted words of a passage, however their lines are broken."""
    if not quote.strip():
        return passage
    spaced = _Spaced(passage.of(text))
    words = " ".join(quote.split())
    number = spaced.text.count(words)
    if number != 1:
        what = "are not in the passage" if number == 0 else f"are there {number} times"
        fix = "copy them from the passage" if number == 0 else "add a word before or after them"
        raise UsageError(f"“{words}” {what}" if len(words) < MOST_COMMENT else f"the words {what}", fix=fix)
    start = spaced.text.index(words)
    return TextRange(passage.start + spaced.at(start), passage.start + spaced.at(start + len(words) - 1) + 1)


class _Spaced:
    """A text with a single space for each run of blanks, and where its characters were."""

    def __init__(self, text: str) -> None:
        places = [at for at, sign in enumerate(text) if not sign.isspace() or (at and not text[at - 1].isspace())]
        self._places = places
        self.text = "".join(" " if text[at].isspace() else text[at] for at in places)

    def at(self, position: int) -> int:
        return self._places[position]


def _comment(thread: int, text: str, reader: DraftReader, at: dt.datetime) -> NewDraftComment:
    return NewDraftComment(thread, reader.account, reader.name, reader.organisation, text, CommentSource.DESK, at)


def _reply(db: Database, letter: str, number: int, text: str, reader: DraftReader, at: dt.datetime) -> DraftComment:
    thread = need_thread(db, letter, number, reader)
    return threads.add_comment(db, _comment(thread.id, text, reader, at))


def _settle(
    db: Database,
    letter: str,
    number: int,
    outcome: CommentOutcome | None,
    reason: str,
    reader: DraftReader,
    at: dt.datetime,
) -> Thread:
    thread = need_thread(db, letter, number, reader)
    suggestion = suggestions.own(db, thread.id)
    if suggestion and outcome is not None and suggestion.state is SuggestionState.OPEN:
        raise Refused("nobody has decided on this suggestion", fix="accept or refuse it")
    if suggestion and outcome is None:
        raise Refused("this is a suggestion", fix="undo the decision on it")
    threads.settle(db, thread.id, outcome, reason, reader.account, at)
    return need_thread(db, letter, number, reader)


def _withdraw(db: Database, letter: str, number: int, reader: DraftReader, at: dt.datetime) -> Thread:
    thread = need_thread(db, letter, number, reader)
    if not reader.speaks_for(thread):
        raise Refused("only who began a comment withdraws it", fix="answer it instead")
    suggestion = suggestions.own(db, thread.id)
    if suggestion and suggestion.state.is_in_text:
        raise Refused("this suggestion is in the text", fix="ask for it to be undone")
    if suggestion:
        suggestions.decide(db, suggestion.id, SuggestionState.WITHDRAWN, (), reader.account, at)
    threads.settle(db, thread.id, CommentOutcome.WITHDRAWN, "", reader.account, at)
    return need_thread(db, letter, number, reader)


def _answer(db: Database, letter: str, number: int, answer: OutcomeAnswer, reader: DraftReader) -> Thread:
    thread = need_thread(db, letter, number, reader)
    if not reader.speaks_for(thread):
        raise Refused("only the organisation that began a comment says whether its outcome is fine", fix="answer it")
    if not threads.set_answer(db, thread.id, answer):
        raise Refused("this comment has no outcome yet", fix="wait until it is settled")
    return need_thread(db, letter, number, reader)
