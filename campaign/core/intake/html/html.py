"""Reads HTML, also as word processors save it, into blocks."""

import re
from collections import Counter
from collections.abc import Iterable

from campaign.core.html.scan import scan
from campaign.core.intake.html import drafting, html_notes, html_words
from campaign.core.intake.html.dom import BLOCKS, Element, parse
from campaign.core.intake.pieces import (
    HTML,
    LETTERED,
    MOST_CHARACTERS,
    DraftSource,
    NoteText,
    Piece,
    Remark,
    refuse_long,
)
from campaign.core.intake.runs import map_runs, tidy, without_breaks
from campaign.core.intake.text import marks
from campaign.core.languages.in_english import count_of
from campaign.core.letters import tree
from campaign.errors import LetterError

MOST_TAGS = 60_000  # a letter of 50 pages, as Word saves it, has some 20,000
_RULES = re.compile(r"\.([\w-]++)\s*+\{([^{}]*+)\}")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_DRAWN = {"svg": "drawing", "math": "formula", "object": "embedded object", "iframe": "embedded page", "video": "video"}
_LETTERS = re.compile(r"list-style-type\s*:\s*(?:lower|upper)-(?:latin|alpha|roman)", re.IGNORECASE)
_DEEPER = re.compile(r"lst-kix_\S*-[1-9]\b")  # Google Docs writes nested lists one after the other
_SPAN = {"colspan", "rowspan"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(text: str) -> DraftSource:
    """Read a page: blocks, notes, title and language. Raises LetterError for one that is too large to be a letter."""
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise LetterError(f"it has {tags:,} tags, more than {MOST_TAGS:,}", fix="import only the letter's text")
    if len(text) > MOST_CHARACTERS:
        refuse_long(sum(len(item) for item in scan(text) if isinstance(item, str)))
    page = parse(text)
    classes = dict(_RULES.findall(page.styles))
    hidden_words, remarks = drafting.remove_hidden(page.root, classes)
    comment_words = drafting.mark_comments(page.root)
    cut, omitted_words = html_notes.cut(page.root)
    omitted_words += [*hidden_words, *comment_words]
    remarks += _losses(text, page.styles)
    reader = _Reader(classes)
    notes = [_note(note, reader.flow(note.elements), omitted_words) for note in cut]
    return DraftSource(
        HTML,
        tuple(Piece(block) for block in reader.flow(page.root.children)),
        tuple(notes),
        title=page.title,
        language=page.root.attributes.get("lang", "").lower()[:2],
        omitted_words=tuple(omitted_words),
        words=html_words.words(text),
        remarks=tuple(remarks),
    )


def _losses(text: str, styles: str) -> list[Remark]:
    """Return remarks on what a letter cannot have: pictures, and what is drawn, joined or numbered by letters."""
    tags = [tag for tag in scan(text) if not isinstance(tag, str) and not tag.closing]
    counts = Counter(tag.name for tag in tags)
    remarks = []
    pictures = sum(1 for tag in tags if tag.name == "img" and not tag.attributes.get("alt", "").strip())
    if pictures:
        fix = "a letter has none; put logos into signatories/logos"
        remarks.append(Remark(f"left out {count_of(pictures, 'picture')} without a description", fix))
    remarks += [
        Remark(f"left out {count_of(counts[name], words)}", "write what readers need to know from it")
        for name, words in _DRAWN.items()
        if counts[name]
    ]
    if any(tag.name in ("td", "th") and _SPAN & tag.attributes.keys() for tag in tags):
        remarks.append(Remark("a table has joined cells", "check that each cell is in its column"))
    lettered = (tag.name in ("ol", "li") and tag.attributes.get("type", "1") in "aAiI" for tag in tags)
    if any(lettered) or _LETTERS.search(styles):
        remarks.append(LETTERED)
    if any(tag.name in ("ol", "ul") and _DEEPER.search(tag.attributes.get("class", "")) for tag in tags):
        remarks.append(Remark("a nested list became a list of its own", "indent it by four spaces"))
    return remarks


def _note(note: html_notes.HtmlNote, blocks: tree.Blocks, omitted_words: list[str]) -> NoteText:
    """Return a note, without the mark at the start of its text."""
    note_blocks = [block for block in blocks if not isinstance(block, tree.Rule)]
    head = marks.head(note_blocks[0]) if note_blocks else None
    if head and head.mark.label == note.label:
        omitted_words.append(head.text)
        note_blocks[0] = tree.Paragraph(head.rest)
    return NoteText(note.number, note.label, tuple(map(Piece, note_blocks)))


class _Reader:
    """Reads elements. `classes` are the page's style rules by class, where word processors put bold and italic."""

    def __init__(self, classes: dict[str, str]) -> None:
        self.classes = classes

    def flow(self, children: Iterable[Element | str]) -> tree.Blocks:
        """Return blocks in order. Words between blocks become paragraphs."""
        blocks: list[tree.Block] = []
        loose: list[tree.Inline] = []
        for child in children:
            if isinstance(child, Element) and self.is_block(child):
                blocks += [*_paragraphs(loose), *self.block(child)]
                loose = []
            else:
                loose += self.inline(child)
        return (*blocks, *_paragraphs(loose))

    def is_block(self, element: Element) -> bool:
        """Whether it is a block, or an inline element around blocks, which word processors and editors write."""
        return element.tag in BLOCKS or any(
            isinstance(child, Element) and self.is_block(child) for child in element.children
        )

    def block(self, element: Element) -> tree.Blocks:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                words = without_breaks(tuple(self.inlines(element)))
                return (tree.Heading(int(element.tag[1]), words),) if words else ()
            case "ul":
                return _unless_empty(tree.BulletList(self.items(element)))
            case "ol":
                return self.numbered_lists(element)
            case "table":
                return self.table(element)
            case "blockquote":
                inner = self.flow(element.children)
                return (tree.BlockQuote(inner),) if inner else ()
            case "pre":
                text = element.text().strip("\n")
                return (tree.CodeBlock(text),) if text.strip() else ()
            case "hr":
                return (tree.Rule(),)
            case _:
                change = self.change(element)
                blocks = self.flow(element.children)
                return tuple(map_runs(block, lambda run: (change(run),)) for block in blocks) if change else blocks

    def numbered_lists(self, element: Element) -> tree.Blocks:
        """Return a list, or several where its numbers do not follow each other."""
        items = [item for item in _elements(element) if item.tag == "li"]
        if len(items) < len(_elements(element)):
            return _unless_empty(tree.NumberedList(_number(element, "start", 1), self.items(element)))
        step = -1 if "reversed" in element.attributes else 1
        number = _number(element, "start", len(items) if step < 0 else 1)
        lists: list[tree.NumberedList] = []
        for item in items:
            number = _number(item, "value", number)
            content = self.flow(item.children)
            if content and lists and number == lists[-1].start + len(lists[-1].items):
                lists[-1] = tree.NumberedList(lists[-1].start, (*lists[-1].items, content))
            elif content:
                lists.append(tree.NumberedList(number, (content,)))
            number += step
        return tuple(lists)

    def items(self, element: Element) -> tuple[tree.Blocks, ...]:
        items = [
            self.flow(child.children if isinstance(child, Element) and child.tag == "li" else [child])
            for child in element.children
        ]
        return tuple(item for item in items if item)

    def table(self, element: Element) -> tree.Blocks:
        """Read a table. One with a single row or column, or with tables inside, is only layout: return its blocks."""
        rows = [row for row in element.walk() if row.tag == "tr"]
        cells = [[cell for cell in _elements(row) if cell.tag in ("td", "th")] for row in rows]
        nested = any(inner.tag in ("table", "ul", "ol") for cell in _elements(element) for inner in cell.walk())
        wide = max(map(len, cells), default=0)
        if nested or _has_stray_content(element) or wide < 2 or len(rows) < 2:
            return self.flow(element.children)
        first, *rest = ([self.cell(cell) for cell in row] + [()] * (wide - len(row)) for row in cells)
        return (*self.captions(element), tree.TableBlock(tuple(first), tuple(map(tuple, rest))))

    def captions(self, element: Element) -> tree.Blocks:
        captions = (child for child in _elements(element) if child.tag == "caption")
        return tuple(block for caption in captions for block in self.flow(caption.children))

    def cell(self, cell: Element) -> tree.Inlines:
        return without_breaks(tuple(self.inlines(cell)))

    def inlines(self, element: Element) -> list[tree.Inline]:
        return [inline for child in element.children for inline in self.inline(child)]

    def inline(self, child: Element | str) -> list[tree.Inline]:
        if isinstance(child, str):
            return [tree.Text(child)]
        if child.tag == html_notes.CALL:
            return [tree.NoteMark(int(child.attributes["number"]))]
        if child.tag == drafting.COMMENT:
            return [tree.Comment(child.attributes["text"])]
        if child.tag == "br":
            return [tree.LineBreak()]
        if child.tag == "img":
            return [tree.Text(child.attributes.get("alt", ""))]
        inner = self.inlines(child)
        if child.tag == "a" and child.attributes.get("href"):
            return [tree.Link(child.attributes["href"].strip(), tuple(inner))]
        if child.tag == "sup":
            return [
                tree.Text(_raise_digits(inline.text)) if isinstance(inline, tree.Text) else inline for inline in inner
            ]
        if child.tag in BLOCKS:
            return [tree.LineBreak(), *inner, tree.LineBreak()]
        return self.apply_style(child, inner)

    def apply_style(self, element: Element, inner: list[tree.Inline]) -> list[tree.Inline]:
        style = drafting.style_of(element, self.classes)
        bold = (element.tag in ("b", "strong") and not _NOT_BOLD.search(style)) or _BOLD.search(style)
        if element.tag in ("i", "em", "cite", "dfn") or _ITALIC.search(style):
            inner = [tree.Emphasis(tuple(inner))]
        inner = [tree.Strong(tuple(inner))] if bold else inner
        change = self.change(element)
        return [change(tuple(inner))] if change else inner

    def change(self, element: Element) -> type[tree.Insertion | tree.Deletion] | None:
        """Return the kind of change that an element marks: by its tag, by a line through it, or by Word's classes."""
        names = element.attributes.get("class", "").lower().split()
        if element.tag in ("del", "s", "strike") or "msodel" in names:
            return tree.Deletion
        if element.tag == "ins" or "msoins" in names:
            return tree.Insertion
        return tree.Deletion if _STRUCK.search(drafting.style_of(element, self.classes)) else None


def _paragraphs(loose: list[tree.Inline]) -> list[tree.Block]:
    """Return loose inlines as paragraphs, split at two line breaks."""
    parts: list[list[tree.Inline]] = [[]]
    breaks = 0
    for inline in loose:
        space = isinstance(inline, tree.Text) and not inline.text.strip()
        breaks = breaks + 1 if isinstance(inline, tree.LineBreak) else breaks if space else 0
        if breaks > 1:
            parts.append([])
        parts[-1].append(inline)
    return [tree.Paragraph(run) for run in map(tidy, parts) if run]


def _unless_empty(block: tree.BulletList | tree.NumberedList) -> tree.Blocks:
    return (block,) if block.items else ()


def _elements(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


_FRAME = {"table", "thead", "tbody", "tfoot", "tr"}


def _has_stray_content(table: Element) -> bool:
    """Whether there are words or elements between the cells of a table."""
    for element in table.walk():
        for child in element.children if element.tag in _FRAME else ():
            tag = "" if isinstance(child, str) else child.tag
            if (not tag and str(child).strip()) or tag not in {"", *_FRAME, "td", "th", "caption", "colgroup", "col"}:
                return True
    return False


def _number(element: Element, name: str, default: int) -> int:
    number = element.attributes.get(name, "")
    return int(number) if re.fullmatch(r"[0-9]{1,6}", number) else max(default, 0)


def _raise_digits(text: str) -> str:
    return text.translate(_RAISED) if text.strip().isdecimal() else text
