"""Lists and tables of the dialect, as their authors write them.

Python-markdown numbers a list itself, wants four spaces before a nested item, and reads a list or table right below a
paragraph as a part of it. Here numbers stay as they are typed, two spaces are enough, and no blank line is needed.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor
from markdown.preprocessors import Preprocessor

VALUE = "value"  # an item's attribute with the number that was typed
# So many characters on each side of a star decide whether it is emphasis.
NEAR = 300

_ITEM = re.compile(r"(?P<indent> *)(?:[-*+]|\d{1,9}\.) +\S")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]\n]*\]:")
_BULLET = re.compile(r" {0,3}[-*+] +\S")
_NUMBER = re.compile(r" {0,3}(\d{1,9})\. +\S")
_DELIMITERS = re.compile(r" {0,3}\|?(?: *+:?-++:? *+\|)+ *+(?::?-++:? *+)?\|?\s*+")
_STAR = re.compile(r"(?<!\\)\*+")


class _TypedNumbers(SaneOListProcessor):
    """Stores the number of each item as it was typed."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        numbers = [match[1].rstrip(".") for line in blocks[0].split("\n") if (match := self.CHILD_RE.match(line))]
        sibling = self.lastChild(parent)
        holder = sibling if sibling is not None and sibling.tag == "ol" else parent if parent.tag == "ol" else None
        before = len(holder) if holder is not None else 0
        super().run(parent, blocks)
        holder = self.lastChild(parent) if holder is None else holder
        for item, number in zip(list(holder if holder is not None else ())[before:], numbers, strict=False):
            item.set(VALUE, number)


class _BelowParagraph(BlockProcessor):
    """Splits a paragraph where a list or a table begins right below it."""

    def test(self, parent: Element, block: str) -> bool:
        return self._start(block) > 0

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        lines = blocks.pop(0).split("\n")
        start = self._start("\n".join(lines))
        self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
        blocks.insert(0, "\n".join(lines[start:]))
        return None

    @staticmethod
    def _start(block: str) -> int:
        """Return the first line of a list or table below the block's first line; 0 for none.

        A single line with a mark is a list only below a colon: a wrapped line may begin with a dash or a date.
        """
        lines = block.split("\n")
        for at in range(1, len(lines)):
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if "|" in lines[at] and "-" in following and _DELIMITERS.fullmatch(following):
                return at
            colon = lines[at - 1].rstrip().endswith(":")
            if _BULLET.match(lines[at]) and (colon or _BULLET.match(following)):
                return at
            number = _NUMBER.match(lines[at])
            if number and (colon or (number[1] == "1" and _NUMBER.match(following))):
                return at
        return 0


class _Indents(Preprocessor):
    """Gives nested items, and the further paragraphs of items and notes, the four spaces that the parser wants."""

    def run(self, lines: list[str]) -> list[str]:
        indents: list[int] = []  # the indents of the open items, outermost first; a note counts as one
        after_blank = True
        in_paragraph = False  # in a further paragraph of an item, which an item right below must not join
        result: list[str] = []
        for line in lines:
            text = line.lstrip(" ")
            indent = len(line) - len(text)
            if text and indent < 2 and not _ITEM.match(line) and (after_blank or _NOTE.match(line)):
                indents = [0] if _NOTE.match(line) else []
            elif text and indents and _ITEM.match(line):
                line = _place_item(indents, indent, text)
                result += [""] if in_paragraph and not after_blank else []
            elif text and not indents and indent < 4 and _ITEM.match(line):
                indents = [indent]
            elif text and indents and after_blank:
                depth = sum(1 for item in indents if indent >= item + 2)
                line = " " * max(indent, 4 * depth) + text
            in_paragraph = bool(text) and not _ITEM.match(line) and (in_paragraph or bool(indents and after_blank))
            after_blank = not text
            result.append(line)
        return result


def _place_item(indents: list[int], indent: int, text: str) -> str:
    """Return an item's line with the indent of its depth. A far deeper line is code, and stays as it is."""
    if indent >= indents[-1] + 8:
        return " " * indent + text
    while indents and indent < indents[-1] + 2:
        indents.pop()
    depth = len(indents)
    indents.append(indent)
    return " " * (4 * depth) + text if depth else " " * min(indent, 3) + text


def is_inside_word(before: str, after: str) -> bool:
    """Whether a star between two letters is a part of a word ("Bürger*innen") and neither opens nor closes emphasis."""
    opened = False
    for star in _STAR.finditer(before):
        if len(star.group()) == 1:
            left, right = before[: star.start()][-1:], before[star.end() :][:1]
            if opened and left and not left.isspace() and not right.isalnum():
                opened = False
            elif right and not right.isspace() and not left.isalnum():
                opened = True
    if not opened:
        return True
    star_after = next((star for star in _STAR.finditer(after) if len(star.group()) == 1), None)
    if star_after is None:
        return False
    left, right = after[: star_after.start()][-1:], after[star_after.end() :][:1]
    return not left.isspace() and not right.isalnum()


def register(md: Markdown) -> None:
    """Add the lists to a parser."""
    md.preprocessors.register(_Indents(md), "indents", 25)
    md.parser.blockprocessors.register(_TypedNumbers(md.parser), "olist", 40)
    md.parser.blockprocessors.register(_BelowParagraph(md.parser), "below_paragraph", 12)
