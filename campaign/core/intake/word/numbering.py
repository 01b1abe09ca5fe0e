"""Counts the numberings of a Word file as Word does."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.xml import value, w

_BLANK = re.compile(r"[\s\uf020]*")  # F020 is the space of the font Symbol
_MOST = 99_999


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering."""

    kind: str
    """Word's name for it: bullet, decimal, lowerLetter ..."""
    text: str
    """The sign, with `%1` and the like in place of numbers."""
    start: int
    left: int
    """The indent of its words, in twentieths of a point."""

    @property
    def is_blank(self) -> bool:
        """Whether it shows no sign, as for the further paragraphs of an item."""
        return _BLANK.fullmatch(self.text) is not None

    @property
    def is_numbered(self) -> bool:
        return self.kind != "bullet" and "%" in self.text


_Levels = dict[int, Level]


class Numberings:
    """The numberings by identifier (w:numId). Several may share one count (w:abstractNumId)."""

    def __init__(self, docx: Docx) -> None:
        root = docx.parts.get("numbering", Element("none"))
        abstract_nums = root.iter(w("abstractNum"))
        self._kinds = {element.get(w("abstractNumId"), ""): _levels(element) for element in abstract_nums}
        self._nums = {element.get(w("numId"), ""): element for element in root.iter(w("num"))}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def level(self, num: str, depth: int) -> Level | None:
        """Return a level (from 0) of a numbering; None if it does not exist, so that there is no list."""
        num_element = self._nums.get(num)
        return self._kinds.get(_kind(num_element), {}).get(depth) if num_element is not None else None

    def count(self, num: str, depth: int) -> int:
        """Return the number of the next paragraph at an existing level. Deeper levels start again."""
        level = self.level(num, depth)
        assert level is not None  # the caller has checked
        counts = self._counts.setdefault(_kind(self._nums[num]), {})
        start = self._override(num, depth)
        if start is not None and (num, depth) not in self._restarted:
            counts[depth] = start
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = level.start if start is None else start
        self._restarted.add((num, depth))
        for below in [other for other in counts if other > depth]:
            del counts[below]
        return counts[depth]

    def _override(self, num: str, depth: int) -> int | None:
        """Return where a numbering starts that counts separately from others of its kind."""
        for override in self._nums[num].findall(w("lvlOverride")):
            start = override.find(w("startOverride"))
            if override.get(w("ilvl")) == str(depth) and start is not None:
                return _to_int(value(start), 1)
        return None


def _kind(num: Element) -> str:
    return value(num.find(w("abstractNumId")))


def _levels(kind: Element) -> _Levels:
    return {_to_int(level.get(w("ilvl"), ""), 0): _level(level) for level in kind.findall(w("lvl"))}


def _level(level: Element) -> Level:
    indent = level.find(f"{w('pPr')}/{w('ind')}")
    left = indent.get(w("left"), indent.get(w("start"), "")) if indent is not None else ""
    return Level(
        kind=value(level.find(w("numFmt")), "decimal"),
        text=value(level.find(w("lvlText"))),
        start=_to_int(value(level.find(w("start"))), 1),
        left=_to_int(left, 0),
    )


def _to_int(text: str, default: int) -> int:
    return min(int(text), _MOST) if re.fullmatch("[0-9]{1,9}", text) else default
