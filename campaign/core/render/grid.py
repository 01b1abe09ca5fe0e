"""A table in plain text: in columns if they fit, otherwise one line per cell."""

from collections.abc import Sequence
from itertools import chain, repeat

from campaign.core.render.characters import columns
from campaign.core.render.lines import GLUE, wrap

_GAP = 2  # between columns


def pad_rows(rows: list[list[str]], empty: str = "") -> list[list[str]]:
    """Add empty cells to short rows, so that all have the same length."""
    longest = max(map(len, rows))
    return [row + [empty] * (longest - len(row)) for row in rows]


def align_columns(rows: list[list[str]], width: int, aligns: Sequence[str] = ()) -> list[str]:
    """Write rows in columns, the first underlined. Returns no lines if they do not fit into `width`.

    `aligns` are as in the tree: "right", "center" or others for each column.
    """
    if any("\n" in cell for row in rows for cell in row):
        return []
    rows = [[cell.replace(GLUE, " ") for cell in row] for row in rows]
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    if sum(widths) + _GAP * (len(widths) - 1) > width:
        return []
    rule = ["-" * column_width for column_width in widths]
    return [_row(row, widths, aligns) for row in (rows[0], rule, *rows[1:])]


def _row(cells: list[str], widths: list[int], aligns: Sequence[str]) -> str:
    triples = zip(cells, widths, chain(aligns, repeat("")), strict=False)
    return (" " * _GAP).join(_pad(cell, wide - columns(cell), align) for cell, wide, align in triples).rstrip()


def _pad(cell: str, room: int, align: str) -> str:
    before = {"right": room, "center": room // 2}.get(align, 0)
    return " " * before + cell + " " * (room - before)


def label_cells(head: list[str], row: list[str], width: int) -> list[str]:
    """Write a row as one line per cell, each after the name of its column."""
    named = (f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True))
    return [line for text in named for line in wrap(text, width, rest="  ")]
