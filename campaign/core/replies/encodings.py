"""Decodes what came in broken, as far as it goes: character sets that are wrong or unknown, and damaged base64."""

import binascii
import codecs
import re
from collections.abc import Mapping

# What programs call a character set, and what it is. WHATWG's names: Latin-1 is in fact Windows-1252.
_ALIASES: Mapping[str, str] = {
    "": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-ce": "mac-latin2",
    "x-mac-cyrillic": "mac-cyrillic",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "windows-874": "cp874",
    "tis-620": "cp874",
}
_ONE_BYTE = re.compile(r"(?:cp|windows-?|iso-?8859|latin|koi8|mac-)[\w-]*")
_MANY_BYTES_IN_CP = frozenset({"cp932", "cp949", "cp950", "cp936"})
_BROKEN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+")


def as_text(data: bytes, charset: str) -> str:
    """Bytes as text. Text that is UTF-8 is read as UTF-8, whatever a one-byte character set claims; in UTF-8 with
    wrong bytes only these are read as Windows-1252. Nothing else is lost."""
    name = charset.strip(" \"'*;").casefold()
    name = _ALIASES.get(name, name)
    try:
        codec = codecs.lookup(name)
        is_text = getattr(codec, "_is_text_encoding", True)
    except (LookupError, ValueError):
        is_text = False
    if not is_text or name == "utf-8" or (_is_one_byte(name) and _is_utf8(data)):
        return _lenient_utf8(data)
    try:
        return data.decode(name, "replace")
    except ValueError:  # a codec that takes no wrong bytes, such as that of domain names
        return _lenient_utf8(data)


def decode_base64(body: bytes) -> bytes:
    """The bytes of a base64 body. Damaged characters are skipped, and so are lines of plain text, such as the footer
    that a mailing list adds."""
    decoded = bytearray()
    letters = bytearray()
    for line in body.split(b"\n"):
        if b" " in line.strip():
            continue
        letters += b"".join(_BASE64.findall(line))
        if b"=" in line:
            decoded += _decode(letters)
            letters.clear()
    return bytes(decoded + _decode(letters))


def _decode(letters: bytearray) -> bytes:
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(bytes(whole) + b"=" * (-len(whole) % 4))


def _is_one_byte(name: str) -> bool:
    return bool(_ONE_BYTE.fullmatch(name)) and name not in _MANY_BYTES_IN_CP


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except ValueError:
        return False


def _lenient_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except ValueError:
        return data.decode("utf-8", _WRONG_BYTES)


def _read_wrong_bytes(error: UnicodeError) -> tuple[str, int]:
    """A cut-off sign of UTF-8 becomes the replacement character; other wrong bytes are those of Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "\ufffd" if _BROKEN.fullmatch(wrong) else wrong.decode("cp1252", "replace"), error.end


_WRONG_BYTES = "undersigned-wrong-bytes"
codecs.register_error(_WRONG_BYTES, _read_wrong_bytes)
