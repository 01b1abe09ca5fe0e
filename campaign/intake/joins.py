"""Paragraphs that a page broke in two are joined again, and each place is named."""

import re
from collections.abc import Iterable

from campaign.intake.pieces import Piece, Remark
from campaign.intake.runs import tidy, words_of
from campaign.letters.tree import Paragraph, Strong, Text

_UNENDED = re.compile(r"[^\W_]$|[,\-–—&/(]$")
_SENTENCE_INSIDE = re.compile(r"[.!?][\"”’)]?\s")
_HEADING_WORDS = 10  # a line of fewer words without an end may be a heading in plain words


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join a paragraph that ends in the middle of a sentence with the next one, by one space."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and _goes_on(kept[-1], piece):
            kept[-1] = _both(kept[-1], piece)
        else:
            kept.append(piece)
    return kept


def _goes_on(first: Piece, second: Piece) -> bool:
    before, after = words_of(first.block), words_of(second.block)
    if not (_plain_paragraph(first) and _plain_paragraph(second) and _UNENDED.search(before)):
        return False
    return after[:1].islower() or len(before.split()) >= _HEADING_WORDS or bool(_SENTENCE_INSIDE.search(before))


def _plain_paragraph(piece: Piece) -> bool:
    """A paragraph with words outside of bold; one that is bold throughout is a heading."""
    block = piece.block
    if not isinstance(block, Paragraph):
        return False
    return not all(
        isinstance(each, Strong) or (isinstance(each, Text) and not each.text.strip()) for each in block.children
    )


def _both(first: Piece, second: Piece) -> Piece:
    assert isinstance(first.block, Paragraph)
    assert isinstance(second.block, Paragraph)
    before, after = words_of(first.block), words_of(second.block)
    seam = f"… {' '.join(before.split()[-3:])} | {' '.join(after.split()[:3])} …"
    remark = Remark(f"a broken paragraph was joined: {seam}", "part it again if these were two paragraphs")
    inlines = tidy((*first.block.children, Text(" "), *second.block.children))
    return Piece(Paragraph(inlines), (*first.remarks, remark, *second.remarks))
