"""Splits HTML into tags and texts, as tolerant as browsers are. All readers of HTML use it; nothing in a page is run.

A scanner of our own, because the standard library's parser takes hours for a page that is built to be slow. The time of
this one grows with the length of the page.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""<(?P<closing>/?)(?P<name>[A-Za-z][^\s/<>]*+)"""
    r"""(?P<rest>(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+')|=(?!\s*+(?:"[^"]*+"|'[^']*+'))){0,80})>"""
    r"""|(?P<comment><!--)|<[!?/][^<>]*+>|(?P<text>[^<]++|<)"""
)
_ATTRIBUTE = re.compile(r"""([^\s/=][^\s/=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s]*+))?""")
_EMPTY = re.compile(r"""(?:\A|[\s"'])/\s*\Z""")
# The content of these elements is not HTML.
_RAW = {name: re.compile(rf"</{name}(?![^\s/>])", re.IGNORECASE) for name in ("script", "style")}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag."""

    name: str
    """Its name in lower case."""
    closing: bool
    """Whether it ends an element: "</p>"."""
    rest: str
    """The rest of it after the name, unchanged."""

    @property
    def empty(self) -> bool:
        """Whether it closes itself: "<br/>"."""
        return bool(_EMPTY.search(self.rest))

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by their names in lower case; "" for one without a value."""
        return {match[1].lower(): _value(match[2] or "") for match in _ATTRIBUTE.finditer(self.rest)}


def scan(source: str) -> Iterator[Tag | str]:
    """Yield the tags, and the texts between them, in order. Texts are unchanged: entities such as "&amp;" stay.

    Comments and declarations are left out. A "<" that begins no tag, or a comment without an end, is a text alone.
    """
    at, last_comment = 0, source.rfind("-->")
    while match := _TOKEN.match(source, at):
        at = match.end()
        if name := (match["name"] or "").lower():
            tag = Tag(name, bool(match["closing"]), match["rest"])
            yield tag
            if name in _RAW and not tag.closing:
                end = _RAW[name].search(source, at)
                start, at = at, end.start() if end else len(source)
                yield source[start:at]
        elif match["text"]:
            yield match["text"]
        elif match["comment"] and at <= last_comment:
            at = source.index("-->", at) + 3
        elif match["comment"]:
            at = match.start() + 1
            yield "<"


def _value(written: str) -> str:
    quoted = written[:1] in {'"', "'"} and written[-1:] == written[:1] and len(written) > 1
    return html.unescape(written[1:-1] if quoted else written)
