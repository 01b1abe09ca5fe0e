"""Elements of pandoc's document tree in JSON: {"t": kind, "c": content}."""

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import Any, TypeAlias

from campaign.core.render.characters import clean

Element: TypeAlias = dict[str, Any]

AUTHOR = "Undersigned"
CHANGED_AT = "2000-01-01T00:00:00Z"  # Word wants a date for a change; a fixed one gives the same bytes twice

RULE_STYLE = "horizontal line"
_HEAD_STYLE = "Table Head"

_API = [1, 23]
_NONE: list[Any] = ["", [], []]
_DEFAULT = {"t": "AlignDefault"}


def document(blocks: list[Element], language: str, title: str) -> Element:
    """Make a document. Language and title become properties of the file; the title is not in the text."""
    meta = {key: {"t": "MetaInlines", "c": words(value)} for key, value in (("lang", language), ("title", title))}
    return {"pandoc-api-version": _API, "meta": meta, "blocks": blocks}


def paragraph(inlines: list[Element]) -> Element:
    return _element("Para", inlines)


def styled_paragraph(style: str, inlines: list[Element]) -> Element:
    """Make a paragraph in a style of the reference document."""
    return _styled_block(style, paragraph(inlines))


def heading(level: int, inlines: list[Element]) -> Element:
    return _element("Header", [level, _NONE, inlines])


def bullet_list(items: Iterable[list[Element]]) -> Element:
    return _element("BulletList", _items(items))


def numbered_list(start: int, items: Iterable[list[Element]]) -> Element:
    return _element("OrderedList", [[start, {"t": "Decimal"}, {"t": "Period"}], _items(items)])


def quote(blocks: list[Element]) -> Element:
    return _element("BlockQuote", blocks)


def code_block(text: str) -> Element:
    return _element("CodeBlock", [_NONE, text])


def rule() -> Element:
    return {"t": "HorizontalRule"}


def styled_rule() -> Element:
    """Make a rule as a paragraph with a border below, which word processors leave unchanged, also inside a list."""
    return styled_paragraph(RULE_STYLE.title(), [])


def table(
    head: list[list[list[Element]]],
    body: list[list[list[Element]]],
    widths: Sequence[float],
    aligns: Sequence[str] = (),
) -> Element:
    """Make a table from rows of cells of inlines. `widths` are the columns' shares of the line, `aligns` as in the
    tree.

    Head cells have a style of their own: some word processors turn a table's first-row style into bold words.
    """
    columns = [
        [{"t": f"Align{(align or 'default').capitalize()}"}, {"t": "ColWidth", "c": width}]
        for width, align in zip_longest(widths, aligns, fillvalue="")
    ]
    bodies = [[_NONE, 0, [], _rows(body)]]
    heading = [_NONE, _rows(head, _HEAD_STYLE)]
    return _element("Table", [_NONE, [None, []], columns, heading, bodies, [_NONE, []]])


def words(text: str) -> list[Element]:
    """Make plain text, without characters that a Word file cannot have."""
    text = clean(text)
    return [_element("Str", text)] if text else []


def lines(text: str) -> list[Element]:
    """Make plain text with line breaks."""
    return [element for line in text.split("\n") for element in (line_break(), *words(line))][1:]


def strong(inlines: list[Element]) -> Element:
    return _element("Strong", inlines)


def emphasis(inlines: list[Element]) -> Element:
    return _element("Emph", inlines)


def superscript(text: str) -> Element:
    return _element("Superscript", words(text))


def code(text: str) -> Element:
    return _element("Code", [_NONE, text])


def line_break() -> Element:
    return {"t": "LineBreak"}


def link(target: str, inlines: list[Element]) -> Element:
    return _element("Link", [_NONE, inlines, [target, ""]])


def note(blocks: list[Element]) -> Element:
    return _element("Note", blocks or [paragraph([])])


def placeholder(text: str) -> Element:
    return _span(["", [], [["custom-style", "Placeholder"]]], words(text))


def bookmark(name: str, inlines: list[Element]) -> Element:
    return _span([name, [], []], inlines)


def insertion(inlines: list[Element]) -> list[Element]:
    """Make a tracked insertion."""
    return _tracked_change("insertion", inlines)


def deletion(inlines: list[Element]) -> list[Element]:
    """Make a tracked deletion."""
    return _tracked_change("deletion", inlines)


def with_comment(number: str, text: str, inlines: list[Element]) -> list[Element]:
    """Put a comment around inlines. `Ann: text` is a comment by Ann, any other text one by the program."""
    author, colon, remark = text.partition(": ")
    if not colon or len(author) > _LONGEST_NAME:
        author, remark = AUTHOR, text
    start = [["id", number], ["author", clean(author)], ["date", CHANGED_AT]]
    end = _span(["", ["comment-end"], [["id", number]]], [])
    return [_span(["", ["comment-start"], start], words(remark)), *inlines, end]


_LONGEST_NAME = 60


def _element(kind: str, content: Any) -> Element:
    return {"t": kind, "c": content}


def _span(attributes: list[Any], inlines: list[Element]) -> Element:
    return _element("Span", [attributes, inlines])


def _tracked_change(kind: str, inlines: list[Element]) -> list[Element]:
    """Make a tracked change. It may be inside a link, but not around one (ECMA-376 part 1, 17.13.5.18: runs only)."""
    elements: list[Element] = []
    for linked, group in groupby(inlines, _holds_link):
        if linked:
            elements += [
                {**element, "c": _with_inside(element, _tracked_change(kind, _inside(element)))} for element in group
            ]
        else:
            elements.append(_span(["", [kind], [["author", AUTHOR], ["date", CHANGED_AT]]], list(group)))
    return elements


def _holds_link(element: Element) -> bool:
    return element["t"] == "Link" or (element["t"] in _AROUND and any(map(_holds_link, _inside(element))))


def _inside(element: Element) -> list[Element]:
    """Return the inlines inside a formatting element."""
    content = element["c"]
    inside: list[Element] = content[1] if element["t"] in ("Link", "Span") else content
    return inside


def _with_inside(element: Element, inlines: list[Element]) -> Any:
    """Return the content of a formatting element, with other inlines in it."""
    content = element["c"]
    return [content[0], inlines, *content[2:]] if element["t"] in ("Link", "Span") else inlines


_AROUND = ("Strong", "Emph", "Superscript", "Span", "Link")


def _items(items: Iterable[list[Element]]) -> list[list[Element]]:
    return [item or [paragraph([])] for item in items]


def _rows(rows: list[list[list[Element]]], style: str = "") -> list[list[Any]]:
    return [[_NONE, [[_NONE, _DEFAULT, 1, 1, [_cell(cell, style)]] for cell in row]] for row in rows]


def _cell(inlines: list[Element], style: str) -> Element:
    return _styled_block(style, paragraph(inlines)) if style else _element("Plain", inlines)


def _styled_block(style: str, block: Element) -> Element:
    return _element("Div", [["", [], [["custom-style", style]]], [block]])
