"""A table that a page offers as a CSV file for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from campaign.core.publish.lists import escape_formula


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The file, with a byte order mark, and without a cell that would run as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([escape_formula("" if cell is None else str(cell)) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(
        b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace"), media_type="text/csv", headers=headers
    )
