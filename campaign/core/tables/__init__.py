"""Tables that people keep in spreadsheets: a file's bytes become records, whatever its encoding, delimiter and header.

Nothing is guessed in silence: what was taken is a remark, what cannot be taken is a problem with line and mend.
"""

from campaign.core.tables.header import Field
from campaign.core.tables.reading import Kept, Notes, Reading, Record, Records, own_key, records
from campaign.core.tables.table import MOST_BYTES, MOST_ROWS, Row, Table, read

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Field",
    "Kept",
    "Notes",
    "Reading",
    "Record",
    "Records",
    "Row",
    "Table",
    "own_key",
    "read",
    "records",
]
