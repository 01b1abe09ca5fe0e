"""Lists of a Word file marked in its text.

Word has no lists: each paragraph says for itself at which level of which numbering it stands, and its number follows
from all paragraphs before it. A reader that guesses lists from that parts what belongs together. So each paragraph is
told its place here, loses its numbering, and `nesting` builds the lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from campaign.core.intake.pieces import Remark
from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.marks import place_mark, put_text
from campaign.core.intake.word.nesting import BULLET, DEEPEST, GOES_ON, Place
from campaign.core.intake.word.numbering import Level, Numberings
from campaign.core.intake.word.styles import Style, Styles
from campaign.core.intake.word.xml import value, w

_DIGITS = {"decimal", "decimalZero"}
_WITHOUT_SIGN = {"list paragraph", "list continue"}  # Word's styles for an item's further paragraphs
LETTERED = Remark("a list with letters or Roman numbers became 1., 2., 3.", "look where it is cited")

_Listed: TypeAlias = tuple[Element, Place, Level | None]


def mark_lists(docx: Docx) -> list[Remark]:
    """Put each paragraph's place into its text, and take its numbering away. Gives what a person must look at."""
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


def drop_signless(docx: Docx) -> None:
    """Take paragraphs without a sign out of their lists: a reader would give them one."""
    for kind in ("document", "footnotes", "endnotes"):
        for element, place, _ in list(_Walk(docx).places(docx.parts[kind])) if kind in docx.parts else ():
            if place.sign == GOES_ON and element.tag == w("p"):
                _unlist(element)


@dataclass
class _Walk:
    docx: Docx
    opened: list[int] = field(default_factory=list)  # how far the words of each open list stand from the margin

    def __post_init__(self) -> None:
        self.styles = Styles(self.docx)
        self.numberings = Numberings(self.docx)

    def places(self, holder: Element) -> Iterator[_Listed]:
        """The paragraphs and tables of an element that stand in lists, in their order."""
        for child in holder:
            if child.tag == w("p"):
                yield from self.paragraph(child)
            elif child.tag == w("tbl"):
                yield from self.table(child)
            else:
                self.opened = [] if child.tag == w("tc") else self.opened
                yield from self.places(child)

    def paragraph(self, paragraph: Element) -> Iterator[_Listed]:
        styles = self.styles.of(paragraph)
        names = {style.name for style in styles}
        is_heading = any(name.startswith("heading ") for name in names)
        level, num, depth = self.numbered(paragraph, () if is_heading else styles)
        if level and (level.is_blank or not is_heading):
            number = "" if level.is_blank else str(self.numberings.count(num, depth)) if level.is_numbered else BULLET
            self.opened[depth:] = [level.left]
            yield paragraph, Place(depth + 1, number), level
        elif self.opened and names & _WITHOUT_SIGN:
            yield paragraph, Place(DEEPEST, GOES_ON), None
        else:
            self.opened = []

    def numbered(self, paragraph: Element, styles: Iterable[Style]) -> tuple[Level | None, str, int]:
        """The level that a paragraph stands at, by itself or by its styles; its numbering and the level's number."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        given = [own, *(style.listed for style in styles)]
        listed = [each for each in given if each is not None]
        nums = [num for each in listed if (num := value(each.find(w("numId"))))]
        depths = [depth for each in listed if (depth := value(each.find(w("ilvl"))))]
        num, depth = next(iter(nums), ""), next(iter(depths), "0")
        at = int(depth) if depth.isdecimal() else 0
        return self.numberings.level(num, at), num, at

    def table(self, table: Element) -> Iterator[_Listed]:
        """A table, where it stands as far from the margin as the words of an open list; and what is in its cells."""
        indent = table.find(f"{w('tblPr')}/{w('tblInd')}")
        left = indent.get(w("w"), "") if indent is not None else ""
        depth = sum(1 for each in self.opened if left.isdecimal() and int(left) >= each > 0)
        self.opened, around = [], self.opened[:depth]
        if depth:
            yield table, Place(depth, GOES_ON), None
        yield from self.places(table)
        self.opened = around


def _unlist(paragraph: Element) -> None:
    """Take a paragraph's numbering away, and the indent that came with it, which looks like a quotation's."""
    for properties in paragraph.findall(w("pPr")):
        for name in ("numPr", "ind"):
            for each in properties.findall(w(name)):
                properties.remove(each)
        listed = SubElement(properties, w("numPr"))  # none at all: its style may give it one
        SubElement(listed, w("numId"), {w("val"): "0"})


def _mark_table(table: Element, place: Place) -> None:
    first = next(table.iter(w("p")), None)
    if first is not None:
        put_text(first, place_mark(place, table=True))
