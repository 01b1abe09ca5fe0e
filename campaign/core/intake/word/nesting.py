"""Lists built from paragraphs that each know their place: how a word processor keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from campaign.core.letters.tree import Block, BlockQuote, Blocks, BulletList, CodeBlock, NumberedList

BULLET = "-"
CONTINUES = ""
DEEPEST = 99  # as deep as the paragraph before


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands: in how many lists, and the sign that it begins an item with: BULLET, its number in
    digits, or GOES_ON where it is a further one of the item before it."""

    depth: int
    sign: str


@dataclass(slots=True)
class _List:
    """`start` is the first item's number, None for bullets."""

    start: int | None
    items: list[list["_Part"]] = field(default_factory=list)

    def expects(self, number: int | None) -> bool:
        return number == (None if self.start is None else self.start + len(self.items))


_Part: TypeAlias = Block | _List


class Nest:
    """Takes blocks one after the other, each with its place (None: in no list). With `empty_items` a paragraph of no
    words begins an item as any other does."""

    def __init__(self, *, empty_items: bool) -> None:
        self.parts: list[_Part] = []
        self.empty_items = empty_items
        self._open: list[_List] = []  # each one's last item goes on

    def put(self, block: Block | None, place: ListPlace | None) -> None:
        """Add a block; None for a paragraph of no words."""
        if not block and not (place and self.empty_items):
            return
        del self._open[_depth(place, len(self._open)) :]
        if place and place.sign != CONTINUES:
            self._begin(None if place.sign == BULLET else int(place.sign), place.depth)
        if block:
            _add(self._inside(), block)

    def blocks(self) -> Blocks:
        """What was built: a block for each of the parts."""
        return _to_blocks(self.parts)

    def _begin(self, number: int | None, depth: int) -> None:
        """Begin an item, of the list that is open at its depth if that can go on with it."""
        if len(self._open) < depth or not self._open[-1].expects(number):
            del self._open[depth - 1 :]
            new = _List(number)
            self._inside().append(new)
            self._open.append(new)
        self._open[-1].items.append([])

    def _inside(self) -> list[_Part]:
        return self._open[-1].items[-1] if self._open else self.parts


def _depth(place: ListPlace | None, open_lists: int) -> int:
    """How many of the open lists a paragraph leaves open."""
    return min(place.depth, open_lists) if place else 0


def _add(parts: list[_Part], block: Block) -> None:
    """Add a block. Each paragraph of a quotation, and of code, comes alone."""
    last = parts[-1] if parts else None
    if isinstance(last, BlockQuote) and isinstance(block, BlockQuote):
        parts[-1] = BlockQuote((*last.blocks, *block.blocks))
    elif isinstance(last, CodeBlock) and isinstance(block, CodeBlock):
        parts[-1] = CodeBlock(f"{last.text}\n{block.text}")
    else:
        parts.append(block)


def _to_blocks(parts: Iterable[_Part]) -> Blocks:
    return tuple(_list(part) if isinstance(part, _List) else part for part in parts)


def _list(part: _List) -> Block:
    items = tuple(map(_to_blocks, part.items))
    return BulletList(items) if part.start is None else NumberedList(part.start, items)
