"""Compares the letters, figures and signs of the file with those of the letter that was read from it.

What the two differ in was taken for markup, and a reader of the letter gets other words, or another number, than the
author wrote. Emphasis may begin within a word, so signs are compared one by one, and not words.
"""

import html
import re
from collections.abc import Iterable, Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, SourceParagraph, blank, shorten
from campaign.core.letters import Letter, tree
from campaign.errors import Problem

# An amendment is compared with the law, and code is shown as it is.
_AMENDMENT = re.compile(r"^///[ ]*amendment\b[^\n]*$(?:\n(?!///)[^\n]*)*(?:\n///[^\n]*)?", re.MULTILINE)
_NOT_WORDS = re.compile(
    r"\{\{\s*[A-Za-z_][\w.]*\s*\}\}"
    r"|\[\^[^\[\]\n]*\]:?"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"
    r"|(?<=\])[ ]?\[[^\[\]^\n]*\](?!\()"
    r"|^ {0,3}\[[^\[\]^\n]+\]:[ \t]*\S+[^\n]*$",
    re.MULTILINE,
)
# What the check names already stays in the letter as it is written.
_UNKNOWN = re.compile(r"\{\{\s*[A-Za-z_][\w.]*\s*\}\}|\[\^[^\[\]\n]*\]")
_COMMENT = re.compile(r"\{>>(?:(?!<<\}|\{>>)[\s\S])*<<\}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[0-9a-zA-Z]{1,32});")
_SIGN = re.compile(r"[^\W_]|[%‰€$£§°±×÷≤≥≠©½@?;]")
_NEAR = 12  # so many signs that are equal again end a difference
_FAR = 400  # so far a difference is looked through
_EXCERPT = 40
_MOST = 20


def differences(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report where the letter has other words, numbers or signs than the file."""
    if letter.document.blocks == () and not letter.document.notes:
        return
    notes = {note.label: note.blocks for note in letter.document.notes}
    of_label: dict[str, list[SourceParagraph]] = {}
    prose_text = _AMENDMENT.sub(blank, text.text)
    for paragraph in text.paragraphs:
        of_label.setdefault(paragraph.note, []).append(paragraph)
    for label, paragraphs in of_label.items():
        blocks = notes.get(label) if label else letter.document.blocks
        if blocks is not None:  # a note that is defined and not read has a problem of its own
            yield from _compare(text, _of_source(prose_text, paragraphs), "".join(_signs(blocks)))


def _of_source(text: str, paragraphs: Iterable[SourceParagraph]) -> list[tuple[str, int]]:
    """Return each sign of the paragraphs with its offset."""
    signs: list[tuple[str, int]] = []
    for paragraph in paragraphs:
        source = _NOT_WORDS.sub(blank, _COMMENT.sub(blank, text[paragraph.start : paragraph.end]))
        at = 0
        for match in _ENTITY.finditer(source):
            signs += _written_signs(source, at, match.start(), paragraph.start)
            signs += [(sign, paragraph.start + match.start()) for sign in _SIGN.findall(html.unescape(match.group()))]
            at = match.end()
        signs += _written_signs(source, at, len(source), paragraph.start)
    return signs


def _written_signs(source: str, start: int, end: int, offset: int) -> list[tuple[str, int]]:
    return [(match.group(), offset + match.start()) for match in _SIGN.finditer(source, start, end)]


def _signs(blocks: tree.Blocks) -> Iterator[str]:
    """Yield the signs of blocks in reading order, with the numbers of lists."""
    for block in blocks:
        match block:
            case tree.NumberedList(start, items):
                for number, item in enumerate(items, start):
                    yield str(number)
                    yield from _signs(item)
            case tree.BulletList(items):
                for item in items:
                    yield from _signs(item)
            case tree.BlockQuote(inner):
                yield from _signs(inner)
            case tree.Amendment():
                pass
            case _:
                for inline in tree.every_inline((block,)):
                    if isinstance(inline, tree.Text):
                        yield "".join(_SIGN.findall(_UNKNOWN.sub("", inline.text)))


def _compare(text: Prose, written: list[tuple[str, int]], read: str) -> Iterator[Problem]:
    source = "".join(sign for sign, _ in written)
    here = there = count = 0
    while (here < len(source) or there < len(read)) and count < _MOST:
        if source[here : here + 4_000] == read[there : there + 4_000]:
            here, there = here + 4_000, there + 4_000
            continue
        while here < len(source) and there < len(read) and source[here] == read[there]:
            here, there = here + 1, there + 1
        lost, added = _length_of_difference(source[here : here + _FAR], read[there : there + _FAR])
        at = written[min(here, len(written) - 1)][1] if written else text.body
        yield _problem(text, at, source[here : here + lost], read[there : there + added])
        count += 1
        here, there = here + lost, there + added


def _length_of_difference(source: str, read: str) -> tuple[int, int]:
    """Return how many signs differ in each, until both go on alike; all, if they do not."""
    for length in range(1, len(source) + len(read)):
        for lost in (length, 0, *range(1, length)):
            added = length - lost
            ahead = source[lost : lost + _NEAR]
            if ahead == read[added : added + _NEAR] and (ahead or (lost >= len(source) and added >= len(read))):
                return lost, added
        if length > 2 * _EXCERPT:
            break
    return len(source), len(read)


def _problem(text: Prose, offset: int, lost: str, added: str) -> Problem:
    end = text.text.find("\n", offset)
    place = shorten(text.text[offset : end if end >= 0 else len(text.text)], _EXCERPT)
    what = " and ".join(
        words
        for words in (
            f"“{shorten(lost, _EXCERPT)}” is not in the letter" if lost else "",
            f"“{shorten(added, _EXCERPT)}” is in it and not in the file" if added else "",
        )
        if words
    )
    fix = "write it without signs that Markdown reads as markup, or put \\ before them"
    return Problem(
        text.path, text.line(offset), f"the letter reads differently from the file at “{place}”: {what}", fix
    )
