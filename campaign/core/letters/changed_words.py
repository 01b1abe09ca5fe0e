"""Two runs of inlines as one, with the words that went and the words that came marked.

A word is compared with all that is around it: its emphasis and the target of its link. So a link that leads elsewhere
is a change though its words are the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from campaign.core.letters.alignment import align
from campaign.core.letters.tree import Deletion, Emphasis, Inline, Inlines, Insertion, Link, Strong, Text, plain

# A figure such as 2,500 or 28/2 is one word, and so is one with an apostrophe or a hyphen.
_PARTS = re.compile(r"\w+(?:[.,:/’'\u2011-]\w+)*|\s+|.", re.DOTALL)

# Nobody reads a paragraph of so many characters word by word; beyond it the whole of it is shown as replaced.
_MOST_CHARACTERS = 100_000
_LARGEST_ISLAND = 7

_Wrapper: TypeAlias = Strong | Emphasis | Link | Insertion | Deletion
_Mark: TypeAlias = type[Insertion] | type[Deletion] | None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, space or sign, or another leaf, with the emphasis and links around it, outermost first."""

    around: tuple[_Wrapper, ...]
    leaf: Inline

    @property
    def weight(self) -> int:
        """1 for what is read as a word, 0 for spaces and signs."""
        return int(not isinstance(self.leaf, Text) or any(map(str.isalnum, self.leaf.text)))


_MarkedWord: TypeAlias = tuple[_Mark, _Word]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of both sides; `lead` are words of both that stand before a change."""

    old: list[_Word]
    new: list[_Word]
    same: bool
    lead: list[_Word] = field(default_factory=list)


def changed_words(old: Inlines, new: Inlines) -> Inlines:
    """The words of both, those only in `old` as Deleted, those only in `new` as Inserted; what went stands first.

    Neither may hold Inserted or Deleted of its own, which would be taken for changes.
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
    """Stretches in which small islands between two changes are part of the change: `[-a b-]{+c d+}`, not
    `[-a-]{+c+} [-b-]{+d+}`."""
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
    """Move words that only came or only went behind the sign or space that they begin with and are followed by:
    `IV.[- It goes.-]`, not `IV[-. It goes-].`"""
    words = stretch.new or stretch.old
    if stretch.same or (stretch.new and stretch.old) or not after.same:
        return
    while after.new and words[0] == after.new[0] and not words[0].weight:
        words.append(words.pop(0))
        stretch.lead.append(after.new.pop(0))


def _is_small(island: _Stretch, before: _Stretch, after: _Stretch) -> bool:
    """Whether an island between words that went and words that came is spaces and signs alone, or far shorter than
    the changes on both sides of it."""
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
    """Words as inlines again: emphasis and links around marks where they hold more than the change, else within."""
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
