"""A block made anew with other inlines."""

from collections.abc import Callable

from campaign.core.letters import tree

Run = Callable[[tree.Inlines], tree.Inlines]
Special = Callable[[tree.Block], tree.Block]


def rebuilt(blocks: tree.Blocks, run: Run, special: Special = lambda block: block) -> tree.Blocks:
    """The blocks with `run` applied to each run of inlines, nested blocks included.

    `special` is applied to each block first, before its runs are.
    """
    return tuple(_block(special(block), run, special) for block in blocks)


def _block(block: tree.Block, run: Run, special: Special) -> tree.Block:
    match block:
        case tree.Paragraph(children):
            return tree.Paragraph(run(children))
        case tree.Heading(level, children):
            return tree.Heading(level, run(children))
        case tree.Bullets(items):
            return tree.Bullets(tuple(rebuilt(item, run, special) for item in items))
        case tree.Numbered(start, items):
            return tree.Numbered(start, tuple(rebuilt(item, run, special) for item in items))
        case tree.Quote(inner):
            return tree.Quote(rebuilt(inner, run, special))
        case tree.Table(head, body):
            return tree.Table(tuple(map(run, head)), tuple(tuple(map(run, row)) for row in body))
        case tree.Amendment(heading, paragraphs):
            return tree.Amendment(heading, tuple(map(run, paragraphs)))
        case _:
            return block
