"""Rebuilds blocks with other inlines."""

from collections.abc import Callable

from campaign.core.letters import tree

MapRun = Callable[[tree.Inlines], tree.Inlines]
MapBlock = Callable[[tree.Block], tree.Block]


def rebuild(blocks: tree.Blocks, map_run: MapRun, map_block: MapBlock = lambda block: block) -> tree.Blocks:
    """Apply `map_run` to each run of inlines, also in nested blocks.

    `map_block` is applied to each block before its runs.
    """
    return tuple(_rebuild_block(map_block(block), map_run, map_block) for block in blocks)


def _rebuild_block(block: tree.Block, map_run: MapRun, map_block: MapBlock) -> tree.Block:
    match block:
        case tree.Paragraph(children):
            return tree.Paragraph(map_run(children))
        case tree.Heading(level, children):
            return tree.Heading(level, map_run(children))
        case tree.BulletList(items):
            return tree.BulletList(tuple(rebuild(item, map_run, map_block) for item in items))
        case tree.NumberedList(start, items):
            return tree.NumberedList(start, tuple(rebuild(item, map_run, map_block) for item in items))
        case tree.BlockQuote(inner):
            return tree.BlockQuote(rebuild(inner, map_run, map_block))
        case tree.TableBlock(head, body, aligns):
            return tree.TableBlock(tuple(map(map_run, head)), tuple(tuple(map(map_run, row)) for row in body), aligns)
        case tree.Amendment(heading, paragraphs):
            return tree.Amendment(heading, tuple(map(map_run, paragraphs)))
        case _:
            return block
