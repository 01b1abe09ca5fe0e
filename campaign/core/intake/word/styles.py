"""The styles of a Word file: names, fonts, and the lists that they put paragraphs into."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.xml import is_on, value, w


@dataclass(frozen=True, slots=True)
class Style:
    """A style. `name` is in lower case, `numbering` is its w:numPr element, `font` the font of its characters.
    `hides` says whether it hides its words; None if it does not say."""

    name: str
    based_on: str
    numbering: Element | None
    font: str
    hides: bool | None


class Styles:
    """The styles of a file."""

    def __init__(self, docx: Docx) -> None:
        elements = docx.parts["styles"].iter(w("style")) if "styles" in docx.parts else ()
        self._styles = {style.get(w("styleId"), ""): _style(style) for style in elements}

    def of(self, paragraph: Element) -> tuple[Style, ...]:
        """Return a paragraph's style and the styles that it is based on."""
        return tuple(self._chain(value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))))

    def hides(self, key: str) -> bool:
        """Whether a style hides its words, itself or by a style that it is based on."""
        return next((style.hides for style in self._chain(key) if style.hides is not None), False)

    def font(self, key: str) -> str:
        """Return the font of a character style; "" for none."""
        return self._styles[key].font if key in self._styles else ""

    def _chain(self, key: str) -> Iterator[Style]:
        visited = set()
        while key in self._styles and key not in visited:
            visited.add(key)
            yield self._styles[key]
            key = self._styles[key].based_on


def _style(style: Element) -> Style:
    fonts = style.find(f"{w('rPr')}/{w('rFonts')}")
    vanish = style.find(f"{w('rPr')}/{w('vanish')}")
    return Style(
        name=value(style.find(w("name"))).lower(),
        based_on=value(style.find(w("basedOn"))),
        numbering=style.find(f"{w('pPr')}/{w('numPr')}"),
        font=fonts.get(w("ascii"), "") if fonts is not None else "",
        hides=is_on(vanish) if vanish is not None else None,
    )
