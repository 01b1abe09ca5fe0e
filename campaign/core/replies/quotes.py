"""Removes the quoted letter from a reply, whether it stands below, above or between the person's own lines."""

import re

from campaign.core.languages.fold import fold
from campaign.core.replies.word_patterns import FROM, WROTE

_DASHES = re.compile(r"\s*[-_=*]{2,}\s?\w(?:[^-_=*]|\b-\b){2,60}\s?[-_=*]{2,}\s*")
_LABEL = re.compile(r"\s*\*?([^\W\d_][\w '-]{0,24}?)\s?:\*?\s?\S.*")
_RULE = re.compile(r"\s*[_-]{10,}\s*")
_MAX_LINES = 5_000
_MIN_LABELS = 3


def without_quotes(text: str) -> str:
    """The text without quoted messages; signatures stay. The whole text when nothing would be left."""
    lines = text.split("\n")[:_MAX_LINES]
    own = _own_lines(lines[: _quote_start(lines)])
    text_left = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()
    return text_left or text.strip()


def _quote_start(lines: list[str]) -> int:
    """The line where a quoted message without ">" marks begins; the number of lines when there is none."""
    for at, line in enumerate(lines):
        if _DASHES.fullmatch(line) or _is_head(lines, at):
            return _above_rule(lines, at)
        if (end := _attribution(lines, at)) and not _is_next_quoted(lines, end):
            return at
    return len(lines)


def _above_rule(lines: list[str], at: int) -> int:
    """Include the rule that Outlook puts above a quoted message."""
    before = [number for number in range(max(0, at - 2), at) if lines[number].strip()]
    return before[-1] if before and _RULE.fullmatch(lines[before[-1]]) else at


def _is_head(lines: list[str], at: int) -> bool:
    """Whether a block such as "From: ... Sent: ... To: ..." begins here, in any language."""
    labels = [_LABEL.fullmatch(line) for line in lines[at : at + _MIN_LABELS]]
    if len(labels) < _MIN_LABELS or not all(labels) or (at and _LABEL.fullmatch(lines[at - 1])):
        return False
    first = labels[0]
    return bool(first) and (fold(first[1] if first else "") in FROM or any("@" in line for line in lines[at : at + 3]))


def _attribution(lines: list[str], at: int) -> int:
    """The end of a sentence such as "On Tuesday Anna wrote:" that begins here, at most three lines on; 0 for none."""
    if not lines[at].strip() or lines[at].lstrip().startswith(">") or (at and _may_continue(lines[at - 1])):
        return 0
    for end in range(at + 1, min(at + 3, len(lines)) + 1):
        sentence = " ".join(lines[at:end]).strip()
        if sentence.endswith(":"):
            is_attribution = WROTE.search(fold(sentence)) and re.search(r"\d|@", sentence)
            return end if is_attribution else 0
        if not lines[end - 1].strip():
            return 0
    return 0


def _may_continue(line: str) -> bool:
    """Whether the sentence of this line may continue in the next one."""
    return bool(line.strip()) and not line.lstrip().startswith(">")


def _is_next_quoted(lines: list[str], at: int) -> bool:
    """Whether the next line that is not empty is marked as quoted."""
    return next((line.lstrip().startswith(">") for line in lines[at:] if line.strip()), False)


def _own_lines(lines: list[str]) -> list[str]:
    own: list[str] = []
    at = 0
    while at < len(lines):
        end = _attribution(lines, at)
        if end and _is_next_quoted(lines, end):
            at = end
        elif lines[at].lstrip().startswith(">"):
            at += 1
        else:
            own.append(lines[at])
            at += 1
    return own
