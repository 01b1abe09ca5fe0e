"""Marks in a Word file's text: private characters for what a reader would forget.

They stand for the place of a remark, the label of a note, a paragraph's place in a list, and code that is bold.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from campaign.core.intake.pieces import Remark
from campaign.core.intake.word.nesting import Place
from campaign.core.intake.word.xml import value, w
from campaign.core.render.pandoc import BOOKMARK

PLACE, PLACE_END = "\ue000", "\ue001"  # around a paragraph's place in lists, or that of a table in its first cell
LABEL, LABEL_END = "\ue002", "\ue003"  # around the label of the note whose call follows
CODE, CODE_END = "\ue008", "\ue009"  # around code that is bold or italic, too
SPACE = "\ue00a"  # a space that is part of a tracked change, which pandoc would move out of it
RULE = "\ue00b"  # a line across the page
_LOOK = 0xE100  # the first remark's character; each has its own
_MOST_LOOKS = 1_000
LOOK = re.compile(f"[{chr(_LOOK)}-{chr(_LOOK + _MOST_LOOKS)}]")
MARKS = re.compile(f"{LABEL}[^{LABEL_END}]*{LABEL_END}|[{PLACE}-{RULE}]|{LOOK.pattern}")

ANY = re.compile(f"[{PLACE}-{chr(_LOOK + _MOST_LOOKS)}]")
_PLACES = re.compile(f"{PLACE}(?P<depth>[0-9]+)(?P<table>t?):(?P<sign>[^{PLACE_END}]*){PLACE_END}")
_CALLS = (w("footnoteReference"), w("endnoteReference"))
CODE_STYLE = "VerbatimChar"  # pandoc's
_HYPHENS = {w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}


def look_mark(remarks: Sequence[Remark]) -> str:
    """The character for the last of the remarks; so many that each could have its own nobody reads."""
    return chr(_LOOK + min(len(remarks), _MOST_LOOKS) - 1)


def remark_of(mark: str, remarks: Sequence[Remark]) -> Remark:
    """The remark that a character in the text stands for."""
    return remarks[min(ord(mark) - _LOOK, len(remarks) - 1)]


def call_again(root: Element, notes: Mapping[str, Element]) -> None:
    """Our own files call a note again by a link to the bookmark around its first call; `notes` are those calls."""
    for place in list(root.iter()):
        if any(each.tag == w("hyperlink") for each in place):
            place[:] = [part for each in place for part in _called_again(each, notes)]


def _called_again(element: Element, notes: Mapping[str, Element]) -> tuple[Element, ...]:
    """The call in place of the number that the link shows, in the tracked changes that the number stands in."""
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
    """The calls of notes that have a bookmark around them, by its name."""
    found: dict[str, Element] = {}
    name = ""
    for each in root.iter():
        if each.tag == w("bookmarkStart"):
            name = each.get(w("name"), "")
        elif each.tag in _CALLS and name.startswith(BOOKMARK):
            found.setdefault(name, each)
            name = ""
    return found


def label_notes(root: Element) -> None:
    """Our own files name a note's label in a bookmark around its call."""
    for place in list(root.iter()):
        if any(each.tag == w("bookmarkStart") for each in place):
            place[:] = [part for each in place for part in _labelled(each)]


def _labelled(element: Element) -> tuple[Element, ...]:
    label = _label(element) if element.tag == w("bookmarkStart") else ""
    return (element, _run(label)) if label else (element,)


def _label(bookmark: Element) -> str:
    name = bookmark.get(w("name"), "")
    return LABEL + name.removeprefix(BOOKMARK) + LABEL_END if name.startswith(BOOKMARK) else ""


def range_comments(root: Element) -> None:
    """A comment on a place, not on words, gets a range of no words: readers see none without."""
    ranged = {each.get(w("id")) for each in root.iter(w("commentRangeStart"))}
    for place in list(root.iter()):
        if any(each.tag == w("r") for each in place):
            place[:] = [part for each in place for part in (*_range(each, ranged), each)]


def _range(run: Element, ranged: Collection[str | None]) -> Iterator[Element]:
    for reference in run.findall(w("commentReference")):
        number = reference.get(w("id"), "")
        if number not in ranged:
            yield Element(w("commentRangeStart"), {w("id"): number})
            yield Element(w("commentRangeEnd"), {w("id"): number})


def mark_code(root: Element, font: str) -> None:
    """Code that is bold or italic, of which pandoc would only see that it is code; and code that only its font tells,
    since a link's words have another style. `font` is that of code in this file, "" for none."""
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        if properties is None:
            continue
        style = properties.find(w("rStyle"))
        if style is not None and value(style) == CODE_STYLE and len(properties) > 1:
            properties.remove(style)
        elif not (font and _font(properties) == font and properties.find(w("shd")) is None):  # shaded is a placeholder
            continue
        for each in run:
            if each.tag in _HYPHENS:
                each.tag, each.text = w("t"), _HYPHENS[each.tag]
            if each.tag in (w("t"), w("delText")):
                each.text = CODE + (each.text or "") + CODE_END


def _font(properties: Element) -> str:
    fonts = properties.find(w("rFonts"))
    return fonts.get(w("ascii"), "") if fonts is not None else ""


def mark_spaces(root: Element) -> None:
    """The spaces of tracked changes. For pandoc's eyes only: to any other reader they would be no spaces."""
    for kind in ("ins", "del", "moveFrom", "moveTo"):
        for change in root.iter(w(kind)):
            for each in change.iter():
                if each.tag in (w("t"), w("delText")):
                    each.text = (each.text or "").replace(" ", SPACE)


def place_mark(place: Place, *, table: bool = False) -> str:
    """A place in lists as a mark."""
    return f"{PLACE}{place.depth}{'t' if table else ''}:{place.sign}{PLACE_END}"


def places_in(text: str) -> tuple[str, list[tuple[Place, bool]]]:
    """The text without its marks of places, and the places; True for a table's."""
    places = [(Place(int(each["depth"]), each["sign"]), bool(each["table"])) for each in _PLACES.finditer(text)]
    return _PLACES.sub("", text), places


def put_text(paragraph: Element, text: str) -> None:
    """Put text at the start of a paragraph, after its properties."""
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, _run(text))


def _run(text: str) -> Element:
    run = Element(w("r"))
    SubElement(run, w("t")).text = text
    return run
