"""Opening Word files: which are refused, and which parts are used."""

import io
import zipfile

import pytest

from campaign.core.intake.word.archive import open_docx, pack_docx
from campaign.core.intake.word.xml import text_of
from campaign.errors import LetterError
from tests.helpers.docx import MAIN, NAMES, OFFICE, PACKAGE, docx, paragraph

TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def document(inside: str) -> dict[str, str]:
    return {"word/document.xml": f"<w:document {NAMES}>{inside}</w:document>"}


def zipped(files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def damaged(data: bytes) -> bytes:
    """One byte of the text's packed words changed."""
    at = data.index(b"word/document.xml") + len("word/document.xml") + 40
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK nonsense", "the file is damaged or cut off (File is not a zip file)"),
        (docx(paragraph("x"))[:-30], "the file is damaged or cut off (File is not a zip file)"),
        (zipped({"a.txt": "x"}), "a zip file, but not a Word file"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": ""}), "an Office file, but not a Word document"),
        (docx(parts={"word/vbaProject.bin": "x"}), "a Word file with macros (.docm)"),
        (
            docx(parts={"[Content_Types].xml": "<x>application/vnd.ms-word.document.macroEnabled.main+xml</x>"}),
            "a Word file with macros (.docm)",
        ),
        (docx(parts={"_rels/.rels": None}), "the file does not say which of its parts is the text"),
        (docx(parts={"word/document.xml": None}), "the file does not say which of its parts is the text"),
        (
            docx(parts={"word/document.xml": "<w:document"}),
            "word/document.xml is broken (unclosed token: line 1, column 0)",
        ),
        (
            docx(parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "word/document.xml has a document type definition, which Word never writes",
        ),
        (docx("<w:tbl>" * 200 + "</w:tbl>" * 200), "word/document.xml is nested too deep to read"),
        (docx("<w:p/>" * 500_000), "word/document.xml is too large for a letter"),
        (docx(" " * 16_000_000), "it unpacks to more than 15 MB of text"),
        (
            docx(parts={"word/document.xml": f'<w:document xmlns:w="{STRICT}"/>'}),
            "saved as “Strict Open XML”, which few programs read",
        ),
        (b"PK" + b" " * 30_000_000, "larger than 30 MB"),
        (zipped({f"{at}": "" for at in range(25_000)}), "a zip file with too many files to be a letter"),
        (
            zipped({"[Content_Types].xml": TYPES}, zipfile.ZIP_LZMA),
            "its part [Content_Types].xml is compressed in a way that no word processor uses",
        ),
    ],
)
def test_what_is_refused(data: bytes, message: str) -> None:
    """Other, broken and too large files are refused, with what to do."""
    with pytest.raises(LetterError) as caught:
        open_docx(data)
    assert caught.value.message == message
    assert caught.value.fix != ""


def test_a_damaged_part() -> None:
    """A file with a changed byte is refused, naming the part."""
    with pytest.raises(LetterError, match=r"^its part word/document.xml cannot be unpacked"):
        open_docx(damaged(docx(*[paragraph("Seals swim.")] * 50)))


def test_a_part_that_is_only_promised() -> None:
    """A missing part that another part names is left out; the list of types is required."""
    data = docx(paragraph("x"), parts={"word/styles.xml": None})
    assert sorted(open_docx(data).parts) == ["document", "numbering"]


def test_what_goes_on() -> None:
    """Only the letter's parts and links are used: no picture, and no part that loads another file."""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for name, kind, target in (
            ("a", "hyperlink", "https://seals.example/?a=1&amp;b=2"),
            ("b", "attachedTemplate", "https://evil.example/t.dotm"),
            ("c", "image", "file:///etc/passwd"),
        )
    )
    relations += f'<Relationship Id="d" Type="{OFFICE}/styles" Target="/word/styles.xml"/>'
    parts = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "word/media/image1.png": "x",
        "word/embeddings/oleObject1.bin": "x",
    }
    again = pack_docx(open_docx(docx(paragraph("Seals"), parts=parts)))
    assert sorted(zipfile.ZipFile(io.BytesIO(again)).namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/_rels/styles.xml.rels",
        "word/document.xml",
        "word/styles.xml",
    ]
    assert b"evil" not in zipfile.ZipFile(io.BytesIO(again)).read("word/_rels/document.xml.rels")
    twice = open_docx(again)
    assert twice.links["document"] == {"a": "https://seals.example/?a=1&b=2"}
    assert text_of(twice.parts["document"]).split() == ["Seals"]


def test_headers_are_read_for_their_words() -> None:
    """Header and footer are separate from the text."""
    file = open_docx(docx(paragraph("x"), header=paragraph("Rue de la Loi"), footer=paragraph("1")))
    assert [text_of(margin).strip() for margin in file.margins] == ["Rue de la Loi", "1"]
