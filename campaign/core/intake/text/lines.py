"""Line ends: which of them part a text, and which only come from the width of a window or a page."""

from collections.abc import Iterable
from dataclasses import replace

from campaign.core.intake import phrases
from campaign.core.intake.pieces import Piece
from campaign.core.intake.runs import each_run, lines, tidy, unbroken
from campaign.core.letters.tree import Inlines, LineBreak, Paragraph, plain

_NARROWEST = 50  # a text wrapped by a program is at least so wide; narrower lines are an address or a verse


def parted(pieces: Iterable[Piece]) -> list[Piece]:
    """Each line that stands alone (subject, greeting, "Signed:") as a paragraph of its own."""
    return [part for piece in pieces for part in _parted(piece)]


def _parted(piece: Piece) -> list[Piece]:
    if not isinstance(piece.block, Paragraph):
        return [piece]
    rows = lines(piece.block.children)
    if len(rows) < 2 or not any(_alone(row) for row in rows):
        return [piece]
    groups: list[list[Inlines]] = []
    for at, row in enumerate(rows):
        if at and not _alone(row) and not _alone(rows[at - 1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [Piece(Paragraph(together(group)), piece.remarks if not at else ()) for at, group in enumerate(groups)]


def together(rows: list[Inlines]) -> Inlines:
    """Lines as one run with line breaks."""
    return tidy(inline for row in rows for inline in (*row, LineBreak()))


def unwrapped(piece: Piece) -> Piece:
    """The paragraph in one line where its line ends only come from wrapping; an address keeps its lines."""
    if not isinstance(piece.block, Paragraph):
        return replace(piece, block=each_run(piece.block, unbroken))
    rows = lines(piece.block.children)
    if _wrapped([plain(row) for row in rows]):
        return replace(piece, block=Paragraph(unbroken(piece.block.children)))
    return piece


def _wrapped(rows: list[str]) -> bool:
    widest = max(map(len, rows), default=0)
    return widest >= _NARROWEST and all(len(row) > widest * 0.6 for row in rows[:-1])


def _alone(row: Inlines) -> bool:
    return phrases.is_line_of_its_own(plain(row))
