"""The Transparency Register: its numbers, and its export."""

import contextlib
import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.register import Register, RegisterEntry, RegisterQuery, check_digits_fit, read_number
from campaign.core.signatories.register_export import read_export
from campaign.errors import ExportError

HEAD = (
    '<?xml version="1.1" encoding="UTF-8"?>\n'
    '<ListOfIRPublicDetail xmlns="http://intragate.ec.europa.eu/transparencyregister/odp">\n'
    '<metaData xmlns=""><exportDate>2026-01-15T20:00:00Z</exportDate><numberOfIR>1</numberOfIR></metaData>\n'
    '<resultList xmlns="">\n'
)
TAIL = "</resultList></ListOfIRPublicDetail>"
ROW = (
    "<interestRepresentative><identificationCode>{number}</identificationCode><name><originalName>{name}</originalName>"
    "<euCommissioner>no</euCommissioner></name><acronym>EDRA</acronym><entityForm>asbl</entityForm>"
    "<webSiteURL>https://www.ngo.example/</webSiteURL><registrationCategory>NGO</registrationCategory>"
    "<headOffice><city>Brussels</city><country>BELGIUM</country></headOffice>"
    "<EUOffice><country>FRANCE</country></EUOffice></interestRepresentative>\n"
)
NUMBER = "123456789012-02"
EDRA = RegisterEntry(NUMBER, "Example Digital Rights", "EDRA", "https://www.ngo.example/", "BELGIUM", "NGO")


def rows(text: str | bytes) -> list[RegisterEntry]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_export(io.BytesIO(data), "export.xml"))


def export(*names: str) -> str:
    return HEAD + "".join(ROW.format(number=NUMBER, name=name) for name in names) + TAIL


def error_of(text: str | bytes) -> str:
    with pytest.raises(ExportError) as error:
        rows(text)
    assert error.value.fix == "download the export again as XML, and do not edit it"
    return error.value.message


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("123456789012-34", "123456789012-34"),
        (" 123 456 789 012 \u2013 34 ", "123456789012-34"),
        ("12345678901234", "123456789012-34"),
        ("12345-06", "12345-06"),
        ("1234-56", ""),
        ("12345678901234567-89", ""),
        ("123456789012-345", "12345678901-2345"[:0]),
        ("\u0661\u0662\u0663\u0664\u0665-\u0660\u0661", ""),
        ("none", ""),
        ("", ""),
        ("1" * 1_000_000, ""),
    ],
)
def test_the_form_of_a_number(typed: str, number: str) -> None:
    """Spaces and dashes of any kind are accepted, other forms are not."""
    assert read_number(typed) == number


def test_check_digits_of_real_numbers_fit() -> None:
    """Two numbers that stand in the Register have the digits that are expected, and one that was made up has not."""
    assert check_digits_fit("950328639092-74")
    assert check_digits_fit("880143435725-46")
    assert not check_digits_fit("123456789012-34")


def test_an_export_is_read() -> None:
    """Rows come as the export has them, those without number or name are passed over."""
    text = (
        HEAD
        + ROW.format(number=NUMBER, name=EDRA.name)
        + ROW.format(number="", name="x")
        + ROW.format(number=NUMBER, name=" ")
        + "<interestRepresentative/>"
        + TAIL
    )
    assert rows(text) == [EDRA]
    assert rows("\ufeff" + text) == [EDRA]


def test_characters_that_the_parser_refuses_are_replaced() -> None:
    """Control characters that XML 1.1 allows become spaces, entities that were escaped twice become letters, and
    nothing that is not seen is kept."""
    names = ("A&#x1;B", "A&#2;B", "A\x03B", "Caf&amp;eacute;", "A &amp; B", "A\u202eB", "&#x9;A&#10;", "&#233;")
    assert [row.name for row in rows(export(*names))] == ["A B", "A B", "A B", "Café", "A & B", "A B", "A", "é"]


def test_references_that_are_cut_between_two_reads_are_whole() -> None:
    """A reference is understood wherever a read ends."""

    class OneByOne:
        def __init__(self, data: bytes) -> None:
            self.data = iter(data)

        def read(self, size: int, /) -> bytes:
            return bytes(byte for byte in [next(self.data, None)] if byte is not None)

    data = export("A&#x1;B&amp;C&#233;").encode()
    assert [row.name for row in read_export(OneByOne(data), "")] == ["A B&Cé"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD,
            "export.xml:1: has a document type, which an export never has",
        ),
        (
            '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
            "export.xml:1: has a document type, which an export never has",
        ),
        ("<html></html>", "export.xml:1: is not an export of the Transparency Register"),
        (HEAD, "export.xml:5: is damaged: no element found"),
        ("", "export.xml:1: is damaged: no element found"),
        (export("&bomb;"), "export.xml:5: is damaged: undefined entity"),
        (export("&#xD800;"), "export.xml:5: is damaged: reference to invalid character number"),
        (export("x").encode("utf-16"), "export.xml:1: is damaged: not well-formed (invalid token)"),
        (export("é").encode("cp1252"), "export.xml:5: is damaged: not well-formed (invalid token)"),
        (HEAD + "<a>" * 100_000, "export.xml:5: is nested more deeply than any export"),
    ],
)
def test_a_bad_export_is_refused(text: str | bytes, message: str) -> None:
    """A document type, another file, a damaged or cut one and hostile depth are refused with the line."""
    assert error_of(text) == message


def test_rows_before_the_damage_are_read() -> None:
    """What was good before a damage is there."""
    entries = []
    with pytest.raises(ExportError):
        entries.extend(read_export(io.BytesIO(export("Good").removesuffix(TAIL).encode()), ""))
    reader = read_export(io.BytesIO(export(*["Good"] * 1_000).removesuffix(TAIL).encode()), "")
    assert next(reader).name == "Good"


class _Endless:
    """A file that goes on and on."""

    def __init__(self, head: str, again: bytes, times: int) -> None:
        self.parts: Iterator[bytes] = iter([head.encode(), *[again] * times])

    def read(self, size: int, /) -> bytes:
        return next(self.parts, b"")


@pytest.mark.parametrize("start", ["<a ", "<!-- ", "<a b='"])
def test_a_tag_without_end_is_refused(start: str) -> None:
    """A tag or comment that has no end is refused before it fills the memory."""
    with pytest.raises(ExportError) as error:
        list(read_export(_Endless(HEAD + start, b"x" * 65_536, 4_000), "export.xml"))
    assert "has no end" in error.value.message or "damaged" in error.value.message


def _count(file: _Endless) -> int:
    """How many rows a file that was cut off gives."""
    count = 0
    try:
        for _ in read_export(file, ""):
            count += 1
    except ExportError:
        return count
    pytest.fail("a file that was cut off was not refused")


@pytest.mark.slow
def test_any_export_takes_the_memory_of_one_row() -> None:
    """Megabytes of rows and of one endless text are read with few of them in memory at a time."""
    row = ROW.format(number=NUMBER, name="x" * 200).encode() * 100
    text = _Endless(HEAD + "<interestRepresentative><acronym>", b"y" * 65_536, 100)
    tracemalloc.start()
    count = _count(_Endless(HEAD, row, 50))
    assert _count(text) == 0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 2_000_000


def test_an_export_is_read_fast() -> None:
    """Thirty thousand rows take seconds; bounded here for a sixth of them, with much room for slow machines."""
    row = ROW.format(number=NUMBER, name="x" * 200).encode() * 100
    before = time.perf_counter()
    assert _count(_Endless(HEAD, row, 50)) == 5_000
    assert time.perf_counter() - before < 10


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_name_is_read_completely_or_not_at_all(name: str) -> None:
    """Any text in a row is read, in one line and printable, or the file is refused."""
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        entries = rows(export(escaped))
    except ExportError:
        return
    assert all(row.name.isprintable() and row.name == " ".join(row.name.split()) for row in entries)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever the file holds, there are rows or a clear refusal."""
    with contextlib.suppress(ExportError):
        assert isinstance(rows(HEAD.encode() + data + TAIL.encode()), list)


OTHER = RegisterEntry("222222222222-00", "Muster e.V.", "", "https://muster.example", "GERMANY", "")


def test_the_register_holds_only_what_matches() -> None:
    """A row is kept where its name, acronym, site or number is asked for; found by each of them."""
    for query in (
        RegisterQuery(names=["example digital rights, ASBL"]),
        RegisterQuery(names=["EDRA"]),
        RegisterQuery(domains=["ngo.example", ""]),
        RegisterQuery(numbers=[NUMBER]),
    ):
        register = Register([EDRA, OTHER], query)
        assert register.by_number(NUMBER) == EDRA
        assert register.by_name("Éxample Digital Rights") == (EDRA,)
        assert register.by_name("edra asbl") == (EDRA,)
        assert register.by_domain("ngo.example") == (EDRA,)
        assert (
            register.by_number(OTHER.number),
            register.by_name(OTHER.name),
            register.by_domain("muster.example"),
        ) == (None, (), ())
    assert Register([EDRA, OTHER], RegisterQuery(names=["", "!"])).by_number(NUMBER) is None
    assert Register([EDRA, OTHER]).by_name("Muster") == (OTHER,)
    assert Register([RegisterEntry(NUMBER, "x")]).by_domain("") == ()
