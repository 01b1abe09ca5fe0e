"""Parses an HTML page into a small tree of elements, as tolerant as browsers are. Scripts and styles are dropped."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from html import unescape

from campaign.core.html.scan import Tag, scan

BLOCKS = frozenset({
    "html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody",
    "tfoot", "tr", "td", "th", "caption", "blockquote", "pre", "hr", "section", "article", "main", "header",
    "footer", "aside", "nav", "figure", "figcaption", "address", "dl", "dt", "dd", "form", "fieldset", "center",
})  # fmt: skip
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
DROPPED = frozenset(["title", "script", "style", "template", "noscript", "object", "svg", "math", "select", "textarea"])
_DEEPEST = 100  # deeper elements are read as siblings; no letter is that deep

# The open elements that a start tag closes, and the elements that stop it.
_CLOSES = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
}


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes and its content: elements and texts, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = None

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def remove(self) -> None:
        """Remove this element from its tree."""
        assert self.parent is not None
        self.parent.children.remove(self)


@dataclass(slots=True)
class HtmlPage:
    """A parsed page: its tree, its title, and the text of its style sheets."""

    root: Element
    title: str
    styles: str


def parse(text: str) -> HtmlPage:
    """Parse a page. Never raises, whatever the text."""
    builder = _Builder()
    for sign in scan(text):
        if isinstance(sign, str):
            builder.text(sign)
        elif sign.closing:
            builder.end(sign.name)
        else:
            builder.start(sign)
    return HtmlPage(builder.root, " ".join("".join(builder.title).split()), "".join(builder.styles))


class _Builder:
    def __init__(self) -> None:
        self.root = Element("body")
        self.open = [self.root]
        self.dropped: list[str] = []  # open elements whose text is dropped
        self.title: list[str] = []
        self.styles: list[str] = []

    def start(self, tag: Tag) -> None:
        if tag.name in DROPPED:
            self.dropped.append(tag.name)
        if self.dropped or tag.name in ("html", "body", "head"):
            self.root.attributes.update(tag.attributes if tag.name == "html" else {})
        else:
            self._close_for(tag.name)
            element = Element(tag.name, tag.attributes, parent=self.open[-1])
            self.open[-1].children.append(element)
            if tag.name not in _EMPTY and len(self.open) < _DEEPEST:
                self.open.append(element)
        if tag.empty and tag.name not in _EMPTY:
            self.end(tag.name)

    def end(self, name: str) -> None:
        if self.dropped:
            if name in self.dropped:
                del self.dropped[self.dropped.index(name) :]
            return
        names = [element.tag for element in self.open[1:]]
        if name in names:
            del self.open[len(names) - names[::-1].index(name) :]

    def text(self, source: str) -> None:
        if not self.dropped:
            self.open[-1].children.append(unescape(source))
        elif self.dropped == ["title"]:
            self.title.append(unescape(source))
        elif self.dropped == ["style"]:
            self.styles.append(source)

    def _close_for(self, tag: str) -> None:
        """Close what a start tag ends: a paragraph at a block; an item, row or cell at the next one."""
        if tag in BLOCKS:
            self._close({"p"}, BLOCKS - {"p"})
        if tag in _CLOSES:
            self._close(*_CLOSES[tag])

    def _close(self, closes: set[str], within: Set[str]) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag in closes:
                del self.open[at:]
            elif self.open[at].tag not in within:
                continue
            return
