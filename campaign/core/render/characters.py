"""Characters of plain text: which are kept, how wide they are, and raised figures."""

import re
import unicodedata
from itertools import pairwise

# What any reader of the text would treat as white space or as the end of a line.
_BREAK = "\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
# Controls, halves of surrogate pairs, and the old marks that reverse all text after them.
_UNSEEN = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff"
_BREAKS = re.compile(f"[{_BREAK}]+")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# One set: alternatives would take six times as long to find nothing, as they nearly always do.
_FORBIDDEN = re.compile(f"[{_BREAK}{_UNSEEN}\u2066-\u2069]")
_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", _FIGURES)
_NO_COLUMN = {"Mn", "Me", "Cf"}
_JOINER = "\u200d"


def clean(text: str) -> str:
    """The text on one line: controls gone, each kind of line break a space."""
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text))


def has_forbidden(text: str) -> bool:
    """Whether it holds a line break, a control character or a mark that reverses text: never right in a name."""
    return bool(_FORBIDDEN.search(text))


def printable(text: str, longest: int = 60) -> str:
    """The text for a message to people, with what is forbidden replaced by `�` and no longer than `longest`."""
    text = _FORBIDDEN.sub("�", _BREAKS.sub("�", text))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def superscript(number: int) -> str:
    """A number in superscript figures: ¹, ², ¹⁰."""
    return str(number).translate(_RAISED)


def is_superscript(char: str) -> bool:
    """Whether it is a superscript figure."""
    return char != "" and char in _FIGURES


def is_wide(char: str) -> bool:
    """Whether it fills two columns, as Chinese, Japanese and Korean characters do."""
    return unicodedata.east_asian_width(char) in "WF"


def columns(text: str) -> int:
    """How many columns the text fills where every letter has the same width."""
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
    """The pieces between which a line may end: a word is one; between two wide characters there is no space to wait
    for, so a line may end there, save before punctuation and inside a joined emoji."""
    if word.isascii() or not any(map(is_wide, word)):
        return [word]
    pieces = [word[0]]
    for before, char in pairwise(word):
        if is_wide(before) and is_wide(char) and not unicodedata.category(char).startswith("P") and before != _JOINER:
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
