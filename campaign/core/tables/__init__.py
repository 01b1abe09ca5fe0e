"""Tables that people keep in spreadsheets: a file's bytes become records, whatever its encoding, delimiter and header.

Nothing is guessed in silence: what was taken is a remark, what cannot be taken is a problem with line and mend.
"""

from campaign.core.tables.header import Field
from campaign.core.tables.reading import Cells, Notes, Reading, own_key, read_cells, read_rows
from campaign.core.tables.table import Record

__all__ = ["Cells", "Field", "Notes", "Reading", "Record", "own_key", "read_cells", "read_rows"]
