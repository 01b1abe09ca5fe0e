"""Lines of plain text: words filled into a width, and lines kept below what mail allows."""

import re
from collections.abc import Iterator

from campaign.core.render.characters import breakable_pieces, columns

# A space at which no line ends. Cleaned text holds no control characters, so it can stand for nothing else.
GLUE = "\x00"
# RFC 5322 section 2.1.1 allows 998 octets a line; a character has at most four.
MOST_OCTETS = 998
# Words in Latin, Greek or Cyrillic letters, whole and each in one column, with one space between each two.
_LETTERS = "[!-~\x00\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u20ac]+"
_IS_EVEN = re.compile(f"(?:{_LETTERS}(?: {_LETTERS})*)?")
# In deep nesting words still need some room.
_NARROWEST = 20


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Words filled into lines of at most `width` columns; `first` opens the first line, `rest` each later one.

    A line feed ends a line. No word is broken: one wider than the line overflows.
    """
    room = max(width - columns(rest), _NARROWEST)
    filled = [line for part in text.split("\n") for line in _fill(part, room)]
    return [(rest if at else first) + line.replace(GLUE, " ") for at, line in enumerate(filled)]


def hang(lines: list[str], mark: str) -> list[str]:
    """The lines with `mark` before the first and as much space before the others."""
    indent = " " * columns(mark)
    return [(indent if at else mark) + line for at, line in enumerate(lines or [""])]


def join_lines(lines: list[str]) -> str:
    """The lines as one text, without trailing spaces, each within what mail allows."""
    return "\n".join(part for line in lines for part in _split_long(line.rstrip(" ")))


def _fill(text: str, width: int) -> Iterator[str]:
    if _IS_EVEN.fullmatch(text):
        return _fill_evenly(text, width)
    return _fill_carefully(text, width)


def _fill_evenly(text: str, width: int) -> Iterator[str]:
    """Words of which each character has a column of its own, with one space between each two."""
    while len(text) > width:
        end = text.rfind(" ", 0, width + 1)
        if end < 0:
            end = text.find(" ")
        if end < 0:
            break
        yield text[:end]
        text = text[end + 1 :]
    yield text


def _fill_carefully(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for glue, piece in _pieces(text):
        wide = columns(piece)
        if line and used + len(glue) + wide > width:
            yield line
            line, used = "", 0
        line, used = (line + glue + piece, used + len(glue) + wide) if line else (piece, wide)
    yield line


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for word in text.split(" "):
        for at, piece in enumerate(breakable_pieces(word) if word else ()):
            yield ("" if at else " "), piece


def _split_long(line: str) -> Iterator[str]:
    while len(line.encode()) > MOST_OCTETS:
        head = line.encode()[:MOST_OCTETS].decode(errors="ignore")
        yield head.rstrip(" ")
        line = line[len(head) :].lstrip(" ")
    yield line
