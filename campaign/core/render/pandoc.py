"""The letter as pandoc's document tree, for Word files.

There are two forms. The finished letter is what an addressee reads. The draft is for colleagues who edit in a word
processor, and is read again by `campaign letter import`: placeholders and amendments stay as written in Markdown, and a
table at the top has the front matter, since no part of a Word file for them survives in every word processor.

Pandoc numbers footnotes by their marks, like the tree. A second mark of the same footnote is a superscript link to the
first. Footnotes without a mark in the body get one in a last line of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from campaign.core.letters import tree
from campaign.core.letters.amendment import amendment_heads, amendment_rows
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render import pandoc_elements as element
from campaign.core.render.characters import clean
from campaign.core.render.letter_words import terms
from campaign.core.render.pandoc_elements import Element
from campaign.core.render.sheet import Sheet

# Lines of a draft for what styles cannot express: around an amendment; around a quotation with other blocks than
# paragraphs; between two lists, tables or the like that are not one; before footnotes that the body does not use.
AMENDMENT = "/// amendment"
QUOTE = "/// quotation"
END = "///"
NEXT = "/// next"
UNCALLED = "/// notes"
# The label of a footnote is the name of a bookmark around its mark.
BOOKMARK = "note-"
_RUN_TOGETHER = (tree.BulletList, tree.NumberedList, tree.BlockQuote, tree.CodeBlock, tree.TableBlock)
NOWHERE = "#nowhere"  # the target of a link without address, so that it is read as a link again


def letter(sheet: Sheet) -> Element:
    """Write a filled letter as its addressee reads it."""
    body = _Writer(sheet.document, sheet.language).body()
    return element.document([*_above(sheet), *body, *_below(sheet)], sheet.language, sheet.title)


def draft(document: tree.Document, front: Mapping[str, str], language: str) -> Element:
    """Write an unfilled letter with its comments, for editing. `front` is the front matter for the table on top."""
    writer = _Writer(document, language, draft=True)
    blocks = [_front(front)] if front else []
    if front and isinstance(next(iter(document.blocks), None), tree.TableBlock):
        blocks.append(_mark(NEXT))
    return element.document([*blocks, *writer.body()], language, front.get("title", ""))


def _above(sheet: Sheet) -> list[Element]:
    lines = [
        ("Letterhead", "  ·  ".join(filter(None, (sheet.sender, sheet.contact)))),
        *(("Address", line) for line in sheet.address_lines),
        ("Date", sheet.dateline),
        ("Delivery", sheet.delivery),
        ("Subject", sheet.subject),
        ("Title", sheet.title),
    ]
    return [_line(style, line) for style, line in lines if line]


def _below(sheet: Sheet) -> list[Element]:
    common = terms(sheet.language)
    url = safe_href(sheet.public_url)
    lines = [element.words(f"{common.version}: {sheet.digest}")] if sheet.digest else []
    lines += [[*element.words(f"{common.on_the_web}: "), element.link(url, element.words(url))]] if url else []
    return [element.styled_paragraph("Small Print", line) for line in lines]


def _front(front: Mapping[str, str]) -> Element:
    rows = [[element.words(key), element.lines(value)] for key, value in front.items()]
    return element.table(rows[:1], rows[1:], (0.2, 0.8))


def _line(style: str, text: str) -> Element:
    return element.styled_paragraph(style, element.words(text))


def _mark(text: str) -> Element:
    return _line("Mark", text)


@dataclass
class _Writer:
    """Writes blocks as elements. `called` are the numbers of the footnotes that have a mark so far."""

    document: tree.Document
    language: str
    draft: bool = False
    called: set[int] = field(default_factory=set)
    in_note: int = 0
    waiting: list[tree.Comment] = field(default_factory=list)
    comments: int = 0

    def __post_init__(self) -> None:
        self.notes: dict[int, tree.Footnote] = {note.number: note for note in self.document.notes}

    def body(self) -> list[Element]:
        blocks = self.blocks(self.document.blocks)
        if uncalled := tuple(tree.NoteMark(number) for number in self.notes if number not in self.called):
            lead = element.words(UNCALLED + " ") if self.draft else []
            blocks.append(element.paragraph([*lead, *self.inlines(uncalled)]))
        return blocks

    def blocks(self, blocks: tree.Blocks) -> list[Element]:
        elements: list[Element] = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            if self.draft and isinstance(block, _RUN_TOGETHER) and type(block) is type(before):
                elements.append(_mark(NEXT))
            elements += self.block(block)
        return elements

    def item(self, blocks: tree.Blocks) -> list[Element]:
        """Write a list item. Word puts its sign on a paragraph, so a draft's item without one at the start gets one."""
        lead = [] if not self.draft or (blocks and isinstance(blocks[0], tree.Paragraph)) else [element.paragraph([])]
        return [*lead, *self.blocks(blocks)]

    def block(self, block: tree.Block) -> list[Element]:
        match block:
            case tree.Paragraph(children):
                return [element.paragraph(self.inlines(children))]
            case tree.Heading(level, children):
                return [element.heading(level, self.inlines(children))]
            case tree.BulletList(items):
                return [element.bullet_list(map(self.item, items))]
            case tree.NumberedList(start, items):
                return [element.numbered_list(start, map(self.item, items))]
            case tree.BlockQuote(blocks):
                return self.quote(blocks)
            case tree.CodeBlock(text):
                return [element.code_block("\n".join(map(clean, text.split("\n"))))]
            case tree.Rule():
                return [element.styled_rule() if self.draft else element.rule()]
            case tree.TableBlock(head, body, aligns):
                return [self.table(head, body, aligns)]
            case tree.Amendment():
                return self.draft_amendment(block) if self.draft else self.amendment(block)
            case _:  # signatories
                return [element.styled_paragraph("Signatory", self.signatory(line)) for line in block.lines]

    def table(
        self, head: tuple[tree.Inlines, ...], body: Iterable[tuple[tree.Inlines, ...]], aligns: tuple[str, ...] = ()
    ) -> Element:
        first, *rest = [[self.inlines(cell) for cell in row] for row in (head, *body)]
        return element.table([first], rest, (1 / len(head),) * len(head), aligns)

    def amendment(self, amendment: tree.Amendment) -> list[Element]:
        """Write the two columns as the Parliament prints them."""
        words = amendment_heads(amendment, self.language)
        sides = [(row.proposed, row.amendment) for row in amendment_rows(amendment, self.language)]
        table = self.table(((tree.Text(words.proposed),), (tree.Text(words.amendment),)), sides)
        return [*([_line("Provision", words.heading)] if words.heading else []), table]

    def draft_amendment(self, amendment: tree.Amendment) -> list[Element]:
        """Write an amendment as paragraphs with tracked changes, between two marker lines."""
        first = f"{AMENDMENT} | {amendment.heading}" if amendment.heading else AMENDMENT
        paragraphs = [element.paragraph(self.inlines(paragraph)) for paragraph in amendment.paragraphs]
        return [_mark(first), *paragraphs, _mark(END)]

    def quote(self, blocks: tree.Blocks) -> list[Element]:
        """Write a quotation. Its style is for paragraphs, so in a draft other blocks need marker lines around them."""
        if self.draft and not all(isinstance(block, tree.Paragraph) for block in blocks):
            return [_mark(QUOTE), *self.blocks(blocks), _mark(END)]
        return [element.quote(self.blocks(blocks))]

    def signatory(self, line: tree.SignatoryLine) -> list[Element]:
        return self.link(safe_href(line.href), element.words(line.name))

    def inlines(self, inlines: tree.Inlines) -> list[Element]:
        """Write a run. A comment goes around the last word before it: without a word, Word does not show it."""
        elements: list[Element] = []
        at = 0
        while at < len(inlines):
            if (
                at
                and not self.draft
                and isinstance(inlines[at], tree.NoteMark)
                and isinstance(inlines[at - 1], tree.NoteMark)
            ):
                elements.append(element.superscript(","))  # 1 and 2 without a comma read as twelve
            behind = [
                comment for comment in takewhile(_is_comment, inlines[at + 1 :]) if isinstance(comment, tree.Comment)
            ]
            elements += self.run_with_comments(inlines[at], behind) if behind else self.inline(inlines[at])
            at += 1 + len(behind)
        return elements

    def run_with_comments(self, inline: tree.Inline, comments: list[tree.Comment]) -> list[Element]:
        if not isinstance(inline, tree.Text):
            return [part for inner in (inline, *comments) for part in self.inline(inner)]
        before, space, word = inline.text.rpartition(" ")
        wrapped = element.words(word)
        for comment in comments:
            wrapped = self.comment(comment, wrapped)
        return [*element.words(before + space), *wrapped]

    def inline(self, inline: tree.Inline) -> list[Element]:
        match inline:
            case tree.Text(text):
                return element.words(text)
            case tree.Strong(children):
                return [element.strong(self.inlines(children))]
            case tree.Emphasis(children):
                return [element.emphasis(self.inlines(children))]
            case tree.Code(text):
                return [element.code(clean(text))]
            case tree.Link(href, children):
                return self.split_link(safe_href(href), children)
            case tree.NoteMark(number):
                return self.mark(number)
            case tree.LineBreak():
                return [element.line_break()]
            case tree.Insertion(children):
                return element.insertion(self.inlines(children))
            case tree.Deletion(children):
                return element.deletion(self.inlines(children))
            case tree.Placeholder(name):
                return [element.placeholder("{{ " + name + " }}")]
            case _:  # a comment
                return self.comment(inline, [])

    def split_link(self, href: str, children: tree.Inlines) -> list[Element]:
        """Write a link, split at repeated footnote marks: they are links, too, and links cannot be nested."""
        called = set(self.called)

        def is_further(leaf: tree.Inline) -> bool:
            if not isinstance(leaf, tree.NoteMark) or leaf.number not in self.notes:
                return False
            further = bool(self.in_note) or leaf.number in called
            called.add(leaf.number)
            return further

        parts = tree.split_run(children, is_further)
        written = [(self.inlines(run), is_call) for run, is_call in parts]
        if len(written) == 1 and not written[0][1]:
            return self.link(href, written[0][0])
        # A part without words (its comments are written after the footnote) must not show the address instead.
        return [
            part for words, is_call in written for part in (words if is_call or not words else self.link(href, words))
        ]

    def link(self, href: str, words: list[Element]) -> list[Element]:
        if not href:
            return [element.link(NOWHERE, words)] if self.draft and words else words
        return [element.link(href, words or element.words(href.removeprefix("mailto:")))]

    def mark(self, number: int) -> list[Element]:
        """Write the footnote at its first mark in the body; any further mark is a superscript link to the first."""
        note = self.notes.get(number)
        raised = element.superscript(str(number))
        if note is None:
            return [raised]
        if self.in_note or number in self.called:
            return [element.link("#" + BOOKMARK + note.label, [raised])]
        self.called.add(number)
        self.in_note = number
        written = element.note(self.blocks(note.blocks))
        self.in_note = 0
        waiting, self.waiting = self.waiting, []
        comments = [part for comment in waiting for part in self.comment(comment, [])]
        return [element.bookmark(BOOKMARK + note.label, [written]), *comments]

    def comment(self, comment: tree.Comment, words: list[Element]) -> list[Element]:
        """Write a comment around words. Word has none in footnotes: such a comment is written after the footnote."""
        if not self.draft:
            return words
        if self.in_note:
            self.waiting.append(tree.Comment(comment.text))
            return words
        self.comments += 1
        return element.with_comment(str(self.comments), comment.text, words)


def _is_comment(inline: tree.Inline) -> bool:
    return isinstance(inline, tree.Comment)
