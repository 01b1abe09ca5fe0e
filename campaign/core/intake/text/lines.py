"""Decides which line ends separate a text, and which only come from wrapping."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.core.intake import phrases
from campaign.core.intake.pieces import Piece
from campaign.core.intake.runs import lines, map_runs, tidy, without_breaks
from campaign.core.letters.tree import Inlines, LineBreak, Paragraph, plain

_NARROWEST = 50  # programs wrap text at this width or more; narrower lines are an address or a verse


def split_lone_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Make each line that stands alone (subject, greeting, "Signed:") a paragraph of its own."""
    return [part for piece in pieces for part in _split(piece)]


def _split(piece: Piece) -> list[Piece]:
    if not isinstance(piece.block, Paragraph):
        return [piece]
    rows = lines(piece.block.children)
    if len(rows) < 2 or not any(_stands_alone(row) for row in rows):
        return [piece]
    groups: list[list[Inlines]] = []
    for at, row in enumerate(rows):
        if at and not _stands_alone(row) and not _stands_alone(rows[at - 1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [Piece(Paragraph(join_lines(group)), piece.remarks if not at else ()) for at, group in enumerate(groups)]


def join_lines(rows: list[Inlines]) -> Inlines:
    """Join lines into one run with line breaks."""
    return tidy(inline for row in rows for inline in (*row, LineBreak()))


def unwrap(piece: Piece) -> Piece:
    """Remove line ends that only come from wrapping; an address keeps its lines."""
    if not isinstance(piece.block, Paragraph):
        return replace(piece, block=map_runs(piece.block, without_breaks))
    rows = lines(piece.block.children)
    if _is_wrapped([plain(row) for row in rows]):
        return replace(piece, block=Paragraph(without_breaks(piece.block.children)))
    return piece


def _is_wrapped(rows: list[str]) -> bool:
    widest = max(map(len, rows), default=0)
    return widest >= _NARROWEST and all(len(row) > widest * 0.6 for row in rows[:-1])


def _stands_alone(row: Inlines) -> bool:
    return phrases.is_line_of_its_own(plain(row))
