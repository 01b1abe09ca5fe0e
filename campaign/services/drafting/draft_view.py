"""A draft with what stands beside it, as one person sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.drafts import draft_texts, suggestions, threads
from campaign.core.drafting.suggestion import SuggestedPart, Suggestion, SuggestionState, colliding, suggested_parts
from campaign.core.drafting.text_map import TextMap, TextRange, passage_of, passages
from campaign.core.drafting.thread import DraftComment, DraftReader, Thread
from campaign.core.team.account import TeamActor
from campaign.core.team.roles import Right
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.letters.drafting import DraftText, read_draft_text

_UP_TO = 80
"""Characters of a quotation in a list."""


def reader_of(actor: TeamActor) -> DraftReader:
    """Who reads and comments, from who acts."""
    account = actor.account
    organisation = account.organisation if account else ""
    return DraftReader(account.id if account else None, actor.name, organisation, actor.may(Right.SETTLE))


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion as it stands in the text of today."""

    suggestion: Suggestion
    passage: str
    """The passage as it was when the suggestion was made."""
    parts: tuple[SuggestedPart, ...]
    collides_with: tuple[int, ...]
    """The threads of other open suggestions that want other words at the same place."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.suggestion.state is SuggestionState.OPEN

    @property
    def can_be_accepted(self) -> bool:
        """Whether any of its parts can be put into the text."""
        return self.is_open and any(part.can_be_accepted for part in self.parts)

    @property
    def is_in_text(self) -> bool:
        """Whether all of it stands in the text already, though nobody accepted it here."""
        return self.is_open and all(part.is_in_text for part in self.parts)


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread with its comments and where its words are now."""

    thread: Thread
    comments: tuple[DraftComment, ...]
    quote: str
    """Its words as they were; "" if it is about the whole letter."""
    place: TextRange | None
    """Where its words are now; None if they changed or are gone, or if it is about the whole letter."""
    passage: int | None
    """The number, from 1, of the passage in which they are."""
    suggestions: tuple[SuggestionView, ...]
    """What is suggested in it: at most one by who began it, and what is offered for it."""

    @property
    def is_gone(self) -> bool:
        """Whether its words are no longer in the text."""
        return bool(self.quote) and self.place is None

    @property
    def short_quote(self) -> str:
        """The first of its words, for a list."""
        line = " ".join(self.quote.split())
        return line if len(line) <= _UP_TO else f"{line[:_UP_TO].rstrip()}…"


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage of a draft with the open threads beside it."""

    number: int
    """From 1."""
    place: TextRange
    text: str
    threads: tuple[ThreadView, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft in one language with what stands beside it."""

    draft: DraftText
    passages: tuple[PassageView, ...]
    threads: tuple[ThreadView, ...]
    """All threads that the person may read, oldest first."""

    @property
    def about_all(self) -> tuple[ThreadView, ...]:
        """The open threads about the whole letter."""
        return tuple(view for view in self.threads if view.thread.is_open and not view.quote)

    @property
    def gone(self) -> tuple[ThreadView, ...]:
        """The open threads whose words are no longer in the text."""
        return tuple(view for view in self.threads if view.thread.is_open and view.is_gone)

    @property
    def settled(self) -> tuple[ThreadView, ...]:
        """The threads with an outcome."""
        return tuple(view for view in self.threads if not view.thread.is_open)

    @property
    def red_lines(self) -> tuple[ThreadView, ...]:
        """The red lines that are still in the way of signing."""
        return tuple(view for view in self.threads if view.thread.is_red_line and view.thread.is_in_the_way)

    @property
    def open_number(self) -> int:
        """How many threads are open."""
        return sum(view.thread.is_open for view in self.threads)


def read_draft(campaign: Campaign, language: str, reader: DraftReader) -> DraftView:
    """Read a draft as a person sees it. Raises UsageError if there is no text in this language."""
    draft = read_draft_text(campaign, language)
    views = campaign.store.read(_thread_views, draft, reader)
    numbered = enumerate(passages(draft.text), 1)
    return DraftView(draft, tuple(_passage(number, place, draft, views) for number, place in numbered), views)


def find_thread(campaign: Campaign, number: int, reader: DraftReader) -> ThreadView | None:
    """A thread that the person may read, as it stands in the text of today; None if there is none."""
    thread = campaign.store.read(threads.one, number)
    if thread is None or thread.letter != campaign.letter:
        return None
    views = read_draft(campaign, thread.language, reader).threads
    return next((view for view in views if view.thread.id == number), None)


def need_thread(db: Database, letter: str, number: int, reader: DraftReader) -> Thread:
    """A thread of a letter. Raises Refused if there is none that the person may read."""
    thread = threads.one(db, number)
    if thread is None or thread.letter != letter or not reader.may_read(thread):
        raise Refused("this comment is not there", fix="open the draft again")
    return thread


def _passage(number: int, place: TextRange, draft: DraftText, views: Sequence[ThreadView]) -> PassageView:
    beside = tuple(view for view in views if view.thread.is_open and view.passage == number)
    return PassageView(number, place, place.of(draft.text), beside)


def _thread_views(db: Database, draft: DraftText, reader: DraftReader) -> tuple[ThreadView, ...]:
    readable = [
        thread
        for thread in threads.of_letter(db, draft.letter)
        if thread.language == draft.language and reader.may_read(thread)
    ]
    by_thread: dict[int, list[DraftComment]] = {}
    for comment in threads.comments(db, draft.letter):
        by_thread.setdefault(comment.thread, []).append(comment)
    texts = _Texts(db, draft.text)
    suggested = _suggestion_views(suggestions.of_letter(db, draft.letter), {one.id for one in readable}, texts)
    return tuple(
        _thread_view(thread, by_thread.get(thread.id, []), texts, suggested.get(thread.id, ())) for thread in readable
    )


class _Texts:
    """The stored texts, each read once, and where their words are in the text of today."""

    def __init__(self, db: Database, current: str) -> None:
        self._db, self.current = db, current
        self._maps: dict[int, TextMap] = {}

    def map_of(self, base: int) -> TextMap:
        if base not in self._maps:
            self._maps[base] = TextMap(draft_texts.one(self._db, base), self.current)
        return self._maps[base]


def _thread_view(
    thread: Thread, comments: Sequence[DraftComment], texts: _Texts, suggested: tuple[SuggestionView, ...]
) -> ThreadView:
    words = thread.words
    if words is None:
        return ThreadView(thread, tuple(comments), "", None, None, suggested)
    then = texts.map_of(thread.base)
    place = then.place(words)
    at = passage_of(texts.current, place) if place else None
    passage = None if at is None else at + 1
    return ThreadView(thread, tuple(comments), words.of(then.old), place, passage, suggested)


def _suggestion_views(
    every: Sequence[Suggestion], readable: set[int], texts: _Texts
) -> Mapping[int, tuple[SuggestionView, ...]]:
    mine = [one for one in every if one.thread in readable]
    parts = {one.id: suggested_parts(texts.map_of(one.base).old, one, texts.current) for one in mine}
    open_ones = {one.id: parts[one.id] for one in mine if one.state is SuggestionState.OPEN}
    clashes: dict[int, set[int]] = {}
    threads_of = {one.id: one.thread for one in mine}
    for one, other in colliding(open_ones):
        clashes.setdefault(one, set()).add(threads_of[other])
        clashes.setdefault(other, set()).add(threads_of[one])
    views: dict[int, tuple[SuggestionView, ...]] = {}
    for view in _views(mine, parts, clashes, texts):
        views[view.suggestion.thread] = (*views.get(view.suggestion.thread, ()), view)
    return views


def _views(
    mine: Sequence[Suggestion],
    parts: Mapping[int, tuple[SuggestedPart, ...]],
    clashes: Mapping[int, set[int]],
    texts: _Texts,
) -> Iterator[SuggestionView]:
    for one in mine:
        passage = texts.map_of(one.base).old[one.start : one.end]
        others = tuple(sorted(clashes.get(one.id, set()) - {one.thread}))
        yield SuggestionView(one, passage, parts[one.id], others)
