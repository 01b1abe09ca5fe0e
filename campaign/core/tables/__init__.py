"""Reads tables from spreadsheets: CSV files in any encoding, with any delimiter and any sensible header.

Every guess is reported as a remark, and every row that cannot be read as a problem with its line and a fix.
"""

from campaign.core.tables.header import TableField
from campaign.core.tables.reading import Cells, RowNotes, TableReading, read_cells, read_rows, row_key
from campaign.core.tables.table_record import Record

__all__ = ["Cells", "TableField", "RowNotes", "TableReading", "Record", "row_key", "read_cells", "read_rows"]
