"""The letter as plain text that reads well in a mail.

Notes are ¹ ² ³, links [1] [2] with a list of their own, `*bold*`, `_italic_`, 72 columns. What is written here is
for eyes alone: nothing parses it again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.core.letters import tree
from campaign.core.letters.amendment import amendment_rows, amendment_words
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.characters import clean, columns, is_superscript, superscript
from campaign.core.render.grid import align_columns, label_cells, pad_rows
from campaign.core.render.lines import GLUE, hang, join_lines, wrap

WIDTH = 72


@dataclass(frozen=True, slots=True)
class PlainText:
    """A letter's parts, each ready to print, "" where the letter has none. They hold no headings of their own."""

    body: str
    notes: str
    links: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A letter's text before its parts are joined: the lines of each block and of each note. `numbers` maps the address
    of each link to its number."""

    blocks: tuple[list[str], ...]
    notes: tuple[list[str], ...]
    numbers: Mapping[str, int]
    width: int

    def join(self) -> PlainText:
        """The parts as they are printed."""
        body, notes = join_lines(_separate_groups(self.blocks)), join_lines(_separate_groups(self.notes))
        return PlainText(body, notes, join_lines(_link_list(self.numbers, self.width)))


def plain_text(document: tree.Document, language: str = "en", width: int = WIDTH) -> PlainText:
    """A filled document as text of at most `width` columns; only words longer than that overflow. `language` is that
    of an amendment's column heads."""
    return build_outline(document, language, width).join()


def build_outline(document: tree.Document, language: str = "en", width: int = WIDTH) -> Outline:
    """The same, not joined yet."""
    writer = _Writer(language)
    blocks = tuple(writer.block(block, width) for block in document.blocks)
    notes = tuple(writer.note(note, width) for note in document.notes)
    return Outline(blocks, notes, writer.numbers, width)


def rewrite_block(block: tree.Block, outline: Outline, language: str) -> str:
    """Another block in the place of one of the outline's, its links numbered as there."""
    return join_lines(_Writer(language, outline.numbers).block(block, outline.width))


def rewrite_words(paragraph: tree.Paragraph, outline: Outline, language: str) -> str:
    """A paragraph's words in the outline's place, not filled into lines yet."""
    return _Writer(language, outline.numbers).inlines(paragraph.children)


def fill_lines(words: str, width: int = WIDTH) -> str:
    """Such words as lines."""
    return join_lines(wrap(words, width))


def rewrite_note(note: tree.Footnote, outline: Outline, language: str) -> str:
    """The same for a note."""
    return join_lines(_Writer(language, outline.numbers).note(note, outline.width))


def paragraph(text: str, width: int = WIDTH) -> str:
    """Plain words filled into lines."""
    return join_lines(wrap(clean(text), width))


def heading(text: str, width: int = WIDTH) -> str:
    """Plain words as a heading, underlined."""
    return join_lines(_underline(wrap(clean(text), width)))


class _Writer:
    """Writes blocks as lines; remembers each link's number (by its address) across body and notes."""

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
        lines = align_columns([head, *body], width)
        return (
            lines or _separate_groups([label_cells(head, row, width) for row in body]) or wrap("; ".join(head), width)
        )

    def amendment(self, amendment: tree.Amendment, width: int) -> list[str]:
        words, pairs = amendment_words(self.language), amendment_rows(amendment, self.language)
        heading = wrap(_surround("*", clean(amendment.heading)), width) if amendment.heading else []
        left = self.side(words.proposed, [pair.proposed for pair in pairs], width)
        right = self.side(words.amendment, [pair.amendment for pair in pairs], width)
        return _separate_groups([heading, *left, *right])

    def side(self, label: str, paragraphs: list[tree.Inlines], width: int) -> list[list[str]]:
        """One column of an amendment, indented below its head."""
        written = self.blocks(tuple(tree.Paragraph(paragraph) for paragraph in paragraphs if paragraph), width - 4) or [
            "–"
        ]
        return [wrap(f"{label}:", width), hang(written, "    ")]

    def inlines(self, inlines: tree.Inlines) -> str:
        written = ""
        for inline in inlines:
            part = self.inline(inline)
            # ¹ and ² side by side would read as twelve.
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
            case _:  # a placeholder, in a letter that is not filled
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
    """Groups of lines with an empty line between each two."""
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
    """Marks around words, outside of which white space stays."""
    inner = words.strip(" \n")
    return words.replace(inner, f"{mark}{inner}{end or mark}", 1) if inner else words


def _signatory(line: tree.SignatoryLine) -> str:
    href = safe_href(line.href)
    return clean(line.name) + (f" <{href}>" if href else "")


def _address(href: str) -> str:
    return href.removeprefix("mailto:")


def _is_address(words: str, href: str) -> bool:
    """Whether a link's words are its address, so that a number would only repeat it."""
    return _bare_address(words) == _bare_address(href)


def _bare_address(address: str) -> str:
    address = address.strip().casefold()
    for scheme in ("https://", "http://", "mailto:"):
        address = address.removeprefix(scheme)
    return address.rstrip("/")
