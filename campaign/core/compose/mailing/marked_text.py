"""A text with marks in place of personal words.

Every line is encoded by itself, so all lines without marks can be encoded once for all addressees.
"""

import re
from collections.abc import Sequence

from campaign.core.compose.encoding import base64_is_shorter, count_octets, crlf

# Two private-use characters of Unicode, which no text and no parser gives a meaning.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


def mark(number: int) -> str:
    """The mark for the words with this number."""
    return f"{_OPEN}{number}{_CLOSE}"


def holds_marks(text: str) -> bool:
    """Whether the text itself contains a character that marks are made of."""
    return _OPEN in text or _CLOSE in text


def count_marks(text: str) -> int:
    """The number of marks."""
    return text.count(_CLOSE)


def without_tails(text: str, tail: str) -> str | None:
    """The text without the `tail` behind each mark; None if a mark lacks it."""
    if text.count(_CLOSE) != text.count(_CLOSE + tail):
        return None
    return text.replace(_CLOSE + tail, _CLOSE)


def fill_marks(parts: tuple[str | int, ...], words: Sequence[str]) -> str:
    """The parts with the numbers replaced by words."""
    return "".join([words[part] if isinstance(part, int) else part for part in parts])


class MarkedText:
    """A marked text as runs of whole lines that end in CRLF.

    A run is either shared (bytes) or personal (its parts, with the numbers of marks).
    """

    def __init__(self, marked: str) -> None:
        self.runs: list[bytes | tuple[str | int, ...]] = []
        for is_own, lines in _runs(marked):
            self.runs.append(split_at_marks("".join(lines)) if is_own else crlf("".join(lines)))
        self._own_runs = tuple(run for run in self.runs if not isinstance(run, bytes))
        self._shared_octets = count_octets(b"".join(run for run in self.runs if isinstance(run, bytes)))

    def filled_runs(self, words: Sequence[str]) -> list[bytes]:
        """The personal runs, filled with these words."""
        return [crlf(fill_marks(run, words)) for run in self._own_runs]

    def is_base64(self, own: Sequence[bytes]) -> bool:
        """Whether the text with these personal runs is shorter in base64."""
        total, beyond = self._shared_octets
        for run in own:
            more, more_beyond = count_octets(run)
            total, beyond = total + more, beyond + more_beyond
        return base64_is_shorter(total, beyond)


def _runs(marked: str) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for line in re.split("(?<=\n)", marked):
        is_own = _MARK.search(line) is not None
        if not runs or runs[-1][0] is not is_own:
            runs.append((is_own, []))
        runs[-1][1].append(line)
    return runs


def split_at_marks(run: str) -> tuple[str | int, ...]:
    """The text between the marks and the numbers of the marks, alternating."""
    return tuple(int(part) if at % 2 else part for at, part in enumerate(_MARK.split(run)))
