"""A table as an Excel workbook (.xlsx). Every text is a text: no cell is a formula, whatever stands in it."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain
from xml.sax.saxutils import escape

_MOST_CHARACTERS = 32_767  # of a cell, as Excel allows
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = (1980, 1, 1, 0, 0, 0)  # the same table gives the same bytes
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The bytes of a workbook with one sheet: the head, then the rows. Whole numbers are numbers, None is empty."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), _HEAD + part)
        entry = zipfile.ZipInfo("xl/worksheets/sheet1.xml", _DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w") as sheet:  # row by row: a list may have a million
            sheet.write(f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetData>'.encode())
            for row in chain((head,), rows):
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")
    return file.getvalue()


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = _NOT_XML.sub("\ufffd", str(value))[:_MOST_CHARACTERS]
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
