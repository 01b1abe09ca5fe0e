"""Finds footnotes in HTML, as Word, Google Docs, LibreOffice, pandoc and mammoth write them.

All of them link a short mark in the text to an anchor further down the page, and back. So a call is a short link to
an anchor below it, and the note is the block with that anchor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.core.intake.html.dom import BLOCKS, Element
from campaign.core.intake.html.html_words import raised_words
from campaign.core.intake.phrases import is_signed

CALL = "note-call"  # the tag that a call becomes; its attribute `number` is the note's
_MARK = re.compile(r"\s*+[\[(]?\s*+(?P<label>\d{1,3}|[*†‡§]{1,3}|[ivxlc]{1,6}|[a-z])\s*+[\])]?\s*+")
_HOLDERS = {"li", "div", "aside", "section", "td", "dd"}


@dataclass(frozen=True, slots=True)
class HtmlNote:
    """A note: its number, its label, and the elements of its text, which are removed from the page."""

    number: int
    label: str
    elements: tuple[Element, ...]


@dataclass(slots=True)
class _LinkMap:
    """The targets of the page's links. `order` is each element's position, to tell links down from links back."""

    anchors: dict[str, Element]
    order: dict[int, int]

    def target(self, link: Element) -> Element | None:
        return self.anchors.get(_fragment(link))

    def leads_down(self, link: Element) -> bool:
        target = self.target(link)
        return target is not None and self.order[id(target)] > self.order[id(link)]


def cut(root: Element) -> tuple[list[HtmlNote], list[str]]:
    """Remove the notes from the page and mark their calls. Returns the notes, and the words of marks and links back."""
    page = _map_links(root)
    links = [element for element in root.walk() if element.tag == "a" and page.target(element)]
    calls = [link for link in links if page.leads_down(link) and _is_call(link, page)]
    back = [link for link in links if not page.leads_down(link) and _is_back(link)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(map(_fragment, calls)), 1)}
    labels: dict[int, str] = {}
    for link in calls:
        _label(labels, numbers[_fragment(link)], link)
    holders = {
        name: _holder(page.anchors[name], [page.anchors[anchor_name] for anchor_name in numbers], calls)
        for name in numbers
    }
    omitted_words = [_replace_call(link, numbers[_fragment(link)]) for link in calls] + [
        _remove_link(link) for link in back
    ]
    notes = [HtmlNote(number, labels[number], holders[name]) for name, number in numbers.items()]
    for note in notes:
        for element in note.elements:
            element.remove()
    return notes, omitted_words


def _map_links(root: Element) -> _LinkMap:
    anchors: dict[str, Element] = {}
    order: dict[int, int] = {}
    for at, element in enumerate(root.walk()):
        order[id(element)] = at
        for name in (element.attributes.get("id"), element.attributes.get("name")):
            if name:
                anchors.setdefault(name, element)
    return _LinkMap(anchors, order)


def _fragment(link: Element) -> str:
    """Return the anchor that a link leads to; "" for a link out of the page."""
    before, mark, name = link.attributes.get("href", "").partition("#")
    return name if mark and not before else ""


def _is_call(link: Element, page: _LinkMap) -> bool:
    target = page.target(link)
    block = _block(target) if target else None
    return bool(_MARK.fullmatch(link.text())) and block is not None and not re.fullmatch("h[1-6]", block.tag)


def _is_back(link: Element) -> bool:
    """Whether a link is a note's own mark, or an arrow back."""
    return bool(_MARK.fullmatch(link.text())) or not re.search(r"\w", link.text())


def _label(labels: dict[int, str], number: int, link: Element) -> None:
    """Label a note with the mark that calls it, unless another note has that label."""
    match = _MARK.fullmatch(link.text())
    label = match["label"] if match else ""
    if number not in labels:
        labels[number] = label if label.isalnum() and label not in labels.values() else f"note-{number}"


def _block(element: Element) -> Element | None:
    """Return the innermost block around an anchor, or the anchor itself; None at the page's root."""
    inner: Element | None = element
    while inner is not None and inner.tag not in BLOCKS:
        inner = inner.parent
    return inner if inner is not None and inner.parent is not None else None


def _holder(anchor: Element, anchors: Sequence[Element], calls: Sequence[Element]) -> tuple[Element, ...]:
    """Return the elements of a note: the block that begins with its anchor, or that block and its next siblings."""
    block = _block(anchor)
    assert block is not None  # _is_call let through no anchor without a block
    others = {id(anchor_element) for anchor_element in anchors if anchor_element is not anchor} | {
        id(call) for call in calls
    }
    single = block.tag in _HOLDERS
    while (parent := block.parent) is not None and parent.parent is not None and parent.tag in _HOLDERS:
        if _first(parent) is not block or any(id(element) in others for element in parent.walk()):
            break
        block, single = parent, True
    return (block,) if single else (block, *_following(block, others))


def _first(parent: Element) -> Element | str | None:
    return next((child for child in parent.children if not isinstance(child, str) or child.strip()), None)


def _following(block: Element, others: set[int]) -> Iterator[Element]:
    """Yield the paragraphs that follow a note, up to the next note or the signatories."""
    assert block.parent is not None
    siblings = [child for child in block.parent.children if isinstance(child, Element)]
    for sibling in siblings[siblings.index(block) + 1 :]:
        if any(id(element) in others for element in sibling.walk()) or is_signed(sibling.text()) or sibling.tag == "hr":
            return
        yield sibling


def _replace_call(link: Element, number: int) -> str:
    """Replace a link, and the raised brackets around it, by a call. Returns the replaced words."""
    element = link
    while element.parent and element.parent.tag not in BLOCKS and _MARK.fullmatch(element.parent.text()):
        element = element.parent
    words = _words(element)
    assert element.parent is not None
    at = element.parent.children.index(element)
    element.parent.children[at] = Element(CALL, {"number": str(number)}, parent=element.parent)
    return words


def _remove_link(link: Element) -> str:
    words = _words(link)
    link.remove()
    return words


def _words(element: Element) -> str:
    """Return the words of a mark or a link back, as `html_words` counts them."""
    raised = element.tag == "sup"
    around = element.parent
    while around is not None and not raised:
        raised, around = around.tag == "sup", around.parent
    return _text(element, raised=raised)


def _text(element: Element, *, raised: bool) -> str:
    return "".join(
        (raised_words(child) if raised else child)
        if isinstance(child, str)
        else _text(child, raised=raised or child.tag == "sup")
        for child in element.children
    )
