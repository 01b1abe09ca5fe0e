"""Two runs of inlines merged into one, with deleted and inserted words marked.

A word is compared together with its emphasis and the target of its link, so a link with a new target is a change even
when its words are the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from campaign.core.letters.alignment import align
from campaign.core.letters.tree import Deletion, Emphasis, Inline, Inlines, Insertion, Link, Strong, Text, plain

# A number such as 2,500 or 28/2 is one word, and so is a word with an apostrophe or a hyphen.
_PARTS = re.compile(r"\w+(?:[.,:/’'\u2011-]\w+)*|\s+|.", re.DOTALL)

# A longer paragraph is marked as replaced as a whole: nobody reads such a change word by word.
_MOST_CHARACTERS = 100_000
_LARGEST_ISLAND = 7

_Wrapper: TypeAlias = Strong | Emphasis | Link | Insertion | Deletion
_Mark: TypeAlias = type[Insertion] | type[Deletion] | None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a space, a punctuation mark or another leaf, with the emphasis and links around it, outermost first."""

    around: tuple[_Wrapper, ...]
    leaf: Inline

    @property
    def weight(self) -> int:
        """1 for a word, 0 for spaces and punctuation."""
        return int(not isinstance(self.leaf, Text) or any(map(str.isalnum, self.leaf.text)))


_MarkedWord: TypeAlias = tuple[_Mark, _Word]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of both sides; `lead` are equal words moved in front of a change."""

    old: list[_Word]
    new: list[_Word]
    same: bool
    lead: list[_Word] = field(default_factory=list)


def changed_words(old: Inlines, new: Inlines) -> Inlines:
    """Merge two runs: words only in `old` become a Deletion, words only in `new` an Insertion, deletions first.

    Neither run may have an Insertion or Deletion of its own.
    """
    if old == new:
        return new
    if max(len(plain(old)), len(plain(new))) > _MOST_CHARACTERS:
        return tuple(mark(run) for mark, run in ((Deletion, old), (Insertion, new)) if run)
    olds, news = list(_words(old)), list(_words(new))
    stretches = (
        _Stretch(olds[stretch.old_start : stretch.old_end], news[stretch.new_start : stretch.new_end], stretch.same)
        for stretch in align(olds, news)
    )
    return _build([word for stretch in _absorb_islands(stretches) for word in _mark_words(stretch)])


def _words(inlines: Inlines, around: tuple[_Wrapper, ...] = ()) -> Iterator[_Word]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield from (_Word(around, Text(part)) for part in _PARTS.findall(text))
            case Strong(children) | Emphasis(children) | Link(_, children) | Insertion(children) | Deletion(children):
                inside = (*around, replace(inline, children=()))
                yield from _words(children, inside) if children else (_Word(inside, Text("")),)
            case _:
                yield _Word(around, inline)


def _absorb_islands(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Make a small equal stretch between two changes part of them: `[-a b-]{+c d+}`, not `[-a-]{+c+} [-b-]{+d+}`."""
    readable: list[_Stretch] = []
    for stretch in stretches:
        if len(readable) > 1 and not stretch.same and _is_small(readable[-1], readable[-2], stretch):
            island, before = readable.pop(), readable.pop()
            olds, news = [*before.old, *island.old], [*before.new, *island.new]
            stretch = _Stretch([*olds, *stretch.old], [*news, *stretch.new], same=False)
        readable.append(stretch)
    for at, after in enumerate(readable[1:]):
        _slide_behind_sign(readable[at], after)
    return readable


def _slide_behind_sign(stretch: _Stretch, after: _Stretch) -> None:
    """Move a change behind the space or punctuation that it begins with, if the same follows it: `IV.[- It goes.-]`,
    not `IV[-. It goes-].`"""
    words = stretch.new or stretch.old
    if stretch.same or (stretch.new and stretch.old) or not after.same:
        return
    while after.new and words[0] == after.new[0] and not words[0].weight:
        words.append(words.pop(0))
        stretch.lead.append(after.new.pop(0))


def _is_small(island: _Stretch, before: _Stretch, after: _Stretch) -> bool:
    """Whether an equal stretch between two changes is only spaces and punctuation, or far shorter than both."""
    if not ((before.old or after.old) and (before.new or after.new)) or len(island.new) > _LARGEST_ISLAND:
        return False
    return 4 * _weight(island.new) <= min(_weight([*change.old, *change.new]) for change in (before, after))


def _weight(words: list[_Word]) -> int:
    return sum(word.weight for word in words)


def _mark_words(stretch: _Stretch) -> list[_MarkedWord]:
    if stretch.same:
        return [(None, word) for word in stretch.new]
    return [
        *((None, word) for word in stretch.lead),
        *((Deletion, word) for word in stretch.old),
        *((Insertion, word) for word in stretch.new),
    ]


def _build(words: list[_MarkedWord], depth: int = 0) -> Inlines:
    """Rebuild inlines from words. Emphasis and links go around a mark if they cover more than it, else inside."""
    pieces = [
        piece
        for around, run in groupby(words, lambda word: _wrapper_at(word, depth))
        for piece in _build_pieces(around, list(run), depth)
    ]
    return tuple(
        inline
        for mark, run in groupby(pieces, lambda piece: piece[0])
        for inline in _wrap(mark, [inline for _, inline in run])
    )


def _wrapper_at(marked: _MarkedWord, depth: int) -> _Wrapper | None:
    around = marked[1].around
    return around[depth] if depth < len(around) else None


def _build_pieces(around: _Wrapper | None, run: list[_MarkedWord], depth: int) -> Iterator[tuple[_Mark, Inline]]:
    if around is None:
        yield from ((mark, word.leaf) for mark, word in run)
        return
    marks = {mark for mark, _ in run}
    mark = marks.pop() if len(marks) == 1 else None
    inside: list[_MarkedWord] = [(None, word) for _, word in run] if mark else run
    yield mark, replace(around, children=_build(inside, depth + 1))


def _wrap(mark: _Mark, inlines: list[Inline]) -> Iterator[Inline]:
    joined = tuple(_join_texts(inlines))
    if mark is None:
        yield from joined
    elif joined:
        yield mark(joined)


def _join_texts(inlines: list[Inline]) -> Iterator[Inline]:
    for is_text, run in groupby(inlines, lambda inline: isinstance(inline, Text)):
        if is_text:
            text = "".join(inline.text for inline in run if isinstance(inline, Text))
            yield from (Text(text),) if text else ()
        else:
            yield from run
