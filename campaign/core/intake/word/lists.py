"""Marks the lists of a Word file in its text.

A Word file has no lists: each paragraph names a level of a numbering, and its number follows from all paragraphs before
it. A reader that guesses lists from that splits what belongs together. So each paragraph gets a mark with its place,
loses its numbering, and `nesting` builds the lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from campaign.core.intake.pieces import LETTERED, Remark
from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.marks import place_mark, put_text
from campaign.core.intake.word.nesting import BULLET, CONTINUES, DEEPEST, ListPlace
from campaign.core.intake.word.numbering import Level, Numberings
from campaign.core.intake.word.styles import Style, Styles
from campaign.core.intake.word.xml import value, w

_DIGITS = {"decimal", "decimalZero"}
_UNNUMBERED = {"list paragraph", "list continue"}  # Word's styles for an item's further paragraphs

_ListElement: TypeAlias = tuple[Element, ListPlace, Level | None]


def mark_lists(docx: Docx) -> list[Remark]:
    """Put each paragraph's place into its text, and remove its numbering. Returns remarks."""
    remarks = []
    for element, place, level in list(_Walk(docx).places(docx.parts["document"])):
        if element.tag == w("tbl"):
            _mark_table(element, place)
            continue
        _unlist(element)
        put_text(element, place_mark(place))
        if level and level.is_numbered and level.kind not in _DIGITS:
            remarks.append(LETTERED)
    docx.parts.pop("numbering", None)
    return remarks[:1]


def unlist_unnumbered(docx: Docx) -> None:
    """Take paragraphs without a number or bullet out of their lists: a reader would give them one."""
    for kind in ("document", "footnotes", "endnotes"):
        for element, place, _ in list(_Walk(docx).places(docx.parts[kind])) if kind in docx.parts else ():
            if place.sign == CONTINUES and element.tag == w("p"):
                _unlist(element)


@dataclass
class _Walk:
    docx: Docx
    open_indents: list[int] = field(default_factory=list)  # the indent of the words of each open list

    def __post_init__(self) -> None:
        self.styles = Styles(self.docx)
        self.numberings = Numberings(self.docx)

    def places(self, holder: Element) -> Iterator[_ListElement]:
        """Yield the paragraphs and tables that are in lists, in order."""
        for child in holder:
            if child.tag == w("p"):
                yield from self.paragraph(child)
            elif child.tag == w("tbl"):
                yield from self.table(child)
            else:
                self.open_indents = [] if child.tag == w("tc") else self.open_indents
                yield from self.places(child)

    def paragraph(self, paragraph: Element) -> Iterator[_ListElement]:
        styles = self.styles.of(paragraph)
        names = {style.name for style in styles}
        is_heading = any(name.startswith("heading ") for name in names)
        level, num, depth = self.find_level(paragraph, () if is_heading else styles)
        if level and (level.is_blank or not is_heading):
            number = "" if level.is_blank else str(self.numberings.count(num, depth)) if level.is_numbered else BULLET
            self.open_indents[depth:] = [level.left]
            yield paragraph, ListPlace(depth + 1, number), level
        elif self.open_indents and names & _UNNUMBERED:
            yield paragraph, ListPlace(DEEPEST, CONTINUES), None
        else:
            self.open_indents = []

    def find_level(self, paragraph: Element, styles: Iterable[Style]) -> tuple[Level | None, str, int]:
        """Return a paragraph's level, from itself or its styles; its numbering; and the number of the level."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        candidates = [own, *(style.numbering for style in styles)]
        numberings = [numbering for numbering in candidates if numbering is not None]
        nums = [num for numbering in numberings if (num := value(numbering.find(w("numId"))))]
        depths = [depth for numbering in numberings if (depth := value(numbering.find(w("ilvl"))))]
        num, depth = next(iter(nums), ""), next(iter(depths), "0")
        at = int(depth) if depth.isdecimal() else 0
        return self.numberings.level(num, at), num, at

    def table(self, table: Element) -> Iterator[_ListElement]:
        """Yield a table that is indented like the words of an open list, and the content of its cells."""
        indent = table.find(f"{w('tblPr')}/{w('tblInd')}")
        left = indent.get(w("w"), "") if indent is not None else ""
        depth = sum(1 for indent_of_words in self.open_indents if left.isdecimal() and int(left) >= indent_of_words > 0)
        self.open_indents, outer_indents = [], self.open_indents[:depth]
        if depth:
            yield table, ListPlace(depth, CONTINUES), None
        yield from self.places(table)
        self.open_indents = outer_indents


def _unlist(paragraph: Element) -> None:
    """Remove a paragraph's numbering, and its indent, which would look like a quotation's."""
    for properties in paragraph.findall(w("pPr")):
        for name in ("numPr", "ind"):
            for element in properties.findall(w(name)):
                properties.remove(element)
        numbering = SubElement(properties, w("numPr"))  # an explicit none, because its style may have one
        SubElement(numbering, w("numId"), {w("val"): "0"})


def _mark_table(table: Element, place: ListPlace) -> None:
    first = next(table.iter(w("p")), None)
    if first is not None:
        put_text(first, place_mark(place, table=True))
