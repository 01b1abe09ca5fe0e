"""A block made anew with other inlines."""

from collections.abc import Callable

from campaign.core.letters.tree import (
    Amendment,
    Block,
    Blocks,
    Bullets,
    Heading,
    Inlines,
    Numbered,
    Paragraph,
    Quote,
    Table,
)

Run = Callable[[Inlines], Inlines]
Special = Callable[[Block], Block]


def rebuilt(blocks: Blocks, run: Run, special: Special = lambda block: block) -> Blocks:
    """The blocks with `run` applied to each run of inlines, nested blocks included.

    `special` is applied to each block first, before its runs are.
    """
    return tuple(_block(special(block), run, special) for block in blocks)


def _block(block: Block, run: Run, special: Special) -> Block:
    match block:
        case Paragraph(children):
            return Paragraph(run(children))
        case Heading(level, children):
            return Heading(level, run(children))
        case Bullets(items):
            return Bullets(tuple(rebuilt(item, run, special) for item in items))
        case Numbered(start, items):
            return Numbered(start, tuple(rebuilt(item, run, special) for item in items))
        case Quote(inner):
            return Quote(rebuilt(inner, run, special))
        case Table(head, body):
            return Table(tuple(map(run, head)), tuple(tuple(map(run, row)) for row in body))
        case Amendment(heading, paragraphs):
            return Amendment(heading, tuple(map(run, paragraphs)))
        case _:
            return block
