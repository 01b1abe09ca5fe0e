"""Builds the letter's tree from python-markdown's elements.

Only this module undoes the parser's own markers (its placeholders, escaped ampersands, footnote links), makes links
safe, and numbers footnotes by their first mark.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER
from markdown.util import AMP_SUBSTITUTE

from campaign.core.letters import dialect, tree
from campaign.core.letters.critic_markup import AMENDMENT_CLASS, COMMENT_TAG
from campaign.core.letters.dialect import PLACEHOLDER_TAG
from campaign.core.letters.front_matter import FrontMatter
from campaign.core.letters.typed_lists import VALUE
from campaign.errors import LetterError

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_SAFE_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s])", re.IGNORECASE)
_OBFUSCATED = re.compile(AMP_SUBSTITUTE + r"(#?\w+;)")  # how the parser writes each letter of <a@b.example>
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read(matter: FrontMatter, *, comments: bool = False) -> tree.Document:
    """Parse a file's body into a tree. `comments` includes the author's comments.

    Raises LetterError, which names the file, for a body that cannot be parsed: too large, nested too deeply, or with
    too much markup in one paragraph.
    """
    try:
        return document(dialect.parse(matter.body, comments=comments, first_line=matter.body_line))
    except LetterError as error:
        where = f"{matter.path}: " if matter.path else ""
        raise LetterError(where + error.message, fix=error.fix) from None


def document(root: Element) -> tree.Document:
    """Build the tree of a whole letter."""
    return _TreeBuilder(root).document()


def safe_href(href: str) -> str:
    """Return the link if it is a complete http, https or mailto address, else ""."""
    href = href.strip()
    return href if _SAFE_LINK.match(href) and not re.search(r"[\x00-\x20\x7f]", href) else ""


class _TreeBuilder:
    def __init__(self, root: Element) -> None:
        self.body = [child for child in root if child.get("class") != "footnote"]
        holders = [child for child in root if child.get("class") == "footnote"]
        items = [item for holder in holders for item in holder.iter("li") if _label(item.get("id", ""))]
        self.notes = {_label(item.get("id", "")): item for item in items}
        self.numbers: dict[str, int] = {}
        self.order: list[str] = []

    def document(self) -> tree.Document:
        blocks = self.blocks(self.body)
        done: dict[str, tree.Blocks] = {}
        # A footnote may have marks of other footnotes: each is built once its number is known, in the order of first
        # marks.
        for label in self.order:  # grows during the loop
            done[label] = self.note_blocks(label)
        for label in self.notes:
            if label not in done:
                self.number(label)
                done[label] = self.note_blocks(label)
        notes = (tree.Footnote(self.numbers[label], label, blocks) for label, blocks in done.items())
        return tree.Document(blocks, tuple(sorted(notes, key=lambda note: note.number)))

    def number(self, label: str) -> int:
        if label not in self.numbers:
            self.order.append(label)
            self.numbers[label] = len(self.order)
        return self.numbers[label]

    def note_blocks(self, label: str) -> tree.Blocks:
        item = self.notes.get(label)
        return self.flow(item) if item is not None else ()

    def blocks(self, elements: list[Element]) -> tree.Blocks:
        return tuple(block for element in elements for block in self.block(element))

    def block(self, element: Element) -> list[tree.Block]:
        tag = element.tag
        if tag in _HEADINGS:
            return [tree.Heading(_HEADINGS[tag], _trim(self.inlines(element)))]
        match tag:
            case "ul":
                return [tree.BulletList(tuple(self.flow(item) for item in element))]
            case "ol":
                return self.numbered_lists(element)
            case "blockquote":
                return [tree.BlockQuote(self.blocks(list(element)))]
            case "pre":
                return [tree.CodeBlock(html.unescape("".join(element.itertext())).strip("\n"))]
            case "hr":
                return [tree.Rule()]
            case "table":
                return [self.table(element)]
            case "div" if element.get("class") == AMENDMENT_CLASS:
                inside = self.blocks(list(element))
                return [
                    tree.Amendment(
                        element.get("heading", ""), tuple(run for block in inside for run in tree.inlines_of(block))
                    )
                ]
            case _:
                inlines = _trim(self.inlines(element))
                return [tree.Paragraph(inlines)] if inlines else []

    def numbered_lists(self, element: Element) -> list[tree.Block]:
        """Build a list, or several where the numbers that were typed do not follow each other. Numbers that are all
        the same count from the first."""
        numbers = [int(item.get(VALUE, "0")) for item in element]
        first = numbers[0] if numbers else 1
        if len(set(numbers)) < 2:
            numbers = list(range(first, first + len(numbers)))
        groups: list[tuple[int, list[tree.Blocks]]] = []
        for number, item in zip(numbers, element, strict=True):
            if not groups or number != groups[-1][0] + len(groups[-1][1]):
                groups.append((number, []))
            groups[-1][1].append(self.flow(item))
        return [tree.NumberedList(start, tuple(items)) for start, items in groups]

    def flow(self, item: Element) -> tree.Blocks:
        """Build a list item or footnote: inlines, optionally followed by blocks."""
        blocks: list[tree.Block] = []
        lead = Element("p")
        lead.text = item.text
        for child in item:
            if child.tag in _BLOCK_TAGS:
                blocks.extend(self.block(lead))
                lead = Element("p")
                blocks.extend(self.block(child))
                lead.text = child.tail
            else:
                lead.append(child)
        blocks.extend(self.block(lead))
        return tuple(blocks)

    def table(self, element: Element) -> tree.TableBlock:
        rows = [tuple(_trim(self.inlines(cell)) for cell in row) for row in element.iter("tr")]
        aligns = tuple(_alignment(cell) for cell in next(iter(element.iter("tr"))))
        return tree.TableBlock(rows[0], tuple(rows[1:]), aligns if any(aligns) else ())

    def inlines(self, element: Element) -> tree.Inlines:
        run: list[tree.Inline] = []
        _add_text(run, element.text)
        for child in element:
            run.extend(self.inline(child))
            _add_text(run, child.tail)
        return _join(run)

    def inline(self, element: Element) -> list[tree.Inline]:
        match element.tag:
            case "strong":
                return [tree.Strong(self.inlines(element))]
            case "em":
                return [tree.Emphasis(self.inlines(element))]
            case "code":
                return [tree.Code(html.unescape("".join(element.itertext())))]
            case "br":
                return [tree.LineBreak()]
            case "ins":
                return [tree.Insertion(self.inlines(element))]
            case "del":
                return [tree.Deletion(self.inlines(element))]
            case "img":
                return [tree.Text(element.get("alt", ""))] if element.get("alt") else []
            case "sup" if label := _label(element.get("id", "")):
                return [tree.NoteMark(self.number(label))]
            case "a":
                return self.link(element)
            case tag if tag == COMMENT_TAG:
                words = " ".join((element.text or "").split())
                return [tree.Comment(words)] if words else []  # an empty one only keeps its neighbours apart
            case tag if tag == PLACEHOLDER_TAG:
                return [tree.Placeholder(element.get("name", ""))]
            case _:
                return list(self.inlines(element))

    def link(self, element: Element) -> list[tree.Inline]:
        if "footnote-backref" in (element.get("class") or ""):
            return []
        return [tree.Link(safe_href(_clean(element.get("href", ""))), self.inlines(element))]


_BLOCK_TAGS = {"p", "ul", "ol", "blockquote", "pre", "hr", "table", "div", *_HEADINGS}


def _label(identifier: str) -> str:
    """Return the label from python-markdown's `fn:label`, `fnref:label` or `fnref2:label`, else ""."""
    match = re.match(r"fn(?:ref\d*)?:(.+)$", identifier)
    return match.group(1) if match else ""


def _clean(text: str) -> str:
    text = _OBFUSCATED.sub(lambda match: html.unescape("&" + match.group(1)), text)
    return text.replace(AMP_SUBSTITUTE, "&").replace(NBSP_PLACEHOLDER, "").replace(FN_BACKLINK_TEXT, "")


def _add_text(run: list[tree.Inline], text: str | None) -> None:
    if text:
        run.append(tree.Text(_SPACE.sub(" ", _clean(text))))


def _join(inlines: list[tree.Inline]) -> tree.Inlines:
    """Join neighbouring texts, and drop spaces around line breaks."""
    joined: list[tree.Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, tree.LineBreak) and isinstance(last, tree.Text):
            joined[-1] = tree.Text(last.text.rstrip(" "))
        if isinstance(inline, tree.Text) and isinstance(last, tree.LineBreak):
            inline = tree.Text(inline.text.lstrip(" "))
        if isinstance(inline, tree.Text) and isinstance(last, tree.Text):
            joined[-1] = tree.Text(_SPACE.sub(" ", last.text + inline.text))
        else:
            joined.append(inline)
    return tuple(inline for inline in joined if inline != tree.Text(""))


def _alignment(cell: Element) -> str:
    """The alignment of a table's column, which the dialect gives each of its cells."""
    style = cell.get("style", "").removeprefix("text-align:").strip(" ;")
    return style if style in ("left", "right", "center") else ""


def _trim(inlines: tree.Inlines) -> tree.Inlines:
    """Strip white space at both ends of a block."""
    trimmed = list(inlines)
    if trimmed and isinstance(trimmed[0], tree.Text):
        trimmed[0] = tree.Text(trimmed[0].text.lstrip(" "))
    if trimmed and isinstance(trimmed[-1], tree.Text):
        trimmed[-1] = tree.Text(trimmed[-1].text.rstrip(" "))
    return tuple(inline for inline in trimmed if inline != tree.Text(""))
