"""What stands in a Word file as lines of its own: amendments, quotations that no style can hold, uncalled notes."""

from collections.abc import Sequence

from campaign.core.intake.pieces import Piece
from campaign.core.intake.runs import words_of
from campaign.core.letters import tree
from campaign.core.render.pandoc import AMENDMENT, END, NEXT, QUOTE, UNCALLED


def grouped(pieces: Sequence[Piece], taken: list[str]) -> list[Piece]:
    """What stands between the two lines of an amendment or a quotation, as one; in lists, too. Their words go to
    `taken`."""
    kept: list[Piece] = []
    opened: list[int] = []
    for piece in pieces:
        line = words_of(piece.block)
        if line == NEXT:
            taken.append(NEXT)
            continue
        if _opens(line):
            opened.append(len(kept))
        kept.append(Piece(_inside(piece.block, taken), piece.remarks, apart=piece.apart))
        if line == END and opened:
            at = opened.pop()
            kept[at:] = [_one(kept[at:-1], taken)]
    return kept


def _opens(line: str) -> bool:
    return line == QUOTE or line.split("|")[0].strip() == AMENDMENT


def _one(pieces: Sequence[Piece], taken: list[str]) -> Piece:
    """The pieces after their first line as one."""
    first, *inside = pieces
    line = words_of(first.block)
    remarks = tuple(remark for each in inside for remark in each.remarks)
    if line == QUOTE:
        taken.append(QUOTE)
        return Piece(tree.Quote(tuple(each.block for each in inside)), remarks)
    taken.append(AMENDMENT)
    paragraphs = tuple(run for each in inside for run in tree.inlines_of(each.block))
    return Piece(tree.Amendment(line.partition("|")[2].strip(), paragraphs), remarks)


def _inside(block: tree.Block, taken: list[str]) -> tree.Block:
    def blocks(inner: tree.Blocks) -> tree.Blocks:
        return tuple(each.block for each in grouped([Piece(each) for each in inner], taken))

    match block:
        case tree.Bullets(items):
            return tree.Bullets(tuple(map(blocks, items)))
        case tree.Numbered(start, items):
            return tree.Numbered(start, tuple(map(blocks, items)))
        case _:
            return block


def without_uncalled(pieces: list[Piece], taken: list[str]) -> list[Piece]:
    """The letter without the line that calls the notes which its text does not call. What was said about those notes
    stays."""
    kept = []
    for piece in pieces:
        line = words_of(piece.block)
        if not line.startswith(UNCALLED):
            kept.append(piece)
            continue
        taken.append(line)
        if comments := tuple(each for each in tree.every_inline((piece.block,)) if isinstance(each, tree.Comment)):
            kept.append(Piece(tree.Paragraph(comments), piece.remarks))
    return kept
