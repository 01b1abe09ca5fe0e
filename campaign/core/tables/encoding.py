"""Decodes a table: Unicode if the bytes are valid, else the one old encoding in which every word looks like a word.

Windows-1252 is preferred, because nearly all old files of Western Europe are in it. If its words do not look like
words, and no other encoding is the only one that fits, the file is refused: a wrong letter in a name is worse than no
import.
"""

import codecs
import re
import unicodedata

import ftfy

from campaign.errors import Problem

UTF_8 = "utf-8"
UTF_8_SIG = "utf-8-sig"
UTF_16 = "utf-16"
CP1252 = "cp1252"
_MAC = "mac_roman"
# Encodings of other alphabets and of other systems, which are tried when Windows-1252 does not fit.
_OTHERS = ("cp1250", _MAC, "cp1251", "cp1253", "iso8859-2", "cp1257", "mac_latin2", "cp850", "cp852")
_DOS = ("cp850", "cp852")
_COMMON = "äöüÄÖÜßéèêëàâçñóòôíáúãõåøæ"
_NAMES = {
    CP1252: "Windows-1252 (cp1252)",
    "cp1250": "Windows-1250 (cp1250, Central Europe)",
    "cp1251": "Windows-1251 (cp1251, Cyrillic)",
    "cp1253": "Windows-1253 (cp1253, Greek)",
    "cp1257": "Windows-1257 (cp1257, Baltic)",
    "iso8859-2": "ISO 8859-2 (Central Europe)",
    _MAC: "Mac Roman",
    "mac_latin2": "Mac Central European",
    "cp850": "DOS code page 850",
    "cp852": "DOS code page 852",
}
_WORDS = re.compile(r"[^\s,;|\t\"'()/&+.:@<>_–—-]*[^\x00-\x7f–—][^\s,;|\t\"'()/&+.:@<>_–—-]*")
# The beginning of a UTF-8 sequence that was read as Windows-1252.
_TWICE = re.compile(r"[Â-ô][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# Signs beyond ASCII that stand around words, or inside them.
_SIGNS = "’‘“”„«»–—…·•€§°№ºª¿¡\u00a0"

_SAVE = "save it as `CSV UTF-8` in the spreadsheet"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


def decode(data: bytes, path: str) -> tuple[str, str, Problem | None]:
    """Return the text, the name of the encoding, and a problem if the file is not text."""
    if data.startswith(_WORKBOOKS):
        return "", "", Problem(path, None, "this is a spreadsheet file, not CSV", _SAVE)
    encoding, unsure = _encoding(data)
    if unsure:
        what = f"the encoding is not clear: {unsure}"
        return "", encoding, Problem(path, _first_line(data), what, _SAVE)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", encoding, Problem(path, line, f"not valid UTF-8 or {encoding} text", _SAVE)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        return "", encoding, Problem(path, line, "contains a NUL byte, so it is not plain text", _SAVE)
    return text, encoding, None


def repair(text: str, path: str) -> tuple[str, Problem | None]:
    """Return a text with letters restored that were read as Windows-1252 and saved as UTF-8 ("SÃ©bastien"), and a
    remark if there were any."""
    lines = text.splitlines(keepends=True)
    repaired = [ftfy.fix_encoding(line) if _TWICE.search(line) else line for line in lines]
    first = next((number for number, line in enumerate(lines) if repaired[number] != line), None)
    if first is None:
        return text, None
    before = next((word for word in lines[first].split() if ftfy.fix_encoding(word) != word), lines[first].strip())
    what = f"UTF-8 that was saved as UTF-8 twice is repaired, such as {before!r} to {ftfy.fix_encoding(before)!r}"
    return "".join(repaired), Problem(path, first + 1, what, "check names with accents")


def remark(encoding: str, path: str) -> Problem:
    """Return a remark on the encoding that was used, with a warning if it is a guess."""
    if encoding in _NAMES:
        fix = "check names with accents, or save the file as `CSV UTF-8`"
        return Problem(path, None, f"read as {_NAMES[encoding]}, because it is not UTF-8", fix)
    return Problem(path, None, f"read as {encoding}")


def _encoding(data: bytes) -> tuple[str, str]:
    """Return the encoding, and if it is not clear, why."""
    if data.startswith(codecs.BOM_UTF8):
        return UTF_8_SIG, ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF_16, ""
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError:
        return _old_encoding(data)
    return UTF_8, ""


def _old_encoding(data: bytes) -> tuple[str, str]:
    western = _words(data, CP1252)
    is_western = western is not None and all(_is_word(word) and not _is_central(word) for word in western)
    if is_western and not _may_be_mac(data, western or []):
        return CP1252, ""
    fits = {name: words for name in _OTHERS if (words := _words(data, name)) is not None and all(map(_is_word, words))}
    likely = {name: words for name, words in fits.items() if not ("cp1250" in fits and name in _DOS)}
    if not is_western and len({tuple(words) for words in likely.values()}) == 1:
        return next(iter(likely)), ""
    readings = [words[0] for words in (western or [], *fits.values()) if words]
    if not readings or western is None:
        return CP1252, ""  # decoding says where it fails
    return CP1252, f"a word may be {' or '.join(map(repr, dict.fromkeys(readings[:3])))}"


def _is_central(word: str) -> bool:
    """Whether a word in Windows-1252 is rather one of Windows-1250: "Šefèoviè", which is "Šefčovič"."""
    signs = set(word)
    return bool(
        (signs & set("šžŠŽ") and signs & set("èøìòùïõûãêæñþðÈØÌ"))
        or ("ø" in signs and signs & set("áíýì"))
        or (signs & set("õû") and signs & set("áé"))
    )


def _may_be_mac(data: bytes, western: list[str]) -> bool:
    """Whether all that makes this Windows-1252 are letters that are rare in Western Europe, and it may be a Mac's."""
    if not set("".join(western)) & set("šŠžŽœŒŸƒ") or set("".join(western)) & set(_COMMON):
        return False
    mac = _words(data, _MAC)
    return (
        mac is not None
        and all(map(_is_word, mac))
        and all(new[0].isupper() == old[0].isupper() for old, new in zip(western, mac, strict=False))
    )


def _words(data: bytes, encoding: str) -> list[str] | None:
    """Return the words with signs beyond ASCII, None if the bytes are not valid in this encoding."""
    try:
        return _WORDS.findall(data.decode(encoding))
    except UnicodeDecodeError:
        return None


def _is_word(word: str) -> bool:
    """Whether a word is made of letters of one alphabet, with capitals where a name has them."""
    core = word.strip(_SIGNS + "!?*#%[]{}=$0123456789")
    if core.isascii() or not any(sign.isalpha() for sign in core):
        return True
    letters = [sign for sign in core if sign not in "’·"]
    if not all(unicodedata.category(sign) in ("Lu", "Ll", "Lo", "Mn") or sign.isascii() for sign in letters):
        return False
    alphabets = {unicodedata.name(sign).split()[0] for sign in letters if sign.isalpha()}
    if len(alphabets) != 1:
        return False
    if alphabets == {"LATIN"} and len(letters) > 2 and not any(sign.isascii() for sign in letters):
        return False  # "Èâàí" is Cyrillic that was read as Latin
    return core.isupper() or not any(
        not sign.isascii() and sign.isupper() and core[at - 1].isalpha() for at, sign in enumerate(core) if at
    )


def _first_line(data: bytes) -> int:
    at = next((at for at, byte in enumerate(data) if byte > 127), 0)
    return data[:at].count(b"\n") + 1
