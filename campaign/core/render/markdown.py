"""The letter's Markdown, written so that reading it gives the same tree again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from campaign.core.letters import tree
from campaign.core.render import markdown_escape

_INDENT = "    "
# An empty comment: nothing is left of it, and what stands on its sides does not touch.
APART = "{>><<}"


class MarkdownWriter:
    """Writes blocks and inlines. `labels` gives each note's label by its number."""

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
            case tree.TableBlock(head, body):
                return "\n".join([self.row(head), "| --- " * len(head) + "|", *map(self.row, body)])
            case tree.Amendment(heading, paragraphs):
                inside = "\n\n".join(map(self.paragraph, paragraphs))
                return f"/// amendment | {heading}\n{inside}\n///"
            case _:  # signatories
                return "{{ signatories }}"

    def note(self, label: str, blocks: tree.Blocks) -> str:
        """A note with its paragraphs indented, one blank line between them: two would end it."""
        first = isinstance(blocks[0], tree.Paragraph) if blocks else False
        text = indent(self.blocks(blocks))
        return f"[^{label}]: {text}" if first else f"[^{label}]:\n{_INDENT}{text}"

    def item(self, mark: str, blocks: tree.Blocks) -> str:
        """An item. Only a paragraph or heading may stand beside its mark: the lines of any other block must align."""
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
        """Inlines where no line may end: headings and cells."""
        return self.inlines(inlines).replace("  \n", " ")

    def inlines(self, inlines: tree.Inlines, inside: str = "") -> str:
        marks = _delimiters(inlines, inside)
        parts = [self.inline(inline, mark) for inline, mark in zip(inlines, marks, strict=True)]
        for at, (inline, following) in enumerate(pairwise(inlines)):
            if (
                isinstance(following, tree.Link | tree.NoteMark)
                and isinstance(inline, tree.Text)
                and inline.text.endswith("!")
            ):
                parts[at] = parts[at][:-1] + "\\!"
        return "".join(_separate(parts, marks, inside))

    def inline(self, inline: tree.Inline, mark: str) -> str:
        match inline:
            case tree.Text(text):
                return markdown_escape.escape_inline(text)
            case tree.Strong(children) | tree.Emphasis(children):
                return mark + self.inlines(children, mark[0]) + mark
            case tree.Insertion(children):
                return "{++" + self.inlines(children) + "++}"
            case tree.Deletion(children):
                return "{--" + self.inlines(children) + "--}"
            case tree.Link(href, children):
                return f"[{markdown_escape.escape_link_words(self.inlines(children))}]({markdown_escape.escape_href(href) or '#'})"
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


def indent(text: str) -> str:
    """Lines after the first moved to the right by four spaces, blank ones left blank."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(_INDENT + line if line else line for line in rest)])


def _delimiters(inlines: tree.Inlines, inside: str) -> list[str]:
    """The mark of each emphasis: stars, but underscores next to or inside of stars, where no word touches them."""
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


def _separate(parts: Sequence[str], marks: Sequence[str], inside: str) -> Iterator[str]:
    """The parts with something between any two marks that would be read as one."""
    signs = [inside, *(mark[:1] for mark in marks), inside]
    for at, part in enumerate(parts, 1):
        stuck = signs[at] and signs[at] == signs[at - 1]
        yield APART + part if stuck else part
    if parts and inside and signs[-2] == inside:
        yield APART


def _touches_word(inlines: tree.Inlines, at: int) -> bool:
    """Whether a letter or digit stands directly before or after: an underscore would be part of that word."""
    before, after = tree.plain(inlines[max(at - 1, 0) : at]), tree.plain(inlines[at + 1 : at + 2])
    return bool(re.search(r"\w$", before) or re.match(r"\w", after))


def _comment(text: str) -> str:
    """A comment with nothing in it that would end it early or be read before it: a backtick would open code."""
    return "{>> " + " ".join(text.replace("`", "’").replace("<<}", "<< }").split()) + " <<}"


def would_join(block: tree.Block, following: tree.Block) -> bool:
    """Whether two blocks would be read as one: a list goes on with what is indented, code and quotations with more."""
    if isinstance(block, tree.BulletList | tree.NumberedList):
        return isinstance(following, tree.CodeBlock | type(block))
    return isinstance(block, tree.CodeBlock | tree.BlockQuote) and isinstance(following, type(block))


def _item_separator(items: Sequence[tree.Blocks]) -> str:
    """What stands between the items: after an item of several blocks, a blank line must tell the next one from it."""
    return (
        "\n" if all(len(item) == 1 and isinstance(item[0], tree.Paragraph | tree.Heading) for item in items) else "\n\n"
    )


def _code(text: str) -> str:
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"
