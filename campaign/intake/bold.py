"""Headings that are only bold: few people use a word processor's styles."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from campaign.intake import phrases
from campaign.intake.pieces import Piece, Remark
from campaign.intake.runs import words_of
from campaign.letters.tree import Block, Heading, Paragraph, Strong

_MOST_WORDS = 14
_MEND = "make it bold again, **so**, if it is no heading"


def headings(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Short bold lines above text as headings, down to the signatories; the one above the greeting is the title."""
    lines = [words_of(piece.block) for piece in pieces]
    greeting = next((at for at, line in enumerate(lines) if phrases.is_greeting(line)), 0)
    end = next((at for at, line in enumerate(lines) if phrases.is_signed(line) or phrases.is_closing(line)), len(lines))
    titled = any(isinstance(piece.block, Heading) and piece.block.level == 1 for piece in pieces)
    found: list[Piece] = []
    for at, (piece, following) in enumerate(pairwise([*pieces, Piece(Paragraph(()))])):
        level = 2 if at >= greeting else 0 if titled else 1
        if at < end and level and _is_heading(piece.block) and not _is_heading(following.block):
            titled = titled or level == 1
            what = "the title" if level == 1 else "a heading"
            remark = Remark(f"a bold line was read as {what}: {lines[at]}", _MEND)
            piece = replace(piece, block=_heading(level, piece.block), remarks=(*piece.remarks, remark))
        found.append(piece)
    return tuple(found)


def _is_heading(block: Block) -> bool:
    """A paragraph of a few words, all of them bold, that is no sentence and no line of a letter's frame."""
    match block:
        case Paragraph((Strong(),)):
            line = words_of(block)
            short = len(line.split()) <= _MOST_WORDS and line[-1:] not in ".,;:!?"
            return short and not phrases.is_line_of_its_own(line) and not phrases.is_delivery(line)
        case _:
            return False


def _heading(level: int, block: Block) -> Block:
    match block:
        case Paragraph((Strong(children),)):
            return Heading(level, children)
        case _:
            return block
