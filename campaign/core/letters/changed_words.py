"""Two runs of inlines as one, with the words that went and the words that came marked.

A word is compared with all that is around it: its emphasis and the target of its link. So a link that leads elsewhere
is a change though its words are the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from campaign.core.letters.alignment import aligned
from campaign.core.letters.tree import Deleted, Emphasis, Inline, Inlines, Inserted, Link, Strong, Text, plain

# A figure such as 2,500 or 28/2 is one word, and so is one with an apostrophe or a hyphen.
_PARTS = re.compile(r"\w+(?:[.,:/’'\u2011-]\w+)*|\s+|.", re.DOTALL)

# Nobody reads a paragraph of so many characters word by word; beyond it the whole of it is shown as replaced.
_MOST_CHARACTERS = 100_000
_LARGEST_ISLAND = 7

_Wrapper: TypeAlias = Strong | Emphasis | Link | Inserted | Deleted
_Mark: TypeAlias = type[Inserted] | type[Deleted] | None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, space or sign, or another leaf, with the emphasis and links around it, outermost first."""

    around: tuple[_Wrapper, ...]
    leaf: Inline

    @property
    def weight(self) -> int:
        """1 for what is read as a word, 0 for spaces and signs."""
        return int(not isinstance(self.leaf, Text) or any(map(str.isalnum, self.leaf.text)))


_Marked: TypeAlias = tuple[_Mark, _Word]


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
        return tuple(mark(run) for mark, run in ((Deleted, old), (Inserted, new)) if run)
    olds, news = list(_words(old)), list(_words(new))
    stretches = (
        _Stretch(olds[each.old_start : each.old_end], news[each.new_start : each.new_end], each.same)
        for each in aligned(olds, news)
    )
    return _built([marked for each in _readable(stretches) for marked in _marked(each)])


def _words(inlines: Inlines, around: tuple[_Wrapper, ...] = ()) -> Iterator[_Word]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield from (_Word(around, Text(part)) for part in _PARTS.findall(text))
            case Strong(children) | Emphasis(children) | Link(_, children) | Inserted(children) | Deleted(children):
                inside = (*around, replace(inline, children=()))
                yield from _words(children, inside) if children else (_Word(inside, Text("")),)
            case _:
                yield _Word(around, inline)


def _readable(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Stretches in which small islands between two changes are part of the change: `[-a b-]{+c d+}`, not
    `[-a-]{+c+} [-b-]{+d+}`."""
    kept: list[_Stretch] = []
    for stretch in stretches:
        if len(kept) > 1 and not stretch.same and _is_small(kept[-1], kept[-2], stretch):
            island, before = kept.pop(), kept.pop()
            olds, news = [*before.old, *island.old], [*before.new, *island.new]
            stretch = _Stretch([*olds, *stretch.old], [*news, *stretch.new], same=False)
        kept.append(stretch)
    for at, after in enumerate(kept[1:]):
        _slide(kept[at], after)
    return kept


def _slide(stretch: _Stretch, after: _Stretch) -> None:
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
    return 4 * _weight(island.new) <= min(_weight([*each.old, *each.new]) for each in (before, after))


def _weight(words: list[_Word]) -> int:
    return sum(word.weight for word in words)


def _marked(stretch: _Stretch) -> list[_Marked]:
    if stretch.same:
        return [(None, word) for word in stretch.new]
    return [
        *((None, word) for word in stretch.lead),
        *((Deleted, word) for word in stretch.old),
        *((Inserted, word) for word in stretch.new),
    ]


def _built(words: list[_Marked], depth: int = 0) -> Inlines:
    """Words as inlines again: emphasis and links around marks where they hold more than the change, else within."""
    pieces = [
        piece
        for around, run in groupby(words, lambda each: _around(each, depth))
        for piece in _piece(around, list(run), depth)
    ]
    return tuple(
        inline
        for mark, run in groupby(pieces, lambda piece: piece[0])
        for inline in _wrapped(mark, [each for _, each in run])
    )


def _around(marked: _Marked, depth: int) -> _Wrapper | None:
    around = marked[1].around
    return around[depth] if depth < len(around) else None


def _piece(around: _Wrapper | None, run: list[_Marked], depth: int) -> Iterator[tuple[_Mark, Inline]]:
    if around is None:
        yield from ((mark, word.leaf) for mark, word in run)
        return
    marks = {mark for mark, _ in run}
    mark = marks.pop() if len(marks) == 1 else None
    inside: list[_Marked] = [(None, word) for _, word in run] if mark else run
    yield mark, replace(around, children=_built(inside, depth + 1))


def _wrapped(mark: _Mark, inlines: list[Inline]) -> Iterator[Inline]:
    joined = tuple(_texts_joined(inlines))
    if mark is None:
        yield from joined
    elif joined:
        yield mark(joined)


def _texts_joined(inlines: list[Inline]) -> Iterator[Inline]:
    for is_text, run in groupby(inlines, lambda inline: isinstance(inline, Text)):
        if is_text:
            text = "".join(inline.text for inline in run if isinstance(inline, Text))
            yield from (Text(text),) if text else ()
        else:
            yield from run
