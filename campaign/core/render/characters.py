"""Characters of plain text: cleaning, column width, superscript figures."""

import re
import unicodedata
from itertools import pairwise

# What a reader of the text may treat as white space or as a line end.
_BREAK = "\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
# Control characters, surrogates, and the old marks that reverse all text after them.
_UNSEEN = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff"
_BREAKS = re.compile(f"[{_BREAK}]+")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# One character class: alternatives take six times as long, and nearly always find nothing.
_FORBIDDEN = re.compile(f"[{_BREAK}{_UNSEEN}\u2066-\u2069]")
_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", _FIGURES)
_NO_COLUMN = {"Mn", "Me", "Cf"}
_JOINER = "\u200d"


def clean(text: str) -> str:
    """Put a text on one line: remove control characters, and turn line breaks into spaces."""
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text))


def has_forbidden(text: str) -> bool:
    """Whether a text has a line break, a control character or a mark that reverses text, which no name has."""
    return bool(_FORBIDDEN.search(text))


def printable(text: str, longest: int = 60) -> str:
    """Make a text safe for a message: forbidden characters become `�`, and it is cut to `longest` characters."""
    text = _FORBIDDEN.sub("�", _BREAKS.sub("�", text))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def superscript(number: int) -> str:
    """Write a number in superscript figures: ¹, ², ¹⁰."""
    return str(number).translate(_RAISED)


def is_superscript(char: str) -> bool:
    """Whether a character is a superscript figure."""
    return char != "" and char in _FIGURES


def is_wide(char: str) -> bool:
    """Whether a character is two columns wide, like Chinese, Japanese and Korean ones."""
    return unicodedata.east_asian_width(char) in "WF"


def columns(text: str) -> int:
    """Return the width of a text in columns of a fixed-width font."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in _NO_COLUMN:
        return 0
    return 2 if is_wide(char) else 1


def breakable_pieces(word: str) -> list[str]:
    """Split a word where a line may end: between two wide characters, except before punctuation or in an emoji."""
    if word.isascii() or not any(map(is_wide, word)):
        return [word]
    pieces = [word[0]]
    for before, char in pairwise(word):
        if is_wide(before) and is_wide(char) and not unicodedata.category(char).startswith("P") and before != _JOINER:
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
