"""Spreadsheets from strangers: what is read, and what can bring nothing down."""

import io
import struct
import zipfile

import pytest

from campaign.adapters.files.workbook import csv_of_workbook
from campaign.errors import FolderError

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(rows: str, merged: str = "") -> bytes:
    """The smallest workbook with these rows, as XML, and the range of its joined cells."""
    joined = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{joined}</worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def row(number: int, *cells: str, column: str = "") -> str:
    """A row of texts, from the first column or in a named one."""
    names = [column] if column else "ABCDEFG"
    texts = (
        f'<c r="{name}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for name, cell in zip(names, cells, strict=False)
    )
    return f'<row r="{number}">{"".join(texts)}</row>'


def test_rows_become_lines_and_cells_become_text() -> None:
    """Line breaks within a cell are blanks, numbers are as people write them, and empty rows stay."""
    number = '<row r="3"><c r="A3"><v>7</v></c><c r="B3" t="b"><v>1</v></c><c r="C3"><v>2.5</v></c></row>'
    workbook = xlsx(row(1, "name", "one\ntwo", "c") + number)
    assert csv_of_workbook(workbook, "list.xlsx") == b"name,one two,c\n,,\n7,yes,2.5\n"


@pytest.mark.parametrize(
    ("merged", "table"),
    [("B2:B4", b"name,country\nA,Italy\nB,Italy\nC,Italy\n"), ("A5:Z9", b"name,country\nA,Italy\nB,\nC,\n")],
    ids=["over rows", "beyond the cells"],
)
def test_a_cell_joined_over_rows_stands_in_all(merged: str, table: bytes) -> None:
    """A country that is written once for three people is the country of each."""
    rows = row(1, "name", "country") + row(2, "A", "Italy") + row(3, "B") + row(4, "C")
    assert csv_of_workbook(xlsx(rows, merged), "list.xlsx") == table


def test_a_workbook_without_cells_is_an_empty_table() -> None:
    """No sheet has a cell: there is no line."""
    assert csv_of_workbook(xlsx(""), "list.xlsx") == b""


@pytest.mark.parametrize(("at", "column"), [(20_000, "XFD"), (1_048_576, "XFD")])
def test_a_cell_at_the_end_of_a_sheet_ends_no_program(at: int, column: str) -> None:
    """A file of 1 KB that would need 10 GB is refused, and the message says what to do."""
    workbook = xlsx(row(1, "name") + row(at, "x", column=column))
    with pytest.raises(FolderError) as refused:
        csv_of_workbook(workbook, "list.xlsx")
    assert (refused.value.message, refused.value.fix) == (
        "list.xlsx: too large when it is unpacked",
        "delete its empty rows and columns, or save it as CSV (UTF-8), and choose that file",
    )


def test_texts_that_make_a_table_too_large() -> None:
    """A text of 30 KB in a thousand rows packs well, and is too large for a table."""
    with pytest.raises(FolderError, match="too large when it is unpacked"):
        csv_of_workbook(xlsx("".join(row(at, "x" * 30_000) for at in range(1, 1001))), "list.xlsx")


def test_a_file_that_lies_about_its_size() -> None:
    """The size that the ZIP file announces is not believed."""
    workbook = bytearray(xlsx("".join(row(at, "x" * 30_000) for at in range(1, 100))))
    sheet = workbook.rfind(b"PK\x01\x02")
    workbook[sheet + 24 : sheet + 28] = struct.pack("<I", 100)
    with pytest.raises(FolderError, match="cannot be read as a spreadsheet"):
        csv_of_workbook(bytes(workbook), "list.xlsx")


def test_what_is_no_spreadsheet() -> None:
    """Any other ZIP file is refused with the cause."""
    with pytest.raises(FolderError, match=r"^list\.xlsx: cannot be read as a spreadsheet \(.+\)$"):
        csv_of_workbook(b"PK\x03\x04nonsense", "list.xlsx")
