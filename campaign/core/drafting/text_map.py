"""Where words of one text are in a later one, so that a comment stays on its words, or says that they are gone.

A comment never moves to words that only look alike. Its words count as still there if they stand in words that did not
change, enough to recognise, in a passage that is the same one by most of its words, and if both texts have these words
equally often.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaign.core.letters.alignment import align
from campaign.core.letters.front_matter import LetterFile, split
from campaign.core.letters.text_edits import TEXT_PARTS

PASSAGE = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
"""A passage of a text in Markdown, without its front matter."""
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 4
"""Fewer unchanged words do not show that a passage is the same one, unless they are all of it."""


@dataclass(frozen=True, slots=True)
class TextRange:
    """Characters of a text: from `start` up to, but not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words in this range."""
        return text[self.start : self.end]

    def touches(self, other: "TextRange") -> bool:
        """Whether two ranges overlap, or one begins where the other ends."""
        return self.start <= other.end and other.start <= self.end


def passages(text: str) -> tuple[TextRange, ...]:
    """The passages of a text in Markdown, with plain line ends: what blank lines separate. The front matter is none."""
    body = len(text) - len(split(LetterFile("", text)).body)
    return tuple(TextRange(*match.span()) for match in PASSAGE.finditer(text, body))


def passage_of(text: str, place: TextRange) -> int | None:
    """The position, from 0, of the passage in which a range begins; None for one in the front matter."""
    at = bisect_right([passage.start for passage in passages(text)], place.start) - 1
    return at if at >= 0 else None


@dataclass(frozen=True, slots=True)
class _Run:
    """Equal words: `size` characters from `old` are those from `new`."""

    old: int
    new: int
    size: int


@dataclass(frozen=True)
class TextMap:
    """Which words of a text are where in a later one."""

    old: str
    new: str

    def place(self, words: TextRange) -> TextRange | None:
        """Where words of the old text are in the new one; None if they changed, are gone, or cannot be told apart."""
        if not 0 <= words.start < words.end <= len(self.old):
            return None
        if self.old == self.new:
            return words
        for run in self._runs:
            if run.old <= words.start and words.end <= run.old + run.size and self._is_certain(run, words):
                shift = run.new - run.old
                return TextRange(words.start + shift, words.end + shift)
        return None

    def is_unchanged(self, passage: TextRange) -> bool:
        """Whether a passage of the old text is in the new one as it was, and is one passage there, too."""
        place = self.place(passage)
        return place is not None and place in self._new_passages

    @cached_property
    def _old_passages(self) -> tuple[TextRange, ...]:
        return passages(self.old)

    @cached_property
    def _new_passages(self) -> tuple[TextRange, ...]:
        return passages(self.new)

    @cached_property
    def _runs(self) -> tuple[_Run, ...]:
        return (*self._runs_in_order(), *self._moved_runs())

    def _runs_in_order(self) -> Iterator[_Run]:
        """Equal runs of words where passages kept their order, were changed, split or joined."""
        olds, news = ([passage.of(text) for passage in parts] for text, parts in self._sides)
        for stretch in align(olds, news):
            old = _hull(self._old_passages[stretch.old_start : stretch.old_end])
            new = _hull(self._new_passages[stretch.new_start : stretch.new_end])
            if stretch.same:
                yield from map(_whole, *self._passages_in(stretch.old_start, stretch.new_start, stretch.old_end))
            elif old and new:
                yield from self._equal_words(old, new)

    @property
    def _sides(self) -> tuple[tuple[str, tuple[TextRange, ...]], ...]:
        return (self.old, self._old_passages), (self.new, self._new_passages)

    def _passages_in(self, old: int, new: int, old_end: int) -> tuple[Sequence[TextRange], Sequence[TextRange]]:
        return self._old_passages[old:old_end], self._new_passages[new : new + old_end - old]

    def _equal_words(self, old: TextRange, new: TextRange) -> Iterator[_Run]:
        olds, news = TEXT_PARTS.findall(old.of(self.old)), TEXT_PARTS.findall(new.of(self.new))
        old_at, new_at = old.start, new.start
        for stretch in align(olds, news):
            old_size = sum(map(len, olds[stretch.old_start : stretch.old_end]))
            if stretch.same:
                yield _Run(old_at, new_at, old_size)
            old_at += old_size
            new_at += sum(map(len, news[stretch.new_start : stretch.new_end]))

    def _moved_runs(self) -> Iterator[_Run]:
        """Passages that are elsewhere, as they were or with changes: those that are there once, then the most alike."""
        counts = [Counter(passage.of(text) for passage in parts) for text, parts in self._sides]
        news = {passage.of(self.new): passage for passage in self._new_passages}
        changed = []
        for old in self._old_passages:
            words = old.of(self.old)
            if counts[0][words] == counts[1][words] == 1:
                yield _whole(old, news[words])
            elif not counts[1][words]:
                changed.append(old)
        unknown = [passage for passage in self._new_passages if not counts[0][passage.of(self.new)]]
        for old in changed:
            alike = max(unknown, key=lambda new: self._share(old, new), default=None)
            if alike is not None:
                yield from self._equal_words(old, alike)

    def _is_certain(self, run: _Run, words: TextRange) -> bool:
        old = _around(self._old_passages, words.start)
        new = _around(self._new_passages, words.start + run.new - run.old)
        if old is None or new is None or words.end > old.end:
            return False
        # The unchanged words around, within the passage on both sides.
        start = max(old.start, run.old, new.start - run.new + run.old)
        end = min(old.end, run.old + run.size, new.end - run.new + run.old)
        around = self.old[start:end]
        is_whole = TextRange(start, end) == old
        if words.end > end or (len(_WORD.findall(around)) < _FEWEST_WORDS and not is_whole):
            return False
        number = self.old.count(around)
        is_clear = number == self.new.count(around) and (is_whole or number == 1)
        return is_clear and self._share(old, new) * 2 >= 1

    def _share(self, old: TextRange, new: TextRange) -> float:
        """How much of the shorter of two passages is in the other, from 0 to 1."""
        olds, news = (Counter(_WORD.findall(words)) for words in (old.of(self.old), new.of(self.new)))
        shorter = min(olds.total(), news.total())
        return (olds & news).total() / shorter if shorter else 1.0


def _hull(parts: Sequence[TextRange]) -> TextRange | None:
    return TextRange(parts[0].start, parts[-1].end) if parts else None


def _whole(old: TextRange, new: TextRange) -> _Run:
    return _Run(old.start, new.start, old.end - old.start)


def _around(parts: Sequence[TextRange], at: int) -> TextRange | None:
    """The passage with a character; None for one in between or in the front matter."""
    place = bisect_right([part.start for part in parts], at) - 1
    return parts[place] if place >= 0 and at < parts[place].end else None
