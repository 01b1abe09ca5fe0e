"""Decodes a file to text: finds its encoding, and refuses files that are not text."""

import codecs

from campaign.core.intake.pieces import Remark
from campaign.errors import LetterError

MOST_BYTES = 10_000_000

_PASTE = "or copy its text into a file letter.txt and import that file"
_RESAVE = f"save it as a Word document (.docx) and import that, {_PASTE}"
_CHOOSE = "choose a Word (.docx), HTML or text file"
_OTHER_FORMATS = {
    b"%PDF": ("a PDF", f"import the document that the PDF was made from, {_PASTE}"),
    b"\xd0\xcf\x11\xe0": ("an old Word file (.doc), or a file with a password", _RESAVE),
}


def decode_text(data: bytes, path: str) -> tuple[str, tuple[Remark, ...]]:
    """Return the text of a file, and remarks. Raises LetterError for an empty, large or binary file."""
    if len(data) > MOST_BYTES:
        raise LetterError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB", fix="import only the letter's text")
    for start, (what, fix) in _OTHER_FORMATS.items():
        if data.startswith(start):
            raise LetterError(f"{path}: {what}, not text", fix=fix)
    encoding = _encoding(data)
    if b"\0" in data and encoding != "utf-16":
        raise LetterError(f"{path}: not a text file", fix=_CHOOSE)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LetterError(f"{path}:{line}: not valid {encoding} text", fix="save the file as UTF-8 text") from None
    if "\0" in text:
        raise LetterError(f"{path}: not a text file", fix=_CHOOSE)
    if not text.strip():
        raise LetterError(f"{path}: empty", fix="put the letter's text into the file and import it again")
    remark = Remark("read as Windows-1252 (cp1252), because it is not UTF-8", "check accents and quotation marks")
    return text, (remark,) if encoding == "cp1252" else ()


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
