"""How bytes become text."""

import pytest

from campaign.core.intake import draft
from campaign.core.intake.decode import MOST_BYTES, decode_text
from campaign.errors import LetterError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Text is read in any encoding; a remark names the old encoding of Windows."""
    text, remarks = decode_text("Größe “x” €".encode(encoding), "a.txt")
    assert (text, len(remarks)) == ("Größe “x” €", 1 if encoding == "cp1252" else 0)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "a.x: a PDF, not text"),
        (b"\xd0\xcf\x11\xe0..", "a.x: an old Word file (.doc), or a file with a password, not text"),
        (b"a\nb\x81\xff", "a.x:2: not valid cp1252 text"),
        (b"a\0b", "a.x: not a text file"),
        (b"\xff\xfea\0\0\0", "a.x: not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\x81", "a.x: not a text file"),
        (b" \n", "a.x: empty"),
        (b"a" * (MOST_BYTES + 1), "a.x: larger than 10 MB"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    """Other files are refused; the error names their kind and says what to do."""
    with pytest.raises(LetterError) as caught:
        decode_text(data, "a.x")
    assert caught.value.message == message
    assert caught.value.fix != ""


def test_a_text_that_is_too_long_for_a_letter_is_refused_before_it_is_read() -> None:
    """Reading takes seconds for each million characters, so that a book is refused at once."""
    with pytest.raises(LetterError) as caught:
        draft("words " * 100_000, "book.txt")
    assert caught.value.message == "it has 600,000 characters of text, more than 500,000"
