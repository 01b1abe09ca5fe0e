"""A list that a page offers as a file: CSV and Excel for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from starlette.exceptions import HTTPException
from starlette.responses import Response

from campaign.core.publish.lists import escape_formula
from campaign.core.tables.workbook import workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(name: str, ending: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The file. In CSV no cell runs as a formula. An ending other than csv, json and xlsx is not found."""
    match ending:
        case "csv":
            return _file(name, ending, _csv(head, rows), "text/csv; charset=utf-8")
        case "json":
            data = [dict(zip(head, row, strict=True)) for row in rows]
            text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
            return _file(name, ending, text.encode("utf-8", "replace"), "application/json")
        case "xlsx":
            return _file(name, ending, workbook(head, rows), _XLSX)
        case _:
            raise HTTPException(404)


def _file(name: str, ending: str, content: bytes, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=kind, headers=headers)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([escape_formula("" if cell is None else str(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")
