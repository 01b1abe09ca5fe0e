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


def ods(rows: str) -> bytes:
    """The smallest OpenDocument workbook with these rows, as XML."""
    names = (("office", "office"), ("table", "table"), ("text", "text"))
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        file.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return out.getvalue()


def ods_row(*cells: str) -> str:
    """A row of cells: a text, or XML as it is."""
    texts = (
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{''.join(texts)}</table:table-row>"


def test_a_joined_cell_of_an_opendocument_file_stands_in_all_its_rows() -> None:
    """The rows that it covers have its text, wherever blank columns are written as one."""
    joined = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Italy</text:p>'
        "</table:table-cell>"
    )
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = ods_row("name", "a", "b", "country") + ods_row("A", blank, joined)
    rows += ods_row("B", blank, "<table:covered-table-cell/>") + ods_row("C", blank, "Malta")
    assert csv_of_workbook(ods(rows), "list.ods") == b"name,a,b,country\nA,,,Italy\nB,,,Italy\nC,,,Malta\n"


def test_a_broken_opendocument_file_is_named() -> None:
    """Broken XML and numbers that are none end in a sentence."""
    for rows in ("<table:table-row>", '<table:table-row table:number-rows-repeated="x"></table:table-row>'):
        with pytest.raises(FolderError, match="cannot be read as a spreadsheet"):
            csv_of_workbook(ods(rows), "list.ods")


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


@pytest.mark.slow
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
