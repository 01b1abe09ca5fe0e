"""Suggestions on a draft: making, accepting, refusing and undoing them.

The letter's file and the database are two: before the file is written, the database says which text becomes which.
If the program is ended in between, the next attempt sees whether the words are in the text, and finishes.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.drafts import draft_texts, suggestions, threads
from campaign.core.drafting.suggestion import (
    MOST_SUGGESTED,
    NewSuggestion,
    SuggestedPart,
    Suggestion,
    SuggestionState,
    accepted_text,
    suggested_parts,
    undone_text,
)
from campaign.core.drafting.text_map import TextRange
from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, Thread
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting.commenting import (
    CommentRequest,
    add_thread,
    check_audience,
    find_words,
    need_text,
)
from campaign.services.drafting.draft_view import need_thread
from campaign.services.letters.drafting import DraftText, read_draft_text, save_text

_IN_PART = "in part"


@dataclass(frozen=True, slots=True)
class DecidedSuggestion:
    """A suggestion that was decided on, with its thread."""

    suggestion: Suggestion
    thread: Thread


def suggest(campaign: Campaign, wanted: CommentRequest, after: str, reader: DraftReader) -> Suggestion:
    """Suggest other words for a passage, in a thread of its own; the text of the comment says why.

    Raises UsageError if nothing is different, or if it is too long; otherwise what `begin_thread` raises.
    """
    check_audience(wanted.audience, reader, is_red_line=wanted.is_red_line)
    why = need_text(wanted.text, "reason") if wanted.text.strip() else ""
    draft = read_draft_text(campaign, wanted.language)
    words = _passage(draft, wanted)
    new = _wording(draft.text, words, after)
    return campaign.store.write(_suggest, draft, words, wanted, new, why, reader, campaign.now())


def offer(campaign: Campaign, thread: int, seen: str, passage: int, after: str, reader: DraftReader) -> Suggestion:
    """Offer words to the organisation that began a thread. It can put them into the text by one button.

    Raises UsageError if nothing is different, Refused if the thread is settled.
    """
    known = campaign.store.read(need_thread, campaign.letter, thread, reader)
    if not known.is_open:
        raise Refused("this comment is settled", fix="open it again first")
    draft = read_draft_text(campaign, known.language)
    words = find_words(draft, seen, passage, "")
    assert words is not None  # a passage was named
    return campaign.store.write(
        _offer, draft, words, known.id, _wording(draft.text, words, after), reader, campaign.now()
    )


def accept(
    campaign: Campaign, suggestion: int, parts: Collection[int] | None, reader: DraftReader
) -> DecidedSuggestion:
    """Put a suggestion into the text, or only some of its parts, and settle its thread. A second time changes nothing.

    Raises Refused if its words have changed, or if it was refused; TextClash if somebody changed them at this moment.
    """
    return _accept(campaign, suggestion, parts, reader)


def take_offer(campaign: Campaign, suggestion: int, reader: DraftReader) -> DecidedSuggestion:
    """Put an offered wording into the text, as the organisation to which it was offered, which is then fine with it.

    Raises Refused if the person does not speak for it, otherwise what `accept` raises.
    """
    known = campaign.store.read(_find, campaign.letter, suggestion, reader)
    if not known.suggestion.is_offer or not reader.speaks_for(known.thread):
        raise Refused("these words were not offered to you", fix="answer the comment instead")
    done = _accept(campaign, suggestion, None, reader)
    campaign.store.write(threads.set_answer, done.thread.id, OutcomeAnswer.FINE)
    return done


def refuse(campaign: Campaign, suggestion: int, reason: str, reader: DraftReader) -> DecidedSuggestion:
    """Refuse a suggestion, and settle its thread; take back words that were offered, whose thread stays open.

    Raises UsageError without a reason, Refused if it is in the text.
    """
    why = need_text(reason, "reason")
    return campaign.store.write(_refuse, campaign.letter, suggestion, why, reader, campaign.now())


def undo(campaign: Campaign, suggestion: int, reader: DraftReader) -> DecidedSuggestion:
    """Take an accepted suggestion out of the text again, and open it and its thread. One that was refused or withdrawn
    is only opened again. Raises Refused if its words have changed since."""
    known = campaign.store.read(_find, campaign.letter, suggestion, reader)
    if known.suggestion.state.is_in_text:
        _take_out(campaign, known)
    return campaign.store.write(_reopen, campaign.letter, suggestion, reader, campaign.now())


def _passage(draft: DraftText, wanted: CommentRequest) -> TextRange:
    words = find_words(draft, wanted.seen, wanted.passage, "")
    if words is None:
        raise UsageError("a suggestion is for one passage", fix="choose the passage")
    return words


def _wording(text: str, words: TextRange, after: str) -> str:
    new = after.replace("\r\n", "\n").strip("\n").rstrip()
    if new == words.of(text):
        raise UsageError("nothing is different", fix="change the words of the passage")
    if len(new) > MOST_SUGGESTED:
        raise UsageError("the suggestion is too long", fix=f"write at most {MOST_SUGGESTED:,} characters")
    return new


def _suggest(
    db: Database,
    draft: DraftText,
    words: TextRange,
    wanted: CommentRequest,
    after: str,
    why: str,
    reader: DraftReader,
    at: dt.datetime,
) -> Suggestion:
    thread = add_thread(db, draft, words, wanted, reader, why, at)
    new = NewSuggestion(thread.id, thread.base, words.start, words.end, after, reader.account, is_offer=False)
    return suggestions.add(db, new)


def _offer(
    db: Database, draft: DraftText, words: TextRange, thread: int, after: str, reader: DraftReader, at: dt.datetime
) -> Suggestion:
    base = draft_texts.put(db, draft.letter, draft.language, draft.text, at)
    new = NewSuggestion(thread, base, words.start, words.end, after, reader.account, is_offer=True)
    return suggestions.add(db, new)


def _find(db: Database, letter: str, number: int, reader: DraftReader) -> DecidedSuggestion:
    known = suggestions.one(db, number)
    if known is None:
        raise Refused("this suggestion is not there", fix="open the draft again")
    return DecidedSuggestion(known, need_thread(db, letter, known.thread, reader))


def _accept(
    campaign: Campaign, suggestion: int, wanted: Collection[int] | None, reader: DraftReader
) -> DecidedSuggestion:
    known = campaign.store.read(_find, campaign.letter, suggestion, reader)
    if known.suggestion.state.is_in_text:
        return known
    if known.suggestion.state is not SuggestionState.OPEN:
        raise Refused(f"this suggestion was {known.suggestion.state}", fix="open it again first")
    draft = read_draft_text(campaign, known.thread.language)
    parts = suggested_parts(campaign.store.read(draft_texts.one, known.suggestion.base), known.suggestion, draft.text)
    if _was_written(campaign, known.suggestion, draft):
        chosen = known.suggestion.accepted_parts
    else:
        chosen = _chosen(parts, wanted)
        _write(campaign, known.suggestion, draft, accepted_text(draft.text, parts, chosen), chosen)
    state = SuggestionState.ACCEPTED if len(chosen) == len(parts) else SuggestionState.PARTLY
    return campaign.store.write(_finish, campaign.letter, suggestion, state, chosen, reader, campaign.now())


def _write(campaign: Campaign, suggestion: Suggestion, draft: DraftText, new: str, parts: tuple[int, ...]) -> None:
    if new != draft.text:
        campaign.store.write(_prepare, draft, new, suggestion.id, parts, campaign.now())
        save_text(campaign, draft.language, new, draft.text)


def _was_written(campaign: Campaign, suggestion: Suggestion, draft: DraftText) -> bool:
    """Whether the program was ended after the file was written, and before the database said so."""
    return suggestion.result is not None and campaign.store.read(draft_texts.one, suggestion.result) == draft.text


def _chosen(parts: tuple[SuggestedPart, ...], wanted: Collection[int] | None) -> tuple[int, ...]:
    """The numbers of the parts to accept: those that are wanted. The words of each must be there, or be in already."""
    numbers = tuple(part.number for part in parts if wanted is None or part.number in wanted)
    chosen = tuple(number for number in numbers if parts[number].can_be_accepted or parts[number].is_in_text)
    if not numbers:
        raise UsageError("no part is chosen", fix="tick the parts to accept, or refuse the suggestion")
    if chosen != numbers:
        lost = next(parts[number] for number in numbers if number not in chosen)
        raise Refused(
            f"the words “{lost.before.strip() or lost.after.strip()}” have changed since this was suggested",
            fix="accept the other parts, or edit the text",
        )
    return chosen


def _prepare(
    db: Database, draft: DraftText, new: str, suggestion: int, parts: tuple[int, ...], at: dt.datetime
) -> None:
    previous, result = (draft_texts.put(db, draft.letter, draft.language, text, at) for text in (draft.text, new))
    suggestions.prepare(db, suggestion, previous, result, parts)


def _finish(
    db: Database,
    letter: str,
    number: int,
    state: SuggestionState,
    parts: tuple[int, ...],
    reader: DraftReader,
    at: dt.datetime,
) -> DecidedSuggestion:
    known = _find(db, letter, number, reader)
    suggestions.decide(db, number, state, parts, reader.account, at)
    is_whole = state is SuggestionState.ACCEPTED and not known.suggestion.is_offer
    outcome = CommentOutcome.TAKEN if is_whole else CommentOutcome.TAKEN_OTHERWISE
    reason = "" if is_whole else ("with the words offered" if known.suggestion.is_offer else _IN_PART)
    threads.settle(db, known.thread.id, outcome, reason, reader.account, at)
    return _find(db, letter, number, reader)


def _refuse(
    db: Database, letter: str, number: int, reason: str, reader: DraftReader, at: dt.datetime
) -> DecidedSuggestion:
    known = _find(db, letter, number, reader)
    if known.suggestion.state.is_in_text:
        raise Refused("this suggestion is in the text", fix="undo it first")
    suggestions.decide(db, number, SuggestionState.REFUSED, (), reader.account, at)
    if not known.suggestion.is_offer:
        threads.settle(db, known.thread.id, CommentOutcome.NOT_TAKEN, reason, reader.account, at)
    return _find(db, letter, number, reader)


def _take_out(campaign: Campaign, known: DecidedSuggestion) -> None:
    suggestion, draft = known.suggestion, read_draft_text(campaign, known.thread.language)
    if suggestion.previous is None or suggestion.result is None:
        raise Refused("this suggestion was in the text already", fix="edit the text")
    previous, result = (campaign.store.read(draft_texts.one, text) for text in (suggestion.previous, suggestion.result))
    new = undone_text(previous, result, draft.text)
    if new is None:
        raise Refused("the words of this suggestion have changed since it was accepted", fix="edit the text")
    save_text(campaign, draft.language, new, draft.text)


def _reopen(db: Database, letter: str, number: int, reader: DraftReader, at: dt.datetime) -> DecidedSuggestion:
    known = _find(db, letter, number, reader)
    suggestions.reopen(db, number)
    threads.settle(db, known.thread.id, None, "", reader.account, at)
    return _find(db, letter, number, reader)
