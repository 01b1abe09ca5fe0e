"""Reads the XML of a Word file, with limits and without entities; the names of its elements."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.parsers import expat

from campaign.errors import LetterError

MOST_ELEMENTS = 500_000
DEEPEST = 120  # Word itself gives up long before this

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The prefixes that readers of Word files expect, whatever the file itself calls them.
PREFIXES = {
    "w": WORD,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "mc": COMPATIBILITY,
}
for _prefix, _address in PREFIXES.items():
    ET.register_namespace(_prefix, _address)


def w(name: str) -> str:
    """Return the full name of one of Word's elements or attributes."""
    return f"{{{WORD}}}{name}"


def parse_part(data: bytes, part: str) -> Element:
    """Parse a part. Raises LetterError if it is broken, too large, nested too deep, or defines entities."""
    _check(data, part)
    return ET.fromstring(data)  # noqa: S314 -- checked above: no document type, so no entities


def serialise(root: Element) -> bytes:
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def value(element: Element | None, default: str = "") -> str:
    """Return an element's attribute w:val."""
    return default if element is None else element.get(w("val"), default)


def is_on(element: Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is present and not off."""
    return element is not None and value(element, "true").lower() not in ("0", "false", "off", "none")


def parents(root: Element) -> dict[Element, Element]:
    """Return the parent of each element."""
    return {child: parent for parent in root.iter() for child in parent}


def text_of(element: Element) -> str:
    """Return the words of an element, with those that a tracked change deletes; one line for each paragraph."""
    return "".join(_texts(element))


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PARTING = {w(name): " " for name in ("tab", "br", "cr", "footnoteReference", "endnoteReference")} | {w("p"): "\n"}


def _texts(element: Element) -> Iterator[str]:
    raised = False
    for node in element.iter():
        if node.tag == w("r"):
            raised = value(node.find(f"{w('rPr')}/{w('vertAlign')}")) == "superscript"
        if node.tag in (w("t"), w("delText")):
            text = node.text or ""
            yield text.translate(_RAISED) if raised and text.strip().isdecimal() else text
        elif node.tag == w("noBreakHyphen"):
            yield "\u2011"
        elif node.tag in _PARTING:
            yield _PARTING[node.tag]


class _Guard:
    """Counts elements and their depth while a part is parsed, before a tree is built."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.depth = 0
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise LetterError(f"{self.part} is nested too deep to read", fix="check for tables inside tables")
        if self.count > MOST_ELEMENTS:
            raise LetterError(f"{self.part} is too large for a letter", fix="import only the letter's text")

    def end(self, name: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        raise LetterError(
            f"{self.part} has a document type definition, which Word never writes",
            fix="do not trust this file; ask the sender to save it again in a word processor",
        )


def _check(data: bytes, part: str) -> None:
    guard = _Guard(part)
    parser = expat.ParserCreate()
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.StartDoctypeDeclHandler = guard.doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- it takes no names
    except expat.ExpatError as error:
        raise LetterError(f"{part} is broken ({error})", fix=RESAVE) from None


RESAVE = "open it in a word processor and save it again as .docx"
