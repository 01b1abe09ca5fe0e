"""Compares the words of a file and of the letter made from it, so that no word is lost or added."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.core.intake.runs import map_leaves
from campaign.core.letters import tree

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_DIGIT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_MARKS = re.compile(r"[*_\\]")
_TAGS = re.compile(r"</?sup>", re.IGNORECASE)
_ADDRESS = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"\n]*\")?\)")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORDS = 2_000  # of a link
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class WordDifference:
    """The words that are missing and those that are too many, as often as they are, in order of first appearance."""

    lost: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.added)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text: runs of letters and digits. A raised digit is a word of its own. Markup is not a
    word, and a soft hyphen does not split a word."""
    text = _MARKS.sub("", _TAGS.sub(" ", text.replace(_SOFT_HYPHEN, "")))
    text = _RAISED_DIGIT.sub(lambda digit: f" {digit[0].translate(_RAISED)} ", text)
    return tuple(_WORD.findall(text))


def of_text(text: str) -> tuple[str, ...]:
    """Return the words of plain text, without the addresses of its links."""
    return split_words(_ADDRESS.sub(lambda match: "]" if _is_link(text, match.start()) else match.group(), text))


def _is_link(text: str, end: int) -> bool:
    """Whether the bracket at `end` closes one that was opened in the same paragraph."""
    start = max(0, end - _LONGEST_WORDS)
    start = max(start, text.rfind("\n\n", start, end))
    return text.count("[", start, end) > text.count("]", start, end)


def of_document(document: tree.Document, *, numbers: bool) -> tuple[str, ...]:
    """Return the words of body and notes; with `numbers`, also the numbers of lists, which plain text writes out."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    return tuple(word for line in _lines(blocks, numbers=numbers) for word in split_words(line))


def compare(before: Iterable[str], after: Iterable[str]) -> WordDifference:
    """Compare the words before and after, in whatever order they are."""
    old, new = Counter(before), Counter(after)
    return WordDifference(tuple((old - new).elements()), tuple((new - old).elements()))


def _lines(blocks: tree.Blocks, *, numbers: bool) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, numbers=numbers)


def _block(block: tree.Block, *, numbers: bool) -> Iterator[str]:
    match block:
        case tree.CodeBlock(text):
            yield text
        case tree.Amendment(heading):
            yield heading
            yield from (tree.plain(map_leaves(run, _apart)) for run in tree.inlines_of(block))
        case tree.BlockQuote(inner):
            yield from _lines(inner, numbers=numbers)
        case tree.BulletList(items):
            for item in items:
                yield from _lines(item, numbers=numbers)
        case tree.NumberedList(start, items):
            for number, item in enumerate(items, start):
                yield from [str(number)] if numbers else []
                yield from _lines(item, numbers=numbers)
        case _:
            yield from (tree.plain(map_leaves(run, _apart)) for run in tree.inlines_of(block))


def _apart(leaf: tree.Inline) -> tuple[tree.Inline, ...]:
    """Replace a note's mark or a placeholder by a space: it separates words and is not a word itself."""
    return (tree.Text(" "),) if isinstance(leaf, tree.NoteMark | tree.Placeholder) else (leaf,)
