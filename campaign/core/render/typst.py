"""The letter as Typst source: calls whose texts are string literals.

Nothing in a letter or a name can be read as Typst code, because it is always inside a literal. The template
(`templates/print/letter.typ`) defines the functions that Typst does not have.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest

from campaign.core.letters import tree
from campaign.core.letters.amendment import amendment_heads, amendment_rows
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.characters import clean
from campaign.core.render.grid import pad_rows
from campaign.core.render.line_breaks import glue
from campaign.core.render.logos import LogoPlacement
from campaign.core.render.typst_code import NOTHING, array, boolean, call, code_block, literal, string_literal, target

# A longer footnote may go behind the letter.
LONG_NOTE_WORDS = 150

# A longer text may be torn by a page, and its last lines then stand with the signatories anyway.
_FEW_WORDS = 120

_NOTE, _CHANGE, _LINK = "note", "change", "link"
_CHANGES = tree.Insertion | tree.Deletion


@dataclass(frozen=True, slots=True)
class TypstParts:
    """Typst code of the body, and of the footnotes after it."""

    body: str
    annex: str
    """The long footnotes, if they go behind the letter."""
    notes: str
    """All footnotes if all go behind the letter, else those without a mark in the body."""


def typst_parts(
    document: tree.Document,
    language: str = "en",
    logos: Mapping[str, LogoPlacement] | None = None,
    *,
    annex: bool = False,
    endnotes: bool = False,
) -> TypstParts:
    """Write a filled document as Typst code.

    `language` is used for the column heads of amendments. `logos` are by the name of the signatory. `annex` moves
    footnotes of more than `LONG_NOTE_WORDS` words behind the letter, `endnotes` all footnotes.
    """
    long = frozenset(note.number for note in document.notes if annex and is_long(note))
    moved = frozenset(note.number for note in document.notes) if endnotes else long
    writer = _Writer(document, language, logos or {}, moved)
    body = writer.blocks(document.blocks)
    behind = [writer.note_behind(note) for note in document.notes if note.number in long]
    others = [writer.note_behind(note) for note in document.notes if note.number in writer.behind_letter - long]
    return TypstParts(body, code_block(behind), code_block(others))


def is_long(note: tree.Footnote) -> bool:
    """Whether a footnote is long enough to go behind the letter."""
    return len(tree.plain_blocks(note.blocks).split()) > LONG_NOTE_WORDS


class _Writer:
    def __init__(
        self, document: tree.Document, language: str, logos: Mapping[str, LogoPlacement], moved: frozenset[int]
    ) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.language = language
        self.logos = logos
        self.moved = moved
        self.called: set[int] = set()
        # A footnote that only another one calls would stand between those of the text, out of order.
        marks = (inline for inline in tree.every_inline(document.blocks) if isinstance(inline, tree.NoteMark))
        self.in_text = {mark.number for mark in marks}
        self.behind_letter = moved | (set(self.notes) - self.in_text)
        self.level = 1  # that of the title
        self.inside: frozenset[str] = frozenset()
        self.waiting: list[int] = []  # footnote marks inside the present link
        self.after_mark = False

    @contextmanager
    def within(self, what: str) -> Iterator[bool]:
        """Enter a footnote, a change or a link. Yields whether it is inside another one; a footnote resets that."""
        outside = self.inside
        self.inside = frozenset({what}) if what == _NOTE else outside | {what}
        yield what in outside
        self.inside = outside

    def blocks(self, blocks: tree.Blocks) -> str:
        following = zip_longest(blocks, blocks[1:], blocks[2:])
        return code_block(
            call("kept-with-next", self.block(block)) if _closes(block, after, then) else self.block(block)
            for block, after, then in following
            if block
        )

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Paragraph(children):
                return call("par", self.run(children))
            case tree.Heading(level, children):
                return self.heading(level, children)
            case tree.BulletList(items):
                return call("list", *map(self.item, items), tight=boolean(_tight(items)))
            case tree.NumberedList(start, items):
                return call("enum", *map(self.item, items), start=str(start), tight=boolean(_tight(items)))
            case tree.BlockQuote(blocks):
                return call("quote", self.blocks(blocks), block="true")
            case tree.CodeBlock(text):
                return call("raw", string_literal("\n".join(clean(line) for line in text.split("\n"))), block="true")
            case tree.Rule():
                return call("rule")
            case tree.TableBlock():
                return self.table(block)
            case tree.Amendment():
                return self.amendment(block)
            case _:
                return self.signatories(block)

    def heading(self, level: int, children: tree.Inlines) -> str:
        """Write a heading. For PDF/UA, no level is skipped, and an empty one or one in a footnote is a paragraph."""
        if _NOTE in self.inside or not tree.plain(children).strip():
            return call("par", call("strong", self.run(children)))
        self.level = min(max(level, 2), self.level + 1)
        return call("heading", self.run(children), level=str(self.level))

    def item(self, item: tree.Blocks) -> str:
        match item:
            case (tree.Paragraph(children),):
                return self.run(children)
            case _:
                return self.blocks(item)

    def table(self, table: tree.TableBlock) -> str:
        repeat = boolean(
            not any(isinstance(inline, tree.NoteMark) for cell in table.head for inline in tree.walk(cell))
        )
        head, *body = pad_rows([[self.run(cell) for cell in row] for row in (table.head, *table.body)], NOTHING)
        if not head:
            return NOTHING
        cells = (cell for row in body for cell in row)
        named = {"columns": str(len(head))}
        if table.aligns:
            named["align"] = array(align or "auto" for align in table.aligns)
        return call("table", call("table.header", *head, repeat=repeat), *cells, **named)

    def amendment(self, amendment: tree.Amendment) -> str:
        words = amendment_heads(amendment, self.language)
        cells = (
            self.run(side) for row in amendment_rows(amendment, self.language) for side in (row.proposed, row.amendment)
        )
        named = {"heading": literal(words.heading)}
        return call("amendment", literal(words.proposed), literal(words.amendment), *cells, **named)

    def signatories(self, block: tree.Signatories) -> str:
        return call("signatories", *map(self.signatory, block.lines))

    def signatory(self, line: tree.SignatoryLine) -> str:
        logo = self.logos.get(line.name)
        picture = f", logo: {logo_code(logo)}" if logo else ""
        return f"(name: {literal(glue(line.name, self.language))}, href: {target(safe_href(line.href))}{picture})"

    def run(self, inlines: tree.Inlines) -> str:
        """Write the inlines of a whole block."""
        self.after_mark = False
        return self.inlines(inlines)

    def inlines(self, inlines: tree.Inlines) -> str:
        return code_block(map(self.inline, inlines))

    def inline(self, inline: tree.Inline) -> str:
        if isinstance(inline, tree.NoteMark):
            return self.mark(inline.number)
        if not isinstance(inline, tree.Strong | tree.Emphasis | tree.Link | tree.Insertion | tree.Deletion):
            self.after_mark = False
        match inline:
            case tree.Text(text):
                return literal(glue(text, self.language))
            case tree.Code(text):
                return call("raw", literal(text))
            case tree.Strong(children):
                return call("strong", self.inlines(children))
            case tree.Emphasis(children):
                return call("emph", self.inlines(children))
            case tree.Link(href, children):
                return self.link(safe_href(href), children)
            case tree.Insertion(children):
                return self.change("inserted", children)
            case tree.Deletion(children):
                return self.change("deleted", children)
            case tree.LineBreak():
                return call("linebreak")
            case tree.Comment():  # never published
                return NOTHING
            case _:  # a placeholder that is not filled in
                return literal("{{ " + inline.name + " }}")

    def change(self, name: str, children: tree.Inlines) -> str:
        """Write a change. One inside another looks like the outer one: there is only one line for words."""
        with self.within(_CHANGE) as already:
            written = self.inlines(children)
        return written if already else call(name, written)

    def link(self, href: str, children: tree.Inlines) -> str:
        """Write a link. Links cannot be nested, and footnote marks are links, so marks follow their link."""
        with self.within(_LINK) as already:
            words = self.inlines(children)
        if words == NOTHING:
            words = literal(glue(href.removeprefix("mailto:"), self.language))
        if already:
            return words
        marks, self.waiting = self.waiting, []
        link = call("link", target(href), words) if href else words
        if href and (_CHANGE in self.inside or any(isinstance(part, _CHANGES) for part in tree.walk(children))):
            link = f"[#{link}<changed-link>]"
        return code_block([link, *map(self.mark, marks)])

    def mark(self, number: int) -> str:
        if _LINK in self.inside:
            self.waiting.append(number)
            return NOTHING
        comma = 'super(","); ' if self.after_mark else ""  # 1 and 2 without a comma read as twelve
        mark = call("annexed", str(number)) if number in self.behind_letter else self.call_note(number)
        self.after_mark = True
        return "{" + comma + mark + "}"

    def call_note(self, number: int) -> str:
        if number in self.called or (_NOTE in self.inside and number in self.in_text):
            return call("again", str(number))
        if _NOTE in self.inside:  # a mark whose footnote is missing
            return call("super", literal(str(number)))
        self.called.add(number)
        note = self.notes.get(number)
        return call("note", str(number), self.note(note) if note else NOTHING)

    def note_behind(self, note: tree.Footnote) -> str:
        return call("behind", str(note.number), self.note(note))

    def note(self, note: tree.Footnote) -> str:
        """Write the content of a footnote; its first paragraph is on the line of the number."""
        with self.within(_NOTE):
            match note.blocks:
                case (tree.Paragraph(children), *others):
                    return code_block([self.run(children), *map(self.block, others)])
                case _:
                    return self.blocks(note.blocks)


def logo_code(logo: LogoPlacement) -> str:
    """Write a logo for the template; lengths are parts of the box's width."""
    lengths = (f"{name}: {getattr(logo, name):.4f}" for name in ("side", "left", "top", "width", "height"))
    return f"({', '.join(lengths)}, file: {literal(logo.file)})"


def _closes(block: tree.Block, after: tree.Block | None, then: tree.Block | None) -> bool:
    """Whether a block stays with the signatories: a short one just above them or above their closing line."""
    above_closing = isinstance(after, tree.Paragraph) and isinstance(then, tree.Signatories)
    if isinstance(block, tree.Heading | tree.Signatories) or not (above_closing or isinstance(after, tree.Signatories)):
        return False
    return len(tree.plain_blocks((block,)).split()) <= _FEW_WORDS


def _tight(items: tuple[tree.Blocks, ...]) -> bool:
    return all(len(item) <= 1 for item in items)
