"""Rows below a table that are none of it: sums, and notes such as a date or a source."""

import re
from collections.abc import Sequence

from campaign.core.tables.table_record import RawRow

_SUM = re.compile(
    r"(?:grand |sub)?(?:total|sum|summe|gesamt|gesamtzahl|insgesamt|anzahl|count|somme|totaal|totale|suma)"
    r"(?: (?:number|of|der|organisations?|organizations?|organisationen|signatories|meps?|members|rows|entries))*"
    r"(?: ?[:=]? ?[\d.,' ]*| ?[:=] ?\d[\d.,']* [^\W\d_]+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d.,' %€]+")
_NOTE = re.compile(
    r"(?:(?:source|quelle|note|notes|hinweis|anmerkung|remarque|legend|legende|légende) ?:"
    r"|(?:stand|status|as of|last updated?|updated?|exported|printed|erstellt|exportiert|état au|mis à jour|page|seite)"
    r" ?(?:on|am|le)? ?:? ?\d|©|\(c\)).*",
    re.IGNORECASE | re.DOTALL,
)


def rows_end(rows: Sequence[RawRow]) -> int:
    """The number of rows before the sums and notes below a table."""
    end = len(rows)
    while end > 1 and _is_below(rows[end - 1]):
        end -= 1
    return end


def _is_below(row: RawRow) -> bool:
    cells = [cell for cell in (" ".join(cell.split()) for cell in row.value) if cell]
    if all(_NUMBER.fullmatch(cell) for cell in cells):
        return True
    first, *others = cells
    return (_SUM.fullmatch(first) is not None and all(_NUMBER.fullmatch(cell) for cell in others)) or (
        not others and _NOTE.fullmatch(first) is not None
    )
