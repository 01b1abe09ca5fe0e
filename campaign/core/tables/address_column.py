"""Finds the column of email addresses when its header does not say so, and names columns without a header."""

from collections.abc import Sequence
from dataclasses import replace

from campaign.core.tables.header import ColumnMap, TableField, map_columns
from campaign.core.tables.rows import CsvTable
from campaign.core.tables.table_record import Record
from campaign.core.tables.text import quote_value
from campaign.errors import Problem

_MAIL = "mail"
_USUAL_SHARE = 0.5  # a column of notes may hold an address, too


def table_columns(table: CsvTable, fields: Sequence[TableField]) -> ColumnMap:
    """The columns of a table by field: as `map_columns` finds them, and if no header names the email addresses, the one
    column that holds them.

    It is a problem if several do. Columns without a header that are filled and not used get a remark.
    """
    columns = map_columns(table.header, fields, table.path)
    has_header = not any("@" in cell for cell in table.header.value)
    if has_header and any(field.name == _MAIL for field in fields) and _MAIL not in columns.index:
        columns = _with_addresses(table, columns, fields)
    unnamed = [
        at for at, cell in enumerate(table.header.value) if not cell.strip() and at not in columns.index.values()
    ]
    filled = [str(at + 1) for at in unnamed if any(row.value[at].strip() for row in table.rows)]
    if not filled:
        return columns
    what = f"columns without a header are not used: {', '.join(filled)}"
    return replace(columns, remarks=(*columns.remarks, _problem(table, what, "name those that matter")))


def _with_addresses(table: CsvTable, columns: ColumnMap, fields: Sequence[TableField]) -> ColumnMap:
    used = columns.index.values()
    holders = [at for at in range(len(table.header.value)) if at not in used and _holds_addresses(table, at)]
    names = " and ".join(_name(table, at) for at in holders)
    if len(holders) > 1:
        problem = _problem(table, f"{names} hold email addresses", "name the one to write to: mail")
        return replace(columns, problems=(*columns.problems, problem))
    if not holders:
        return columns
    remark = _problem(table, f"{names} is read as the email address", "if that is wrong, name the right one: mail")
    at = holders[0]
    named = Record(table.header.line, (*table.header.value[:at], _MAIL, *table.header.value[at + 1 :]))
    columns = map_columns(named, fields, table.path)
    return replace(columns, remarks=(*columns.remarks, remark))


def _holds_addresses(table: CsvTable, at: int) -> bool:
    cells = [row.value[at] for row in table.rows if row.value[at].strip()]
    return sum(_has_address(cell) for cell in cells) > _USUAL_SHARE * len(cells)


def _has_address(cell: str) -> bool:
    before, at, after = cell.partition("@")
    return bool(at) and not before[-1:].isspace() and "." in after


def _name(table: CsvTable, at: int) -> str:
    header = table.header.value[at].strip()
    return f"the column {quote_value(header)}" if header else f"column {at + 1}, which has no header,"


def _problem(table: CsvTable, what: str, fix: str) -> Problem:
    return Problem(table.path, table.header.line, what, fix)
