"""Reads what a Word file has as lines of its own: amendments, quotations that no style can express, uncalled notes."""

from collections.abc import Sequence

from campaign.core.intake.pieces import Piece
from campaign.core.intake.runs import words_of
from campaign.core.letters import tree
from campaign.core.render.pandoc import AMENDMENT, END, NEXT, QUOTE, UNCALLED


def group_lines(pieces: Sequence[Piece], omitted_words: list[str]) -> list[Piece]:
    """Join the pieces between the first and last line of an amendment or a quotation, in lists too. The words of these
    lines go to `omitted_words`."""
    result: list[Piece] = []
    starts: list[int] = []
    for piece in pieces:
        line = words_of(piece.block)
        if line == NEXT:
            omitted_words.append(NEXT)
            continue
        if _opens(line):
            starts.append(len(result))
        result.append(Piece(_inside(piece.block, omitted_words), piece.remarks, apart=piece.apart))
        if line == END and starts:
            at = starts.pop()
            result[at:] = [_join_group(result[at:-1], omitted_words)]
    return result


def _opens(line: str) -> bool:
    return line == QUOTE or line.split("|")[0].strip() == AMENDMENT


def _join_group(pieces: Sequence[Piece], omitted_words: list[str]) -> Piece:
    """Join the pieces after their first line."""
    first, *inside = pieces
    line = words_of(first.block)
    remarks = tuple(remark for piece in inside for remark in piece.remarks)
    if line == QUOTE:
        omitted_words.append(QUOTE)
        return Piece(tree.BlockQuote(tuple(piece.block for piece in inside)), remarks)
    omitted_words.append(AMENDMENT)
    paragraphs = tuple(run for piece in inside for run in tree.inlines_of(piece.block))
    return Piece(tree.Amendment(line.partition("|")[2].strip(), paragraphs), remarks)


def _inside(block: tree.Block, omitted_words: list[str]) -> tree.Block:
    def blocks(inner: tree.Blocks) -> tree.Blocks:
        return tuple(piece.block for piece in group_lines([Piece(inner_block) for inner_block in inner], omitted_words))

    match block:
        case tree.BulletList(items):
            return tree.BulletList(tuple(map(blocks, items)))
        case tree.NumberedList(start, items):
            return tree.NumberedList(start, tuple(map(blocks, items)))
        case _:
            return block


def without_uncalled(pieces: list[Piece], omitted_words: list[str]) -> list[Piece]:
    """Remove the line that calls the notes which the text does not call. Comments on these notes stay."""
    result = []
    for piece in pieces:
        line = words_of(piece.block)
        if not line.startswith(UNCALLED):
            result.append(piece)
            continue
        omitted_words.append(line)
        if comments := tuple(
            inline for inline in tree.every_inline((piece.block,)) if isinstance(inline, tree.Comment)
        ):
            result.append(Piece(tree.Paragraph(comments), piece.remarks))
    return result
