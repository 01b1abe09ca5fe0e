"""Takes out of a page what readers never saw, and turns the comments of word processors into comments of the letter."""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from campaign.core.intake.html.dom import BLOCKS, Element
from campaign.core.intake.html.html_words import raised_words
from campaign.core.intake.pieces import Remark

COMMENT = "comment"  # the tag that the mark of a comment becomes; its attribute `text` is the comment
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*(?:all|screen)"
    r"|font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|$|!)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)"
    r"|(?<!-)color\s*:\s*(?P<white>white|#fff(?:fff)?\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)))",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:", re.IGNORECASE)
# Google Docs, Word, mammoth.
_ANCHOR = re.compile(r"(?:cmnt|_msocom_|comment-)\d+")
_MARK = re.compile(r"(?<!\s)\s*+\[[^\[\]]{1,12}\]\s*+")
_MOST_QUOTED = 60


def style_of(element: Element, classes: Mapping[str, str]) -> str:
    """Return the style of an element: that of its classes and its own."""
    names = element.attributes.get("class", "").split()
    return ";".join([*(classes.get(name, "") for name in names), element.attributes.get("style", "")])


def remove_hidden(root: Element, classes: Mapping[str, str]) -> tuple[list[str], list[Remark]]:
    """Remove hidden elements. Returns their words, and a remark on each."""
    omitted_words: list[str] = []
    remarks: list[Remark] = []
    for element in [element for element in root.walk() if element.parent and _is_hidden(element, classes)]:
        if any(around is not root and around.parent is None for around in _around(element)):
            continue  # inside another one
        words = " ".join(_words(element).split())
        if words:
            omitted_words.append(words)
            quoted = f"{words[:_MOST_QUOTED]}…" if len(words) > _MOST_QUOTED else words
            remarks.append(Remark(f"left out hidden text: “{quoted}”", "add it if readers should see it"))
        element.remove()
        element.parent = None
    return omitted_words, remarks


def mark_comments(root: Element) -> list[str]:
    """Replace the marks of comments by the comments, and remove the list of them. Returns the words of both."""
    anchors = {
        name: element
        for element in root.walk()
        for name in (element.attributes.get("id", ""), element.attributes.get("name", ""))
        if _ANCHOR.fullmatch(name)
    }
    links = [element for element in root.walk() if element.tag == "a" and _target(element) in anchors]
    omitted_words: list[str] = []
    texts: dict[str, str] = {}
    for name, anchor in anchors.items():
        holder = _holder(anchor, root, set(map(id, anchors.values())) - {id(anchor)}, set(map(id, links)))
        if holder is None:
            continue
        omitted_words.append(_words(holder))
        texts[name] = _MARK.sub(" ", " ".join(_words(holder).split()), count=1).strip()
        holder.remove()
    return omitted_words + [_replace(link, texts[_target(link)]) for link in links if _target(link) in texts]


def _is_hidden(element: Element, classes: Mapping[str, str]) -> bool:
    if "hidden" in element.attributes and element.attributes["hidden"] != "until-found":
        return True
    match = _HIDDEN.search(style_of(element, classes))
    if match and match["white"]:
        return not any(
            _BACKGROUND.search(style_of(around, classes)) or "bgcolor" in around.attributes
            for around in (element, *_around(element))
        )
    return match is not None


def _around(element: Element) -> Iterator[Element]:
    while element.parent is not None:
        element = element.parent
        yield element


def _target(link: Element) -> str:
    before, _, name = link.attributes.get("href", "").partition("#")
    return "" if before else name


def _holder(anchor: Element, root: Element, others: set[int], links: set[int]) -> Element | None:
    """Return the largest block around an anchor that has no other comment and no mark of one; None for none."""
    around = takewhile(
        lambda element: element is not root and not any(id(inner) in others | links for inner in element.walk()),
        (anchor, *_around(anchor)),
    )
    return next((element for element in reversed(list(around)) if element.tag in BLOCKS), None)


def _replace(link: Element, text: str) -> str:
    """Replace the mark of a comment, and what is raised or set apart around it. Returns its words."""
    element = link
    while element.parent and element.parent.tag in ("sup", "span") and _MARK.fullmatch(element.parent.text()):
        element = element.parent
    words = _words(element)
    assert element.parent is not None  # the root is no link
    at = element.parent.children.index(element)
    element.parent.children[at] = Element(COMMENT, {"text": text}, parent=element.parent)
    return words


def _words(element: Element, *, raised: bool = False) -> str:
    """Return the words of an element, as `html_words` counts them."""
    raised = raised or element.tag == "sup"
    apart = " " if element.tag in BLOCKS or element.tag in ("br", "img") else ""
    inside = "".join(
        (raised_words(child) if raised else child) if isinstance(child, str) else _words(child, raised=raised)
        for child in element.children
    )
    return f"{apart}{element.attributes.get('alt', '') if element.tag == 'img' else ''}{inside}{apart}"
