"""Marks in a Word file's text: private characters for what a reader would forget.

They stand for the place of a remark, the label of a note, a list item's further paragraphs, and code that is bold.
"""

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from campaign.intake.docx_xml import value, w
from campaign.intake.pieces import Remark
from campaign.render.pandoc import BOOKMARK

CONTINUED = "\ue000"  # at the start of a paragraph, once a level: it belongs to the list item before it
LABEL, LABEL_END = "\ue002", "\ue003"  # around the label of the note whose call follows
CODE, CODE_END = "\ue008", "\ue009"  # around code that is bold or italic, too
SPACE = "\ue00a"  # a space that is part of a tracked change, which pandoc would move out of it
_LOOK = 0xE100  # the first remark's character; each has its own
_MOST_LOOKS = 1_000
LOOK = re.compile(f"[{chr(_LOOK)}-{chr(_LOOK + _MOST_LOOKS)}]")
MARKS = re.compile(f"{LABEL}[^{LABEL_END}]*{LABEL_END}|[{CONTINUED}-{CODE_END}]|{LOOK.pattern}")

ANY = re.compile(f"[{CONTINUED}-{chr(_LOOK + _MOST_LOOKS)}]")

_LEVELS = "012345678"  # a list in Word has nine
_CODE_STYLE = "VerbatimChar"  # pandoc's


def look_mark(remarks: Sequence[Remark]) -> str:
    """The character for the last of the remarks; so many that each could have its own nobody reads."""
    return chr(_LOOK + min(len(remarks), _MOST_LOOKS) - 1)


def remark_of(mark: str, remarks: Sequence[Remark]) -> Remark:
    """The remark that a character in the text stands for."""
    return remarks[min(ord(mark) - _LOOK, len(remarks) - 1)]


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


def mark_code(root: Element) -> None:
    """Code that is bold or italic, of which pandoc would only see that it is code."""
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        style = properties.find(w("rStyle")) if properties is not None else None
        if properties is None or style is None or value(style) != _CODE_STYLE or len(properties) == 1:
            continue
        properties.remove(style)
        texts = [each for each in run if each.tag in (w("t"), w("delText"))]
        for each in texts:
            each.text = CODE + (each.text or "") + CODE_END


def mark_spaces(root: Element) -> None:
    """The spaces of tracked changes. For pandoc's eyes only: to any other reader they would be no spaces."""
    for kind in ("ins", "del", "moveFrom", "moveTo"):
        for change in root.iter(w(kind)):
            for each in change.iter():
                if each.tag in (w("t"), w("delText")):
                    each.text = (each.text or "").replace(" ", SPACE)


def mark_items(numbering: Element, texts: Iterable[Element]) -> None:
    """Paragraphs in a list without a sign of their own: pandoc writes an item's further paragraphs so, and would read
    them as new items."""
    signless = _signless(numbering)
    for paragraph in (each for text in texts for each in text.iter(w("p"))):
        properties = paragraph.find(w("pPr"))
        listed = properties.find(w("numPr")) if properties is not None else None
        if properties is None or listed is None or value(listed.find(w("numId"))) not in signless:
            continue
        level = value(listed.find(w("ilvl")), "0")
        properties.remove(listed)
        put_text(paragraph, CONTINUED * (1 + int(level) if level in _LEVELS else 1))


def _signless(numbering: Element) -> set[str]:
    """The lists all of whose levels are numbered by a space or nothing."""
    blank = {
        each.get(w("abstractNumId"), "")
        for each in numbering.iter(w("abstractNum"))
        if not any(value(text).strip() for text in each.iter(w("lvlText")))
    }
    return {
        each.get(w("numId"), "") for each in numbering.iter(w("num")) if value(each.find(w("abstractNumId"))) in blank
    }


def put_text(paragraph: Element, text: str) -> None:
    """Put text at the start of a paragraph, after its properties."""
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, _run(text))


def _run(text: str) -> Element:
    run = Element(w("r"))
    SubElement(run, w("t")).text = text
    return run
