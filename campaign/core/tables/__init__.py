"""Tables that people keep in spreadsheets: a file's bytes become records, whatever its encoding, delimiter and header.

Nothing is guessed in silence: what was taken is a remark, what cannot be taken is a problem with line and mend.
"""

from campaign.core.tables.header import TableField
from campaign.core.tables.reading import Cells, RowNotes, TableReading, read_cells, read_rows, row_key
from campaign.core.tables.rows import Record

__all__ = ["Cells", "TableField", "RowNotes", "TableReading", "Record", "row_key", "read_cells", "read_rows"]
