"""Bytes to text: which encoding a file is in, and what cannot be read as text at all."""

import codecs

from campaign.core.intake.pieces import Remark
from campaign.errors import LetterError

MOST_BYTES = 10_000_000

_PASTE = "or copy its text into a file letter.txt and import that"
_RESAVE = f"open it in its program, save it as Word document (.docx) and import that, {_PASTE}"
_OTHER_FORMATS = {
    b"%PDF": ("a PDF", f"import the document that it was made from, {_PASTE}"),
    b"\xd0\xcf\x11\xe0": ("an old Word file (.doc), or one with a password", _RESAVE),
    b"{\\rtf": ("an RTF file", _RESAVE),
}


def decode_text(data: bytes, path: str) -> tuple[str, tuple[Remark, ...]]:
    """The text of a file and what to look at. Raises LetterError for an empty, large or binary file."""
    if len(data) > MOST_BYTES:
        raise LetterError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB", fix="import the letter's text alone")
    for start, (what, fix) in _OTHER_FORMATS.items():
        if data.startswith(start):
            raise LetterError(f"{path}: {what}, not text", fix=fix)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LetterError(f"{path}:{line}: not text in {encoding}", fix="save the file as UTF-8 text") from None
    if "\0" in text:
        raise LetterError(f"{path}: no text, but some program's own format", fix=f"save it as text or HTML, {_PASTE}")
    if not text.strip():
        raise LetterError(f"{path}: empty", fix="save the letter's text into it and import again")
    remark = Remark("read as Windows-1252 (cp1252), since it is not UTF-8", "look whether accents and quotes are right")
    return text, (remark,) if encoding == "cp1252" else ()


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
