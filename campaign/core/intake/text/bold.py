"""Finds headings that are only bold, because few people use the styles of a word processor."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from campaign.core.intake import phrases
from campaign.core.intake.pieces import Piece, Remark
from campaign.core.intake.runs import words_of
from campaign.core.letters.tree import Block, Heading, Inlines, Paragraph, Strong

_MOST_WORDS = 14
_FIX = "make it bold again, **like this**, if it is not a heading"


def find_headings(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Turn short bold lines above text into headings, down to the signatories; one above the greeting is the title."""
    lines = [words_of(piece.block) for piece in pieces]
    greeting = next((at for at, line in enumerate(lines) if phrases.is_greeting(line)), 0)
    end = next((at for at, line in enumerate(lines) if phrases.is_signed(line) or phrases.is_closing(line)), len(lines))
    titled = any(isinstance(piece.block, Heading) and piece.block.level == 1 for piece in pieces)
    result: list[Piece] = []
    for at, (piece, following) in enumerate(pairwise([*pieces, Piece(Paragraph(()))])):
        level = 2 if at >= greeting else 0 if titled else 1
        words = _bold(piece.block) if at < end and level and not _bold(following.block) else ()
        if words:
            titled = titled or level == 1
            what = "the title" if level == 1 else "a heading"
            remark = Remark(f"a bold line was read as {what}: {lines[at]}", _FIX)
            piece = replace(piece, block=Heading(level, words), remarks=(*piece.remarks, remark))
        result.append(piece)
    return tuple(result)


def _bold(block: Block) -> Inlines:
    """Return the inlines of a short paragraph that is all bold and is neither a sentence nor a greeting, closing or the
    like; else ()."""
    match block:
        case Paragraph((Strong(children),)):
            line = words_of(block)
            short = len(line.split()) <= _MOST_WORDS and line[-1:] not in ".,;:!?"
            frame = phrases.is_line_of_its_own(line) or phrases.is_delivery(line)
            return children if short and not frame else ()
        case _:
            return ()
