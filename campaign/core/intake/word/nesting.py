"""Builds lists from paragraphs that each have their place, as word processors store them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from campaign.core.letters.tree import Block, BlockQuote, Blocks, BulletList, CodeBlock, NumberedList

BULLET = "-"
CONTINUES = ""
DEEPEST = 99  # as deep as the paragraph before


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A paragraph's place in lists."""

    depth: int
    """How many lists it is in."""
    sign: str
    """BULLET or a number in digits if it begins an item; CONTINUES if it continues the item before it."""


@dataclass(slots=True)
class _List:
    """A list that is being built. `start` is the first item's number, None for bullets."""

    start: int | None
    items: list[list["_Part"]] = field(default_factory=list)

    def expects(self, number: int | None) -> bool:
        return number == (None if self.start is None else self.start + len(self.items))


_Part: TypeAlias = Block | _List


class Nest:
    """Builds lists from blocks in order, each with its place (None: in no list). With `empty_items` an empty paragraph
    can begin an item."""

    def __init__(self, *, empty_items: bool) -> None:
        self.parts: list[_Part] = []
        self.empty_items = empty_items
        self._open: list[_List] = []  # each one's last item goes on

    def put(self, block: Block | None, place: ListPlace | None) -> None:
        """Add a block; None for an empty paragraph."""
        if not block and not (place and self.empty_items):
            return
        del self._open[_depth(place, len(self._open)) :]
        if place and place.sign != CONTINUES:
            self._begin(None if place.sign == BULLET else int(place.sign), place.depth)
        if block:
            _add(self._inside(), block)

    def blocks(self) -> Blocks:
        """Return the blocks that were built."""
        return _to_blocks(self.parts)

    def _begin(self, number: int | None, depth: int) -> None:
        """Begin an item, in the list that is open at its depth if the number continues that list."""
        if len(self._open) < depth or not self._open[-1].expects(number):
            del self._open[depth - 1 :]
            new = _List(number)
            self._inside().append(new)
            self._open.append(new)
        self._open[-1].items.append([])

    def _inside(self) -> list[_Part]:
        return self._open[-1].items[-1] if self._open else self.parts


def _depth(place: ListPlace | None, open_lists: int) -> int:
    """Return how many of the open lists stay open."""
    return min(place.depth, open_lists) if place else 0


def _add(parts: list[_Part], block: Block) -> None:
    """Add a block; a quotation or code joins the one before it, because they arrive paragraph by paragraph."""
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
