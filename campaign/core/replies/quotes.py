"""Removes the quoted letter from a reply, whether it stands below, above or between the person's own lines.

Nothing of a person's own may be lost, so a line is only left out for a reason: it is marked with ">", it introduces
such lines, or it stands below the head of a quoted message.
"""

import re

from campaign.core.languages.fold import fold
from campaign.core.replies.quote_words import FORWARDED, HEAD_LABELS, QUOTING, STARTS, WROTE

_DASHES = re.compile(r"\s*[-_=*]{2,}\s?(\w(?:[^-_=*]|\b-\b){2,60}?)\s?[-_=*]{2,}\s*|\s*(\w[^:]{5,40}):\s*")
_LABEL = re.compile(r"\s*\*?([^\W\d_][\w .'/()-]{0,24}?)\s?:\*?.*")
_RULE = re.compile(r"\s*[_-]{10,}\s*")
_DAY = re.compile(r"\b20\d\d\b|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_ADDRESS = re.compile(r"[\w.+-]@[\w-]+\.|\bmailto:", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?][\s\"'”’)]*$")
_MAX_LINES = 5_000
_MAX_ATTRIBUTION = 5  # lines
_MAX_CHARACTERS = 400
_MIN_LABELS = 3


def without_quotes(text: str) -> str:
    """The text without quoted messages; signatures stay. The whole text when nothing would be left."""
    lines = text.split("\n")[:_MAX_LINES]
    quoted = [line.lstrip().startswith(">") for line in lines]
    end = len(lines)
    for at in range(len(lines)):
        if not quoted[at] and _is_start_of_quote(lines, at):
            end = _above_rule(lines, at)
            break
        if start := _attribution(lines, quoted, at):
            if not _is_next_quoted(quoted, lines, at + 1):
                if _may_be_own(lines, quoted, start - 1, at):
                    continue
                end = start - 1
                break
            quoted[start - 1 : at + 1] = [True] * (at + 2 - start)
    own = [line for at, line in enumerate(lines[:end]) if not quoted[at]]
    text_left = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()
    return text_left or text.strip()


def _may_be_own(lines: list[str], quoted: list[bool], start: int, at: int) -> bool:
    """Whether a sentence that ends in "wrote:", without an address or a time, may be the person's own, because a
    quotation begins further down."""
    sentence = " ".join(lines[start : at + 1])
    if _ADDRESS.search(sentence) or _TIME.search(sentence):
        return False
    return any(quoted[at + 1 :]) or any(_is_head(lines, below) for below in range(at + 2, len(lines)))


def _is_start_of_quote(lines: list[str], at: int) -> bool:
    """Whether a quoted message without ">" marks begins here."""
    divider = _DASHES.fullmatch(lines[at])
    if not divider:
        return _is_head(lines, at)
    names_quote = FORWARDED.search(fold(divider[1] or divider[2]))
    is_above_head = _is_head(lines, _next_line(lines, at + 1))
    return (
        bool(names_quote and (divider[1] or is_above_head)) or bool(divider[1] and is_above_head) or _is_head(lines, at)
    )


def _next_line(lines: list[str], at: int) -> int:
    """The first line from here that is not empty."""
    return next((number for number in range(at, min(at + 3, len(lines))) if lines[number].strip()), len(lines))


def _above_rule(lines: list[str], at: int) -> int:
    """Include the rule that Outlook puts above a quoted message."""
    before = [number for number in range(max(0, at - 2), at) if lines[number].strip()]
    return before[-1] if before and _RULE.fullmatch(lines[before[-1]]) else at


def _is_head(lines: list[str], at: int) -> bool:
    """Whether a block such as "From: ... Sent: ... To: ..." begins here, in any language."""
    block = lines[at : at + _MIN_LABELS]
    labels = [_LABEL.fullmatch(line) for line in block]
    names = [fold(label[1]).strip(" .") for label in labels if label]
    if len(names) < _MIN_LABELS or (at and _LABEL.fullmatch(lines[at - 1])):
        return False
    known = [next((number for number, words in enumerate(HEAD_LABELS) if name in words), -1) for name in names]
    if known[0] >= 0 and len(set(known) - {-1}) >= 2:
        return True
    return bool(_ADDRESS.search(block[0]) and _DAY.search(block[1]))


def _attribution(lines: list[str], quoted: list[bool], end: int) -> int:
    """One more than the first line of a sentence such as "On Tuesday Anna wrote:" that ends in line `end`; 0 for
    none."""
    if quoted[end] or not lines[end].rstrip(" *_").endswith(":"):
        return 0
    marked = _is_next_quoted(quoted, lines, end + 1)
    for start in range(end, max(-1, end - _MAX_ATTRIBUTION), -1):
        if quoted[start] or not lines[start].strip():
            return 0
        if _introduces(lines[start : end + 1], marked=marked):
            return _first_line(lines, quoted, start, end) + 1
    return 0


def _introduces(sentence_lines: list[str], *, marked: bool) -> bool:
    """Whether these lines are a sentence that introduces a quotation; `marked` if marked lines follow."""
    sentence = " ".join(line.strip() for line in sentence_lines)
    if len(sentence) > _MAX_CHARACTERS:
        return False
    plain = fold(sentence)
    has_address, has_day = _ADDRESS.search(sentence), _DAY.search(sentence)
    if not (WROTE.search(plain) or QUOTING.match(plain)):
        return False
    return bool(has_address or (has_day and (marked or STARTS.match(plain))))


def _first_line(lines: list[str], quoted: list[bool], start: int, end: int) -> int:
    """The first line of an attribution that may have been broken above `start`."""
    while True:
        above = lines[start - 1] if start else ""
        if not above.strip() or quoted[start - 1] or _SENTENCE_ENDS.search(above) or STARTS.match(fold(lines[start])):
            return start
        is_broken_at_address = lines[start].lstrip().startswith("<")
        has_day = _DAY.search(" ".join(lines[start : end + 1])) and not above.rstrip().endswith(",")
        if not is_broken_at_address and (has_day or not (_DAY.search(above) and STARTS.match(fold(above)))):
            return start
        start -= 1


def _is_next_quoted(quoted: list[bool], lines: list[str], at: int) -> bool:
    """Whether the next line that is not empty is marked as quoted."""
    return next((quoted[number] for number in range(at, len(lines)) if lines[number].strip()), False)
