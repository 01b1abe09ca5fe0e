"""Text in cells: folded for comparing, made into keys, and looked at for what must never reach a mail or a page."""

import re
import unicodedata

MOST_LETTERS = 200

# Letters that Unicode does not take apart into a base and an accent.
_BASES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_WORD = re.compile(r"[^\W_]+")
_JOINERS = "\u200c\u200d"  # real letters need them in some scripts
_FORMULA = "=+-@"
_NO_VALUE = {"-", "–", "—"}


def fold_words(text: str) -> str:
    """Lower case, without accents, letters and digits only, words parted by one space: for comparing."""
    if text.isascii():  # as most are: no accents to look for
        return " ".join(_WORD.findall(text.lower()))
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_BASES))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(bare))


def slug(text: str) -> str:
    """A key made of a name: "OpenForum Europe" gives openforum-europe. "" where there is no letter or digit."""
    return fold_words(text).replace(" ", "-")[:100].strip("-")


def tidy(cell: str) -> str:
    """A cell's value: composed letters, no space around it, one space between words; a lone dash is no value.

    Line breaks stay, so that `fault` can name them.
    """
    value = re.sub(r"[^\S\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", cell.strip()))
    return "" if value in _NO_VALUE else value


def fault(value: str, most: int = MOST_LETTERS) -> str:
    """Why a value is refused, "" where it is not."""
    if re.search(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", value):
        return "a line break"
    if "\ufffd" in value:
        return "a lost letter (U+FFFD)"
    hidden = next((sign for sign in value if _is_invisible(sign)), "")
    if hidden:
        return f"an invisible character (U+{ord(hidden):04X})"
    if value[:1] and value[0] in _FORMULA:
        return f"{value[0]} at its beginning, as in a spreadsheet formula"
    if len(value) > most:
        return f"{len(value)} characters, more than {most}"
    return ""


def escape_invisible(value: str) -> str:
    """A value for a message: invisible signs spelled out, cut where it is long."""
    cut = value if len(value) <= 60 else value[:57] + "..."
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in cut)


def quote_value(value: str) -> str:
    """A value quoted in a message."""
    return f"'{escape_invisible(value)}'"


def _is_invisible(sign: str) -> bool:
    """Control and format characters (writing direction, zero width) and lone surrogates."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in _JOINERS
