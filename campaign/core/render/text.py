"""The letter as plain text that reads well in an email.

Footnote marks are ¹ ² ³, links are [1] [2] with a list of addresses; `*bold*`, `_italic_`, 72 columns. The text is for
readers only and is never parsed again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.letters import tree
from campaign.core.letters.amendment import amendment_heads, amendment_rows
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.characters import clean, columns, is_superscript, superscript
from campaign.core.render.grid import align_columns, label_cells, pad_rows
from campaign.core.render.lines import GLUE, hang, join_lines, wrap

WIDTH = 72


@dataclass(frozen=True, slots=True)
class PlainText:
    """The parts of a letter as text, without headings; "" for a part that the letter does not have."""

    body: str
    notes: str
    links: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of each block and each footnote, before they are joined. `numbers` maps the address of a link to its
    number."""

    blocks: tuple[list[str], ...]
    notes: tuple[list[str], ...]
    numbers: Mapping[str, int]
    width: int

    def join(self) -> PlainText:
        """Join the lines into texts."""
        body, notes = join_lines(_separate_groups(self.blocks)), join_lines(_separate_groups(self.notes))
        return PlainText(body, notes, join_lines(_link_list(self.numbers, self.width)))


def plain_text(document: tree.Document, language: str = "en", width: int = WIDTH) -> PlainText:
    """Write a filled document as text of at most `width` columns; only longer words overflow.

    `language` is used for the column heads of amendments.
    """
    return build_outline(document, language, width).join()


def build_outline(document: tree.Document, language: str = "en", width: int = WIDTH) -> Outline:
    """Write a filled document as lines that are not joined yet. Arguments as for `plain_text`."""
    writer = _Writer(language)
    blocks = tuple(writer.block(block, width) for block in document.blocks)
    notes = tuple(writer.note(note, width) for note in document.notes)
    return Outline(blocks, notes, writer.numbers, width)


def rewrite_block(block: tree.Block, outline: Outline, language: str) -> str:
    """Write another block for an outline, with the outline's numbers of links."""
    return join_lines(_Writer(language, outline.numbers).block(block, outline.width))


def rewrite_words(paragraph: tree.Paragraph, outline: Outline, language: str) -> str:
    """Write a paragraph for an outline, not wrapped yet, with the outline's numbers of links."""
    return _Writer(language, outline.numbers).inlines(paragraph.children)


def fill_lines(words: str, width: int = WIDTH) -> str:
    """Wrap the words of `rewrite_words`."""
    return join_lines(wrap(words, width))


def rewrite_note(note: tree.Footnote, outline: Outline, language: str) -> str:
    """Write another footnote for an outline, with the outline's numbers of links."""
    return join_lines(_Writer(language, outline.numbers).note(note, outline.width))


def paragraph(text: str, width: int = WIDTH) -> str:
    """Write plain words as a paragraph."""
    return join_lines(wrap(clean(text), width))


def heading(text: str, width: int = WIDTH) -> str:
    """Write plain words as an underlined heading."""
    return join_lines(_underline(wrap(clean(text), width)))


class _Writer:
    """Writes blocks as lines; numbers links by address, across body and footnotes."""

    def __init__(self, language: str, numbers: Mapping[str, int] | None = None) -> None:
        self.language = language
        self.numbers = dict(numbers or {})

    def blocks(self, blocks: tree.Blocks, width: int) -> list[str]:
        return _separate_groups([self.block(block, width) for block in blocks])

    def block(self, block: tree.Block, width: int) -> list[str]:
        match block:
            case tree.Paragraph(children):
                return wrap(self.inlines(children), width)
            case tree.Heading(_, children):
                return _underline(wrap(self.inlines(children), width))
            case tree.BulletList(items):
                return self.items(items, ["- "] * len(items), width)
            case tree.NumberedList(start, items):
                return self.items(items, _ordinals(start, len(items)), width)
            case tree.BlockQuote(blocks):
                return [f"> {line}".rstrip() for line in self.blocks(blocks, width - 2)]
            case tree.CodeBlock(text):
                return [f"    {clean(line)}" for line in text.expandtabs(4).split("\n")]
            case tree.Rule():
                return ["* * *"]
            case tree.TableBlock():
                return self.table(block, width)
            case tree.Amendment():
                return self.amendment(block, width)
            case _:  # signatories
                return [line for signatory in block.lines for line in wrap(_signatory(signatory), width, rest="    ")]

    def items(self, items: tuple[tree.Blocks, ...], marks: list[str], width: int) -> list[str]:
        pairs = zip(items, marks, strict=True)
        written = [hang(self.blocks(item, width - len(mark)), mark) for item, mark in pairs]
        if all(len(item) <= 1 for item in items):
            return [line for lines in written for line in lines]
        return _separate_groups(written)

    def note(self, note: tree.Footnote, width: int) -> list[str]:
        mark = f"{superscript(note.number)} "
        return hang(self.blocks(note.blocks, width - len(mark)), mark)

    def table(self, table: tree.TableBlock, width: int) -> list[str]:
        head, *body = pad_rows([[self.inlines(cell) for cell in row] for row in (table.head, *table.body)])
        lines = align_columns([head, *body], width, table.aligns)
        return (
            lines or _separate_groups([label_cells(head, row, width) for row in body]) or wrap("; ".join(head), width)
        )

    def amendment(self, amendment: tree.Amendment, width: int) -> list[str]:
        words, pairs = amendment_heads(amendment, self.language), amendment_rows(amendment, self.language)
        heading = wrap(_surround("*", clean(words.heading)), width) if words.heading else []
        left = self.side(words.proposed, [pair.proposed for pair in pairs], width)
        right = self.side(words.amendment, [pair.amendment for pair in pairs], width)
        return _separate_groups([heading, *left, *right])

    def side(self, label: str, paragraphs: list[tree.Inlines], width: int) -> list[list[str]]:
        """Write one column of an amendment, indented below its head."""
        written = self.blocks(tuple(tree.Paragraph(paragraph) for paragraph in paragraphs if paragraph), width - 4) or [
            "–"
        ]
        return [wrap(f"{label}:", width), hang(written, "    ")]

    def inlines(self, inlines: tree.Inlines) -> str:
        written = ""
        for inline in inlines:
            part = self.inline(inline)
            # ¹ and ² without a comma read as twelve.
            written += f",{part}" if is_superscript(written[-1:]) and is_superscript(part[:1]) else part
        return written

    def inline(self, inline: tree.Inline) -> str:
        match inline:
            case tree.Text(text):
                return clean(text)
            case tree.Code(text):
                return _surround("`", clean(text))
            case tree.Strong(children):
                return _surround("*", self.inlines(children))
            case tree.Emphasis(children):
                return _surround("_", self.inlines(children))
            case tree.Link(href, children):
                return self.link(safe_href(href), children)
            case tree.NoteMark(number):
                return superscript(number)
            case tree.Insertion(children):
                return _surround("[+", self.inlines(children), "+]")
            case tree.Deletion(children):
                return _surround("[-", self.inlines(children), "-]")
            case tree.LineBreak():
                return "\n"
            case tree.Comment():  # never published
                return ""
            case _:  # a placeholder that is not filled in
                return "{{" + GLUE + inline.name + GLUE + "}}"

    def link(self, href: str, children: tree.Inlines) -> str:
        words = self.inlines(children)
        if not words.strip():
            return _address(href)
        if not href or _is_address(tree.plain(children), href):
            return words
        number = self.numbers.setdefault(href, len(self.numbers) + 1)
        inner = words.rstrip()
        return f"{inner}{GLUE}[{number}]{words[len(inner) :]}"


def _link_list(numbers: Mapping[str, int], width: int) -> list[str]:
    indent = " " * (len(str(len(numbers))) + 3)
    marked = ((f"[{number}]".ljust(len(indent)), href) for href, number in numbers.items())
    return [line for mark, href in marked for line in wrap(_address(href), width, mark, indent)]


def _separate_groups(groups: Iterable[list[str]]) -> list[str]:
    """Join groups of lines with an empty line in between."""
    lines: list[str] = []
    for group in filter(None, groups):
        lines.extend(["", *group] if lines else group)
    return lines


def _underline(lines: list[str]) -> list[str]:
    return [*lines, "-" * max(map(columns, lines))]


def _ordinals(start: int, count: int) -> list[str]:
    ordinals = [f"{number}. " for number in range(start, start + count)]
    widest = max(map(len, ordinals), default=0)
    return [ordinal.rjust(widest) for ordinal in ordinals]


def _surround(mark: str, words: str, end: str = "") -> str:
    """Put marks around words, inside of white space at their ends."""
    inner = words.strip(" \n")
    return words.replace(inner, f"{mark}{inner}{end or mark}", 1) if inner else words


def _signatory(line: tree.SignatoryLine) -> str:
    href = safe_href(line.href)
    return clean(line.name) + (f" <{href}>" if href else "")


def _address(href: str) -> str:
    return href.removeprefix("mailto:")


def _is_address(words: str, href: str) -> bool:
    """Whether a link's words are its address, so that it needs no number."""
    return _bare_address(words) == _bare_address(href)


def _bare_address(address: str) -> str:
    address = address.strip().casefold()
    for scheme in ("https://", "http://", "mailto:"):
        address = address.removeprefix(scheme)
    return address.rstrip("/")
