"""Which encoding a file's bytes are in: Unicode where it shows, else the old Windows one of Western Europe."""

import codecs

from campaign.errors import Problem

UTF_8 = "utf-8"
UTF_8_SIG = "utf-8-sig"
UTF_16 = "utf-16"
CP1252 = "cp1252"

_SAVE = "save it as `CSV UTF-8` in the spreadsheet"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


def decode(data: bytes, path: str) -> tuple[str, str, Problem | None]:
    """Text, the encoding's name, and why there is no text."""
    if data.startswith(_WORKBOOKS):
        return "", "", Problem(path, None, "this is a spreadsheet's own format, not CSV", _SAVE)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", encoding, Problem(path, line, f"neither UTF-8 nor {encoding} text", _SAVE)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return "", encoding, Problem(path, line, "holds a NUL byte, so it is no plain text", _SAVE)
    return text, encoding, None


def remark(encoding: str, path: str) -> Problem:
    """Which encoding was taken, for people; with a warning where it is only likely."""
    if encoding == CP1252:
        fix = "look whether names with accents are right, or save it as `CSV UTF-8`"
        return Problem(path, None, "read as Windows-1252 (cp1252), since it is not UTF-8", fix)
    return Problem(path, None, f"read as {encoding}")


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return UTF_8_SIG
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError:
        return CP1252
    return UTF_8
