"""A table in plain text: in columns if they fit, otherwise one line per cell."""

from campaign.core.render.characters import columns
from campaign.core.render.lines import GLUE, wrap

_GAP = 2  # between columns


def pad_rows(rows: list[list[str]], empty: str = "") -> list[list[str]]:
    """Add empty cells to short rows, so that all have the same length."""
    longest = max(map(len, rows))
    return [row + [empty] * (longest - len(row)) for row in rows]


def align_columns(rows: list[list[str]], width: int) -> list[str]:
    """Write rows in columns, the first underlined. Returns no lines if they do not fit into `width`."""
    if any("\n" in cell for row in rows for cell in row):
        return []
    rows = [[cell.replace(GLUE, " ") for cell in row] for row in rows]
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    if sum(widths) + _GAP * (len(widths) - 1) > width:
        return []
    rule = ["-" * column_width for column_width in widths]
    return [_row(row, widths) for row in (rows[0], rule, *rows[1:])]


def _row(cells: list[str], widths: list[int]) -> str:
    gap = " " * _GAP
    return gap.join(cell + " " * (wide - columns(cell)) for cell, wide in zip(cells, widths, strict=True)).rstrip()


def label_cells(head: list[str], row: list[str], width: int) -> list[str]:
    """Write a row as one line per cell, each after the name of its column."""
    named = (f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True))
    return [line for text in named for line in wrap(text, width, rest="  ")]
