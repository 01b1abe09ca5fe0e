"""The letter as HTML fragments. Markupsafe escapes all text and every attribute.

One serialiser for emails and pages. An email has no anchors, since a third of email programs open a broken window on
`#`; on a page, footnote marks and footnotes link to each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, repeat

from markupsafe import Markup

from campaign.core.letters import tree
from campaign.core.letters.amendment import amendment_heads, amendment_rows
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.characters import clean


@dataclass(frozen=True, slots=True)
class Options:
    """How a letter is written as HTML."""

    anchors: bool = True
    """Whether footnote marks and footnotes link to each other."""
    top_heading: int = 2
    """Level of the letter's highest headings, one below the title."""
    signatories: Markup | None = None
    """HTML for the first list of signatories; None for a plain list of names."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """Body and footnotes as block elements; `notes` is empty if the letter has none."""

    body: Markup
    notes: Markup


PAGE = Options()
MAIL = Options(anchors=False)


def fragments(document: tree.Document, options: Options = PAGE, language: str = "en") -> Fragments:
    """Write a filled document as safe HTML. `language` is used for the column heads of amendments."""
    writer = _Writer(options, language)
    body = writer.blocks(document.blocks)
    return Fragments(body, _join(writer.note(note) for note in document.notes))


class _Writer:
    def __init__(self, options: Options, language: str) -> None:
        self.options = options
        self.language = language
        self.pending_signatories = options.signatories
        self.called: set[int] = set()
        self.after_mark = False

    def blocks(self, blocks: tree.Blocks) -> Markup:
        return _join(self.block(block) + "\n" for block in blocks)

    def block(self, block: tree.Block) -> Markup:
        match block:
            case tree.Paragraph(children):
                return _tag("p", self.run(children))
            case tree.Heading(level, children):
                return _tag(f"h{min(max(level, self.options.top_heading), 6)}", self.run(children))
            case tree.BulletList(items):
                return _tag("ul", self.items(items))
            case tree.NumberedList(start, items):
                return Markup('<ol start="{}">{}</ol>').format(start, self.items(items))
            case tree.BlockQuote(blocks):
                return _tag("blockquote", self.blocks(blocks))
            case tree.CodeBlock(text):
                return _tag("pre", _tag("code", Markup("\n").join(clean(line) for line in text.split("\n"))))
            case tree.Rule():
                return Markup("<hr>")
            case tree.TableBlock():
                return self.table(block)
            case tree.Amendment():
                return self.amendment(block)
            case _:  # signatories
                return self.signatories(block)

    def signatories(self, signatories: tree.Signatories) -> Markup:
        signatory_list, self.pending_signatories = self.pending_signatories, None
        if signatory_list is not None:
            return signatory_list
        return Markup('<ul class="signatories">{}</ul>').format(_join(map(_signatory, signatories.lines)))

    def items(self, items: tuple[tree.Blocks, ...]) -> Markup:
        return _join(_tag("li", self.item(item)) for item in items)

    def item(self, item: tree.Blocks) -> Markup:
        match item:
            case (tree.Paragraph(children),):
                return self.run(children)
            case _:
                return self.blocks(item)

    def table(self, table: tree.TableBlock) -> Markup:
        cells = _join(
            Markup('<th scope="col"{}>{}</th>').format(align, self.run(cell))
            for cell, align in _aligned(table, table.head)
        )
        rows = _join(
            _tag(
                "tr",
                _join(Markup("<td{}>{}</td>").format(align, self.run(cell)) for cell, align in _aligned(table, row)),
            )
            for row in table.body
        )
        return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(cells, rows)

    def amendment(self, amendment: tree.Amendment) -> Markup:
        words = amendment_heads(amendment, self.language)
        sides = tuple((row.proposed, row.amendment) for row in amendment_rows(amendment, self.language))
        table = self.table(tree.TableBlock(((tree.Text(words.proposed),), (tree.Text(words.amendment),)), sides))
        if not words.heading:
            return table
        return Markup("<p><strong>{}</strong></p>\n{}").format(clean(words.heading), table)

    def run(self, inlines: tree.Inlines) -> Markup:
        """Write the inlines of a whole block."""
        self.after_mark = False
        return self.inlines(inlines)

    def inlines(self, inlines: tree.Inlines) -> Markup:
        return _join(map(self.inline, inlines))

    def inline(self, inline: tree.Inline) -> Markup:
        if isinstance(inline, tree.NoteMark):
            return self.mark(inline.number)
        if not isinstance(inline, tree.Strong | tree.Emphasis | tree.Link | tree.Insertion | tree.Deletion):
            self.after_mark = False
        match inline:
            case tree.Text(text):
                return Markup("{}").format(clean(text))
            case tree.Code(text):
                return _tag("code", clean(text))
            case tree.Strong(children):
                return _tag("strong", self.inlines(children))
            case tree.Emphasis(children):
                return _tag("em", self.inlines(children))
            case tree.Link(href, children):
                return _link(safe_href(href), self.inlines(children))
            case tree.Insertion(children):
                return _tag("ins", self.inlines(children))
            case tree.Deletion(children):
                return _tag("del", self.inlines(children))
            case tree.LineBreak():
                return Markup("<br>")
            case tree.Comment():  # never published
                return Markup()
            case _:  # a placeholder that is not filled in
                return Markup('<span class="placeholder">{}</span>').format("{{ " + inline.name + " }}")

    def mark(self, number: int) -> Markup:
        comma = "," if self.after_mark else ""  # 1 and 2 without a comma read as twelve
        self.after_mark = True
        if not self.options.anchors:
            return Markup("<sup>{}{}</sup>").format(comma, number)
        identifier = "" if number in self.called else Markup(' id="call-{}"').format(number)
        self.called.add(number)
        link = Markup('<a href="#note-{0}" role="doc-noteref">{0}</a>').format(number)
        return Markup("<sup{}>{}{}</sup>").format(identifier, comma, link)

    def note(self, note: tree.Footnote) -> Markup:
        match note.blocks:
            case (tree.Paragraph(children), *rest):
                lead, others = self.run(children), tuple(rest)
            case _:
                lead, others = Markup(), note.blocks
        first = Markup("<p>{} {}</p>\n").format(self.number(note.number), lead)
        identifier = Markup(' id="note-{}"').format(note.number) if self.options.anchors else ""
        return Markup('<div class="note"{}>{}{}</div>\n').format(identifier, first, self.blocks(others))

    def number(self, number: int) -> Markup:
        if number not in self.called:
            return Markup("<sup>{}</sup>").format(number)
        return Markup('<sup><a href="#call-{0}" role="doc-backlink">{0}</a></sup>').format(number)


def _aligned(table: tree.TableBlock, row: tuple[tree.Inlines, ...]) -> Iterable[tuple[tree.Inlines, Markup]]:
    """Pair each cell with the attribute for its alignment. Email programs know `align`, and no policy forbids it."""
    attributes = (Markup(' align="{}"').format(align) if align else Markup() for align in table.aligns)
    return zip(row, chain(attributes, repeat(Markup())), strict=False)


def _join(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _tag(name: str, content: Markup | str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, content)


def _link(href: str, words: Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, words or href.removeprefix("mailto:")) if href else words


def _signatory(line: tree.SignatoryLine) -> Markup:
    name = Markup("{}").format(clean(line.name))
    return _tag("li", _link(safe_href(line.href), name))
