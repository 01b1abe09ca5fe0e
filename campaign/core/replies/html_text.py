"""HTML read as plain text. Nothing in it is run, loaded or shown; what a mail program quotes is left out.

A scanner of our own: the standard library's parser takes hours for a mail that is made to be slow.
"""

import html
import re

_MOST_CHARACTERS = 300_000
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})([^<>]{0,4000})>|<[!?][^<>]{0,4000}>|([^<]+)|<")
_NAMED = re.compile(r"""\b(?:class|id)\s{0,9}=\s{0,9}["']?([^"'<>]{0,300})""", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "blockquote"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "base", "col", "area", "embed", "source", "wbr"})
# What the common programs put the quoted mail into: Gmail, Yahoo, Proton, Thunderbird, Zimbra.
_QUOTES = re.compile(r"gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|OLK_SRC_BODY|zmail_extra")
_REST_IS_QUOTED = re.compile(r"divRplyFwdMsg|appendonsend")  # Outlook marks only where the quoted mail begins


def html_text(source: str) -> str:
    """The text of an HTML mail without quoted parts, one paragraph a line."""
    pieces: list[str] = []
    hidden: list[str] = []  # the hidden element that is open, and those of the same name within it
    for match in _TOKEN.finditer(_without_comments(source[:_MOST_CHARACTERS])):
        closing, tag, rest, text = match.groups()
        if tag is None:
            pieces.append("" if hidden or text is None else re.sub(r"\s+", " ", html.unescape(text)))
            continue
        named = " ".join(_NAMED.findall(rest))
        if _REST_IS_QUOTED.search(named):
            break
        pieces.append(_step(hidden, closing, tag.lower(), named))
    lines = re.sub(r"[ \t]+", " ", "".join(pieces)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _step(hidden: list[str], closing: str, tag: str, named: str) -> str:
    """What a tag writes; it opens or closes what is hidden."""
    if hidden:
        if tag == hidden[0]:
            hidden.pop() if closing else hidden.append(tag)
        return ""
    if closing:
        return "\n" if tag in _PARAGRAPHS else ""
    if tag not in _VOID and (tag in _UNSEEN or _QUOTES.search(named)):
        hidden.append(tag)
        return ""
    return "\n" if tag in _BLOCKS else ""


def _without_comments(source: str) -> str:
    start = source.find("<!--")
    pieces = [source if start < 0 else source[:start]]
    while start >= 0 and (end := source.find("-->", start)) >= 0:
        start = source.find("<!--", end)
        pieces.append(source[end + 3 :] if start < 0 else source[end + 3 : start])
    return "".join(pieces)
