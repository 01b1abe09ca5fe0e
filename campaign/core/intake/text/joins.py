"""Joins paragraphs that a page break split, with a remark on each."""

import re
from collections.abc import Iterable
from itertools import pairwise

from campaign.core.intake.pieces import Piece, Remark
from campaign.core.intake.runs import tidy, words_of
from campaign.core.letters.tree import Paragraph, Strong, Text

_NO_END = re.compile(r"[^\W_]$|[,\-–—&/(]$")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_][.!?][\"”’)]?\s")
# A typed mark begins a point of a list: "a)", "(1)", "ii.", a dash.
_POINT = re.compile(r"(?:[-–—•·▪‣*]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)])\s")
_HEADING_WORDS = 10  # a shorter line without an end may be a heading


def join_paragraphs(pieces: Iterable[Piece]) -> list[Piece]:
    """Join a paragraph that ends in the middle of a sentence with the next one, with a space between them."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _continues(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_join_group(group) for group in groups]


def _continues(group: list[Piece], piece: Piece) -> bool:
    first = group[-1]
    before, after = words_of(first.block), words_of(piece.block)
    if not (_plain_paragraph(first) and _plain_paragraph(piece) and _NO_END.search(before)):
        return False
    if _POINT.match(after) or _POINT.match(before):
        return False
    text = len(group) > 1 or len(before.split()) >= _HEADING_WORDS or bool(_SENTENCE_INSIDE.search(before))
    return text or after[:1].islower()


def _plain_paragraph(piece: Piece) -> bool:
    """Whether it is a paragraph with words that are not bold; an all bold one is a heading."""
    block = piece.block
    if not isinstance(block, Paragraph) or piece.apart:
        return False
    return not all(
        isinstance(inline, Strong) or (isinstance(inline, Text) and not inline.text.strip())
        for inline in block.children
    )


def _join_group(group: list[Piece]) -> Piece:
    if len(group) == 1:
        return group[0]
    runs = (piece.block.children for piece in group if isinstance(piece.block, Paragraph))
    inlines = tidy(inline for run in runs for inline in (*run, Text(" ")))
    seams = [_seam(words_of(one.block), words_of(two.block)) for one, two in pairwise(group)]
    return Piece(Paragraph(inlines), (*(remark for piece in group for remark in piece.remarks), *seams))


def _seam(before: str, after: str) -> Remark:
    excerpt = f"… {' '.join(before.split()[-3:])} | {' '.join(after.split()[:3])} …"
    return Remark(f"joined a broken paragraph: {excerpt}", "split it again if these were two paragraphs")
