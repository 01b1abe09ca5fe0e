"""Marks in the text of a Word file: private characters for what a reader would lose.

They stand for the place of a remark, the label of a note, a paragraph's place in a list, and bold code.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from campaign.core.intake.pieces import Remark
from campaign.core.intake.word.nesting import ListPlace
from campaign.core.intake.word.xml import value, w
from campaign.core.render.pandoc import BOOKMARK

PLACE, PLACE_END = "\ue000", "\ue001"  # around a paragraph's place in lists, or that of a table in its first cell
LABEL, LABEL_END = "\ue002", "\ue003"  # around the label of the note whose call follows
CODE, CODE_END = "\ue008", "\ue009"  # around code that is bold or italic, too
SPACE = "\ue00a"  # a space that is part of a tracked change, which pandoc would move out of it
RULE = "\ue00b"  # a line across the page
_FIRST_REMARK = 0xE100  # the first remark's character; each has its own
_MOST_REMARKS = 1_000
REMARK = re.compile(f"[{chr(_FIRST_REMARK)}-{chr(_FIRST_REMARK + _MOST_REMARKS)}]")
MARKS = re.compile(f"{LABEL}[^{LABEL}{LABEL_END}]*{LABEL_END}|[{PLACE}-{RULE}]|{REMARK.pattern}")

ANY = re.compile(f"[{PLACE}-{chr(_FIRST_REMARK + _MOST_REMARKS)}]")
_PLACES = re.compile(f"{PLACE}(?P<depth>[0-9]+)(?P<table>t?):(?P<sign>[^{PLACE}{PLACE_END}]*){PLACE_END}")
_CALLS = (w("footnoteReference"), w("endnoteReference"))
CODE_STYLE = "VerbatimChar"  # pandoc's
_HYPHENS = {w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}


def remark_mark(remarks: Sequence[Remark]) -> str:
    """Return the character for the last remark. Beyond the limit, remarks share one: nobody reads that many."""
    return chr(_FIRST_REMARK + min(len(remarks), _MOST_REMARKS) - 1)


def remark_of(mark: str, remarks: Sequence[Remark]) -> Remark:
    """Return the remark that a character in the text stands for."""
    return remarks[min(ord(mark) - _FIRST_REMARK, len(remarks) - 1)]


def restore_repeated_calls(root: Element, notes: Mapping[str, Element]) -> None:
    """Restore repeated calls of a note, which our own files write as a link to the first call's bookmark. `notes` are
    the first calls by bookmark."""
    for parent in list(root.iter()):
        if any(child.tag == w("hyperlink") for child in parent):
            parent[:] = [part for child in parent for part in _repeated_call(child, notes)]


def _repeated_call(element: Element, notes: Mapping[str, Element]) -> tuple[Element, ...]:
    """Return the call in place of a link's number, inside the same tracked changes."""
    first = notes.get(element.get(w("anchor"), "")) if element.tag == w("hyperlink") else None
    if first is None:
        return (element,)
    runs = list(element.iter(w("r")))
    for run in runs:
        run.clear()
    for run in runs[:1]:
        SubElement(run, first.tag, first.attrib)
    return tuple(element)


def first_calls(root: Element) -> dict[str, Element]:
    """Return the note calls that have a bookmark, by its name."""
    calls: dict[str, Element] = {}
    name = ""
    for element in root.iter():
        if element.tag == w("bookmarkStart"):
            name = element.get(w("name"), "")
        elif element.tag in _CALLS and name.startswith(BOOKMARK):
            calls.setdefault(name, element)
            name = ""
    return calls


def label_notes(root: Element) -> None:
    """Mark the labels of notes, which our own files write as a bookmark around the call."""
    for parent in list(root.iter()):
        if any(child.tag == w("bookmarkStart") for child in parent):
            parent[:] = [part for child in parent for part in _with_label(child)]


def _with_label(element: Element) -> tuple[Element, ...]:
    label = _label(element) if element.tag == w("bookmarkStart") else ""
    return (element, _run(label)) if label else (element,)


def _label(bookmark: Element) -> str:
    name = bookmark.get(w("name"), "")
    return LABEL + name.removeprefix(BOOKMARK) + LABEL_END if name.startswith(BOOKMARK) else ""


def add_comment_ranges(root: Element) -> None:
    """Give a comment on a place an empty range: readers ignore a comment without a range."""
    ids_with_range = {start.get(w("id")) for start in root.iter(w("commentRangeStart"))}
    for parent in list(root.iter()):
        if any(child.tag == w("r") for child in parent):
            parent[:] = [part for child in parent for part in (*_range(child, ids_with_range), child)]


def _range(run: Element, ids_with_range: Collection[str | None]) -> Iterator[Element]:
    for reference in run.findall(w("commentReference")):
        number = reference.get(w("id"), "")
        if number not in ids_with_range:
            yield Element(w("commentRangeStart"), {w("id"): number})
            yield Element(w("commentRangeEnd"), {w("id"): number})


def mark_code(root: Element, font: str) -> None:
    """Mark code that is bold or italic, of which pandoc would only see that it is code, and code that only its font
    shows, because the words of a link have another style. `font` is the font of code in this file; "" for none."""
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        if properties is None:
            continue
        style = properties.find(w("rStyle"))
        if style is not None and value(style) == CODE_STYLE and len(properties) > 1:
            properties.remove(style)
        elif not (font and _font(properties) == font and properties.find(w("shd")) is None):  # shaded is a placeholder
            continue
        for element in run:
            if element.tag in _HYPHENS:
                element.tag, element.text = w("t"), _HYPHENS[element.tag]
            if element.tag in (w("t"), w("delText")):
                element.text = CODE + (element.text or "") + CODE_END


def _font(properties: Element) -> str:
    fonts = properties.find(w("rFonts"))
    return fonts.get(w("ascii"), "") if fonts is not None else ""


def mark_spaces(root: Element) -> None:
    """Mark the spaces of tracked changes, for pandoc only: other readers would not see them as spaces."""
    for kind in ("ins", "del", "moveFrom", "moveTo"):
        for change in root.iter(w(kind)):
            for element in change.iter():
                if element.tag in (w("t"), w("delText")):
                    element.text = (element.text or "").replace(" ", SPACE)


def place_mark(place: ListPlace, *, table: bool = False) -> str:
    """Return the mark of a place in lists."""
    return f"{PLACE}{place.depth}{'t' if table else ''}:{place.sign}{PLACE_END}"


def places_in(text: str) -> tuple[str, list[tuple[ListPlace, bool]]]:
    """Return the text without the marks of places, and the places, each with whether it is a table's."""
    places = [(ListPlace(int(match["depth"]), match["sign"]), bool(match["table"])) for match in _PLACES.finditer(text)]
    return _PLACES.sub("", text), places


def put_text(paragraph: Element, text: str) -> None:
    """Insert text at the start of a paragraph, after its properties."""
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, _run(text))


def _run(text: str) -> Element:
    run = Element(w("r"))
    SubElement(run, w("t")).text = text
    return run
