"""Writes a tree as Markdown that parses to the same tree."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from campaign.core.letters import tree
from campaign.core.letters.typed_lists import NEAR, is_inside_word
from campaign.core.render import markdown_escape

_INDENT = "    "
# An empty comment, which separates its neighbours and leaves nothing behind.
APART = "{>><<}"
_RULES = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}


class MarkdownWriter:
    """Writes blocks and inlines. `labels` maps the number of a footnote to its label."""

    def __init__(self, labels: Mapping[int, str]) -> None:
        self.labels = labels

    def blocks(self, blocks: tree.Blocks) -> str:
        parts = [self.block(block) for block in blocks]
        for at, (block, following) in enumerate(pairwise(blocks)):
            if would_join(block, following):
                parts[at] += f"\n\n{APART}"
        return "\n\n".join(parts)

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Paragraph(children):
                return self.paragraph(children)
            case tree.Heading(level, children):
                return "#" * level + " " + re.sub(r"#$", r"\\#", self.line(children))
            case tree.BulletList(items):
                return _item_separator(items).join(self.item("-", item) for item in items)
            case tree.NumberedList(start, items):
                return _item_separator(items).join(
                    self.item(f"{number}.", item) for number, item in enumerate(items, start)
                )
            case tree.BlockQuote(blocks):
                return "\n".join(f"> {line}" if line else ">" for line in self.blocks(blocks).split("\n"))
            case tree.CodeBlock(text):
                return _INDENT + text.replace("\n", "\n" + _INDENT)
            case tree.Rule():
                return "* * *"
            case tree.TableBlock(head, body, aligns):
                rule = "".join(f"| {_RULES[align]} " for align, _ in zip_longest(aligns, head, fillvalue="")) + "|"
                return "\n".join([self.row(head), rule, *map(self.row, body)])
            case tree.Amendment(heading, paragraphs):
                inside = "\n\n".join(map(self.paragraph, paragraphs))
                return f"/// amendment | {heading}\n{inside}\n///"
            case _:  # signatories
                return "{{ signatories }}"

    def note(self, label: str, blocks: tree.Blocks) -> str:
        """Write a footnote, with its paragraphs indented and single blank lines: two would end it."""
        first = isinstance(blocks[0], tree.Paragraph) if blocks else False
        text = indent(self.blocks(blocks))
        return f"[^{label}]: {text}" if first else f"[^{label}]:\n{_INDENT}{text}"

    def item(self, mark: str, blocks: tree.Blocks) -> str:
        """Write a list item. Only a paragraph or heading may be on the line of its mark: other blocks must align."""
        beside = isinstance(blocks[0], tree.Paragraph | tree.Heading) if blocks else False
        text = indent(self.blocks(blocks))
        return f"{mark} {text}" if beside else f"{mark} {APART}\n\n{_INDENT}{text}".rstrip()

    def row(self, cells: Sequence[tree.Inlines]) -> str:
        return "".join(f"| {self.line(cell).replace('|', _BAR)} " for cell in cells) + "|"

    def paragraph(self, inlines: tree.Inlines) -> str:
        lines = self.inlines(inlines).split("\n")
        if len(lines) > 1:
            lines = [line.replace("|", _BAR) for line in lines]
        return "\n".join(map(markdown_escape.escape_line_start, lines))

    def line(self, inlines: tree.Inlines) -> str:
        """Write inlines where no line may end: headings and cells."""
        return self.inlines(inlines).replace("  \n", " ")

    def inlines(self, inlines: tree.Inlines, inside: str = "", *, nested: bool = False) -> str:
        """Write inlines. `inside` is the sign of the emphasis around them; `nested` ones are within another inline."""
        marks = _delimiters(inlines, inside)
        parts = [self.inline(inline, mark) for inline, mark in zip(inlines, marks, strict=True)]
        for at, (inline, following) in enumerate(pairwise(inlines)):
            if (
                isinstance(following, tree.Link | tree.NoteMark)
                and isinstance(inline, tree.Text)
                and inline.text.endswith("!")
            ):
                parts[at] = parts[at][:-1] + "\\!"
        return "".join(_separate(parts, marks, inside, nested=nested))

    def inline(self, inline: tree.Inline, mark: str) -> str:
        match inline:
            case tree.Text(text):
                return markdown_escape.escape_inline(text)
            case tree.Strong(children) | tree.Emphasis(children):
                return mark + self.inlines(children, mark[0], nested=True) + mark
            case tree.Insertion(children):
                return "{++" + self.inlines(children, nested=True) + "++}"
            case tree.Deletion(children):
                return "{--" + self.inlines(children, nested=True) + "--}"
            case tree.Link(href, children):
                words = markdown_escape.escape_link_words(self.inlines(children, nested=True))
                return f"[{words}]({markdown_escape.escape_href(href) or '#'})"
            case tree.Code(text):
                return _code(text)
            case tree.NoteMark(number):
                return f"[^{self.labels[number]}]"
            case tree.Placeholder(name):
                return "{{ " + name + " }}"
            case tree.Comment(text):
                return _comment(text)
            case _:  # a line break
                return "  \n"


_BAR = "\\|"
_STAR_IN_WORD = re.compile(r"[^\W_]\*[^\W_]")


def indent(text: str) -> str:
    """Indent all lines after the first by four spaces, except blank ones."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(_INDENT + line if line else line for line in rest)])


def _delimiters(inlines: tree.Inlines, inside: str) -> list[str]:
    """Choose the mark of each emphasis: stars, or underscores next to or inside stars if no word touches them."""
    marks: list[str] = []
    last = inside
    for at, inline in enumerate(inlines):
        if isinstance(inline, tree.Strong | tree.Emphasis):
            closing = inside if at == len(inlines) - 1 else ""
            last = "_" if "*" in (last, closing) and not _touches_word(inlines, at) else "*"
            marks.append(last * (2 if isinstance(inline, tree.Strong) else 1))
        else:
            last = ""
            marks.append("")
    return marks


def _separate(parts: Sequence[str], marks: Sequence[str], inside: str, *, nested: bool) -> Iterator[str]:
    """Put APART between two marks that would be read as one, and beside a star that would be read as part of a word."""
    signs = [inside, *(mark[:1] for mark in marks), inside]
    for at, part in enumerate(parts, 1):
        stuck = signs[at] and signs[at] == signs[at - 1]
        yield APART + part if stuck or _star_in_word(parts, marks, at - 1, nested=nested) else part
    if parts and inside and signs[-2] == inside:
        yield APART


def _star_in_word(parts: Sequence[str], marks: Sequence[str], at: int, *, nested: bool) -> bool:
    """Whether the star where a part meets the one before would be text, as in "Bürger*innen".

    That of "*Member State*s" is none; but within another inline what follows is not known, so any between letters is.
    """
    before, after = parts[at - 1] if at else "", parts[at]
    if marks[at] == "*" and _STAR_IN_WORD.fullmatch(before[-1:] + after[:2]):
        return True
    if not at or marks[at - 1] != "*" or not _STAR_IN_WORD.fullmatch(before[-2:] + after[:1]):
        return False
    return nested or is_inside_word(before[:-1][-NEAR:], "".join(parts[at:])[:NEAR])


def _touches_word(inlines: tree.Inlines, at: int) -> bool:
    """Whether a letter or digit is directly before or after, so that an underscore would be part of that word."""
    before, after = tree.plain(inlines[max(at - 1, 0) : at]), tree.plain(inlines[at + 1 : at + 2])
    return bool(re.search(r"\w$", before) or re.match(r"\w", after))


def _comment(text: str) -> str:
    """Write a comment without anything that would end it early or be read first, such as a backtick."""
    return "{>> " + " ".join(text.replace("`", "’").replace("<<}", "<< }").split()) + " <<}"


def would_join(block: tree.Block, following: tree.Block) -> bool:
    """Whether two neighbouring blocks would be read as one."""
    if isinstance(block, tree.BulletList | tree.NumberedList):
        return isinstance(following, tree.CodeBlock | type(block))
    return isinstance(block, tree.CodeBlock | tree.BlockQuote) and isinstance(following, type(block))


def _item_separator(items: Sequence[tree.Blocks]) -> str:
    """Return the separator of list items: a blank line if any item has several blocks."""
    return (
        "\n" if all(len(item) == 1 and isinstance(item[0], tree.Paragraph | tree.Heading) for item in items) else "\n\n"
    )


def _code(text: str) -> str:
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"
