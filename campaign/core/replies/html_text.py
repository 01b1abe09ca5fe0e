"""Converts HTML to plain text, without hidden parts and without what an email program quotes."""

import re
from html import unescape

from campaign.core.html.scan import Tag, scan

_MAX_CHARACTERS = 300_000
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe", "blockquote"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "base", "col", "area", "embed", "source", "wbr"})
# The elements that common programs put quoted messages into: Gmail, Yahoo, Proton, Thunderbird, Outlook, Zimbra.
_QUOTES = re.compile(r"gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|OLK_SRC_BODY|zmail_extra")
_REST_IS_QUOTED = re.compile(r"divRplyFwdMsg|appendonsend")  # Outlook only marks the beginning of the quoted message


def html_text(source: str) -> str:
    """The text of an HTML message without quoted parts, one line for each paragraph."""
    pieces: list[str] = []
    hidden: list[str] = []  # the open hidden element, and elements of the same name within it
    for item in scan(_without_open_comment(source[:_MAX_CHARACTERS])):
        if isinstance(item, str):
            pieces.append("" if hidden or item == "<" else re.sub(r"\s+", " ", unescape(item)))
            continue
        attributes = item.attributes
        classes_and_id = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if _REST_IS_QUOTED.search(classes_and_id):
            break
        pieces.append(_text_of_tag(hidden, item, classes_and_id))
    lines = re.sub(r"[ \t]+", " ", "".join(pieces)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _text_of_tag(hidden: list[str], tag: Tag, classes_and_id: str) -> str:
    """The text that a tag stands for. Updates `hidden`."""
    if hidden:
        if tag.name == hidden[0]:
            hidden.pop() if tag.closing else hidden.append(tag.name)
        return ""
    if tag.closing:
        return "\n" if tag.name in _PARAGRAPHS else ""
    if tag.name not in _VOID and (tag.name in _HIDDEN or _QUOTES.search(classes_and_id)):
        hidden.append(tag.name)
        return ""
    return "\n" if tag.name in _BLOCKS else ""


def _without_open_comment(source: str) -> str:
    """Cut off a comment without an end, which hides everything after it."""
    start = source.find("<!--", source.rfind("-->") + 1)
    return source if start < 0 else source[:start]
