"""Decodes a table: Unicode if the bytes are valid, else Windows-1252, the old encoding of Western Europe."""

import codecs

from campaign.errors import Problem

UTF_8 = "utf-8"
UTF_8_SIG = "utf-8-sig"
UTF_16 = "utf-16"
CP1252 = "cp1252"

_SAVE = "save it as `CSV UTF-8` in the spreadsheet"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


def decode(data: bytes, path: str) -> tuple[str, str, Problem | None]:
    """Return the text, the name of the encoding, and a problem if the file is not text."""
    if data.startswith(_WORKBOOKS):
        return "", "", Problem(path, None, "this is a spreadsheet file, not CSV", _SAVE)
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", encoding, Problem(path, line, f"not valid UTF-8 or {encoding} text", _SAVE)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return "", encoding, Problem(path, line, "contains a NUL byte, so it is not plain text", _SAVE)
    return text, encoding, None


def remark(encoding: str, path: str) -> Problem:
    """Return a remark on the encoding that was used, with a warning if it is a guess."""
    if encoding == CP1252:
        fix = "check names with accents, or save the file as `CSV UTF-8`"
        return Problem(path, None, "read as Windows-1252 (cp1252), because it is not UTF-8", fix)
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
