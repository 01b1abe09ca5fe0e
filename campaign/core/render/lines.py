"""Lines of plain text: wraps words to a width, and limits the length of a line in an email."""

import re
from collections.abc import Iterator

from campaign.core.render.characters import breakable_pieces, columns

# A space at which no line ends. Cleaned text has no control characters, so it cannot be anything else.
GLUE = "\x00"
# RFC 5322 section 2.1.1 allows 998 octets a line; a character has at most four.
MOST_OCTETS = 998
# Words of Latin, Greek or Cyrillic letters, one column each, separated by single spaces.
_LETTERS = "[!-~\x00\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u20ac]+"
_IS_EVEN = re.compile(f"(?:{_LETTERS}(?: {_LETTERS})*)?")
# The least width in deep nesting.
_NARROWEST = 20


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Wrap words into lines of at most `width` columns. The first line begins with `first`, each later one with `rest`.

    A line feed ends a line. No word is broken; a word wider than the line overflows.
    """
    room = max(width - columns(rest), _NARROWEST)
    filled = [line for part in text.split("\n") for line in _fill(part, room)]
    return [(rest if at else first) + line.replace(GLUE, " ") for at, line in enumerate(filled)]


def hang(lines: list[str], mark: str) -> list[str]:
    """Put `mark` before the first line, and as much space before the others."""
    indent = " " * columns(mark)
    return [(indent if at else mark) + line for at, line in enumerate(lines or [""])]


def join_lines(lines: list[str]) -> str:
    """Join lines into one text, without trailing spaces, each within the limit of an email."""
    return "\n".join(part for line in lines for part in _split_long(line.rstrip(" ")))


def _fill(text: str, width: int) -> Iterator[str]:
    if _IS_EVEN.fullmatch(text):
        return _fill_evenly(text, width)
    return _fill_carefully(text, width)


def _fill_evenly(text: str, width: int) -> Iterator[str]:
    """Wrap a text that matches `_IS_EVEN`: its length is its width."""
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
