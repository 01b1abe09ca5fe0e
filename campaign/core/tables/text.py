"""Functions on the text of cells: fold it for comparison, make keys, find what must not reach an email or a page."""

import html
import re
import unicodedata

MOST_LETTERS = 200

# Letters that Unicode does not split into a base letter and an accent.
_BASES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_QUOTED = re.compile(r"([\"“„«])([^\"“”„«»]*)[\"”“»]", re.DOTALL)
_ERROR = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|BEZUG|NV|WERT|WAARDE|VALEUR|NOM)[!?]?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_JOINERS = "\u200c\u200d"  # some scripts need them
_FORMULA = "=+-@"
_NO_VALUE = {"-", "–", "—"}


def fold_words(text: str) -> str:
    """Return the words of a text for comparison: lower case, no accents, letters and digits only, single spaces."""
    if text.isascii():  # most texts are, and have no accents
        return " ".join(_WORD.findall(text.lower()))
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_BASES))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(bare))


def slug(text: str) -> str:
    """Return a key for a name: "OpenForum Europe" gives openforum-europe. "" if it has no letter or digit."""
    return fold_words(text).replace(" ", "-")[:100].strip("-")


def tidy(cell: str) -> str:
    """Return a cell's value: composed letters, single spaces, no space or quotation marks around it, and the signs that
    HTML entities stand for. A lone dash counts as empty.

    Line breaks stay, so that `fault` can name them.
    """
    if "&" in cell and _ENTITY.search(cell):
        cell = html.unescape(cell)
    quoted = _QUOTED.fullmatch(cell.strip())
    if quoted:
        cell = quoted.group(2)
    value = re.sub(r"[^\S\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", cell.strip()))
    return "" if value in _NO_VALUE else value


def fault(value: str, most: int = MOST_LETTERS) -> str:
    """Return why a value is refused; "" if it is not."""
    if re.search(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", value):
        return "a line break"
    if "\ufffd" in value:
        return "a lost letter (U+FFFD)"
    hidden = next((sign for sign in value if _is_invisible(sign)), "")
    if hidden:
        return f"an invisible character (U+{ord(hidden):04X})"
    if _ERROR.search(value):
        return "an error that a formula of the spreadsheet left"
    if value[:1] and value[0] in _FORMULA:
        return f"{value[0]} at its start, like a spreadsheet formula"
    if len(value) > most:
        return f"{len(value)} characters, more than {most}"
    return ""


def escape_invisible(value: str) -> str:
    """Return a value for a message: invisible characters spelled out, a long value cut."""
    cut = value if len(value) <= 60 else value[:57] + "..."
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in cut)


def quote_value(value: str) -> str:
    """Return a value in quotation marks, for a message."""
    return f"'{escape_invisible(value)}'"


def _is_invisible(sign: str) -> bool:
    """Whether it is a control or format character (writing direction, zero width) or a lone surrogate."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in _JOINERS
