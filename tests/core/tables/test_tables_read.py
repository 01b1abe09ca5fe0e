"""Bytes to rows: encodings, delimiters, quotes, lines, and what is refused as a whole."""

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campaign.core.tables import Record
from campaign.core.tables.encoding import decode, repair
from campaign.core.tables.rows import MOST_BYTES, MOST_ROWS, read
from campaign.errors import Problem

HEADER = ("name", "mail", "role")


def csv_text(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    return out.getvalue()


def cells(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    filled = st.text(alphabet, min_size=1).filter(str.strip)
    row = st.tuples(filled, st.text(alphabet), filled).map(list)
    return st.lists(row, min_size=1, max_size=8)


UNICODE = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
WESTERN = st.sampled_from("abcXYZ \r\n\"',;|\t0123–")


@settings(deadline=None)
@given(cells(UNICODE), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_rows_come_back_as_written(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    """What csv writes in any Unicode encoding and with any delimiter is read back equal."""
    assume(repair(csv_text(rows, delimiter), "t.csv")[1] is None)
    table = read(csv_text(rows, delimiter).encode(encoding), "t.csv")
    assert [list(row.value) for row in table.rows] == rows
    assert (table.encoding, table.delimiter, table.problems) == (encoding, delimiter, ())


@settings(deadline=None)
@given(cells(WESTERN), st.sampled_from([",", ";", "\t", "|"]))
def test_rows_of_a_windows_file_come_back(rows: list[list[str]], delimiter: str) -> None:
    """A cp1252 file that is not UTF-8 is read back equal."""
    rows = [*rows, ["Renée", "", "é"]]
    table = read(csv_text(rows, delimiter).encode("cp1252"), "t.csv")
    assert [list(row.value) for row in table.rows] == rows
    assert (table.encoding, table.delimiter) == ("cp1252", delimiter)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    """No bytes make the reader fail: there are rows, or there is a problem."""
    table = read(data, "t.csv")
    assert table.rows or table.problems


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        (b"name\nJan\n", "t.csv: read as utf-8"),
        (b"\xef\xbb\xbfname\nJan\n", "t.csv: read as utf-8-sig"),
        ("name\nJan\n".encode("utf-16"), "t.csv: read as utf-16"),
        (
            b"name\nRen\xe9e\n",
            (
                "t.csv: read as Windows-1252 (cp1252), because it is not UTF-8; "
                "check names with accents, or save the file as `CSV UTF-8`"
            ),
        ),
    ],
)
def test_the_encoding_is_reported(data: bytes, remark: str) -> None:
    """A remark names the encoding that was taken."""
    assert [str(problem) for problem in read(data, "t.csv").remarks] == [remark]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;mail\nWit, Jan;jan@wit.example\n", ";"),
        ("name,mail\nJan;jan@wit.example\n", ","),
        ("name\tmail\nJan\tjan@wit.example\n", "\t"),
        ("name|mail\nJan|jan@wit.example\n", "|"),
        ("name\nJan\n", ","),
        ("name\nGitHub, Inc.\n", ";"),
        ("sep=|\nname|mail, post\na|b\n", "|"),
        ("name,mail", ","),
        ("\n" * 30 + "name;mail\n", ";"),
    ],
)
def test_the_delimiter_of_few_lines(text: str, delimiter: str) -> None:
    """Two lines are enough to tell the delimiter, one column needs none, and Excel's own hint is followed."""
    assert read(text.encode(), "t.csv").delimiter == delimiter


def test_a_cell_without_end_refuses_the_file() -> None:
    """A cell longer than any real one is an open quotation mark; the row's line is named."""
    table = read(b'"' + b"x" * 200_000, "t.csv")
    assert table.problems == (
        Problem(
            "t.csv",
            1,
            "a cell has more than 100,000 characters, so the rows below it cannot be trusted",
            "find the quotation mark that is never closed",
        ),
    )


def test_rows_know_the_line_they_start_in() -> None:
    """Quoted line breaks and blank lines count."""
    table = read(b'name,role\r\n\r\n"Jan","one\r\ntwo"\r\n,\r\nAnna,x\r\n', "t.csv")
    assert table.rows == (Record(3, ("Jan", "one\r\ntwo")), Record(6, ("Anna", "x")))


def test_spreadsheets_empty_columns_do_not_count() -> None:
    """Empty cells to the right of the header are dropped, from header and rows."""
    table = read(b"name,mail,,\nJan,,,\n", "t.csv")
    assert (table.header, table.rows) == (Record(1, ("name", "mail")), (Record(2, ("Jan", "")),))


def test_an_excel_hint_is_no_row() -> None:
    """The line sep=; is neither header nor row, and lines are still counted from the top of the file."""
    table = read(b"sep=;\r\nname;mail\r\nJan;\r\n", "t.csv")
    assert (table.header, table.rows) == (Record(2, ("name", "mail")), (Record(3, ("Jan", "")),))


def test_uneven_and_broken_rows_cost_no_other_row() -> None:
    """Too few cells, too many, and a stray quotation mark each cost their own row only."""
    table = read(b'a,b\n1\n1,2,3\n"x"y,2\n"x\n"y,2\nok,ok\n', "t.csv")
    assert table.rows == (Record(7, ("ok", "ok")),)
    assert [str(row_problem) for row_problem in table.problems] == [
        "t.csv:2: 1 cell, but the header has 2; add a delimiter for each empty cell",
        "t.csv:3: 3 cells, but the header has 2; put quotation marks around a cell that contains the delimiter",
        "t.csv:4: a quotation mark in the middle of a cell; write it twice inside a quoted cell",
        (
            "t.csv:5: a quotation mark in the middle of a cell (the row ends in line 6); "
            "write it twice inside a quoted cell"
        ),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "t.csv: the file is empty; add a header and a row for each entry"),
        (b" \n\n", "t.csv: the file is empty; add a header and a row for each entry"),
        (b",,\n", "t.csv: no header; name the columns in the first line"),
        (b"name,mail\n", "t.csv:1: a header but no rows; add a row for each entry"),
        (
            b"name\nJan\0\n",
            "t.csv:2: contains a NUL byte, so it is not plain text; save it as `CSV UTF-8` in the spreadsheet",
        ),
        (
            b"PK\x03\x04rest",
            "t.csv: this is a spreadsheet file, not CSV; save it as `CSV UTF-8` in the spreadsheet",
        ),
        (b"name\n\x81\xff\n", "t.csv:2: not valid UTF-8 or cp1252 text; save it as `CSV UTF-8` in the spreadsheet"),
        (
            b'name\nJan\n"Anna\nEve\n',
            "t.csv:3: this row opens a quotation mark and never closes it; close it, or remove it",
        ),
        (b"x" * (MOST_BYTES + 1), "t.csv: larger than 20 MB; split the file"),
        (b"name\n" + b"x\n" * (MOST_ROWS + 1), "t.csv:200002: more than 200,000 rows; split the file"),
        (b"a," * 200 + b"a\n", "t.csv:1: 201 columns, more than 200; is this the header?"),
    ],
    ids=[
        "empty",
        "blank",
        "no header",
        "header only",
        "NUL",
        "workbook",
        "no encoding",
        "open quote",
        "long",
        "rows",
        "wide",
    ],
)
def test_a_file_that_cannot_be_trusted_has_no_rows(data: bytes, problem: str) -> None:
    """What is wrong with the whole file is one problem with its mend, and nothing is read."""
    table = read(data, "t.csv")
    assert table.rows == ()
    assert [str(file_problem) for file_problem in table.problems] == [problem]


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        ("Müller", "cp1252"),
        ("Žižek", "cp1252"),
        ("Paweł Nowak", "cp1250"),
        ("Šefčovič", "cp1250"),
        ("Dvořák", "cp1250"),
        ("Tőkés", "cp1250"),
        ("Dvořák", "iso8859-2"),
        ("Łukasz", "cp1250"),
        ("Müller", "mac_roman"),
        ("Jörg", "mac_roman"),
        ("Sébastien", "mac_roman"),
        ("O’Sullivan", "mac_roman"),
        ("MÜLLER", "mac_roman"),
        ("Иван Петров", "cp1251"),
        ("Παπαδόπουλος", "cp1253"),
        ("Müller", "cp850"),
        ("Jörg", "cp850"),
    ],
)
def test_an_old_encoding_is_read_rightly_or_refused(word: str, encoding: str) -> None:
    """A name in an old encoding is never imported with wrong letters."""
    text, _, problem = decode(f"name\n{word}\n".encode(encoding), "t.csv")
    assert (problem is not None) or text == f"name\n{word}\n"


@pytest.mark.parametrize(("word", "encoding"), [("Paweł Nowak", "cp1250"), ("Šefčovič", "cp1250")])
def test_central_european_files_are_read(word: str, encoding: str) -> None:
    """Where Windows-1252 makes no words and one other encoding does, that one is used."""
    assert decode(f"name\n{word}\n".encode(encoding), "t.csv")[:1] == (f"name\n{word}\n",)


def test_utf_8_twice_is_repaired() -> None:
    """Letters that were read as Windows-1252 and saved as UTF-8 come back, with a remark."""
    text, remark = repair("name\nSÃ©bastien MÃœLLER\n", "t.csv")
    assert text == "name\nSébastien MÜLLER\n"
    assert remark is not None
    assert remark.line == 2
    assert repair("name\nSébastien\n", "t.csv") == ("name\nSébastien\n", None)
