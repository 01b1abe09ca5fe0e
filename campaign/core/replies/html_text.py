"""Converts HTML to plain text, without hidden parts. What an email program quotes is marked with ">", as in plain text,
so that a person's words between and below quotations stay."""

import re
from html import unescape

from campaign.core.html.scan import Tag, scan

_MAX_CHARACTERS = 300_000
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "iframe"})
_MARK = "\x00"  # in a line that is quoted
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "base", "col", "area", "embed", "source", "wbr"})
# The elements that common programs put a quoted message, or its introduction, into: Gmail, Yahoo, Thunderbird,
# Outlook, Zimbra.
_QUOTES = re.compile(
    r"gmail_attr|yahoo_quoted|moz-(?:cite|forward|email)|OLK_SRC_BODY|zmail_extra|mail-editor-reference-message-container"
    r"|ms-outlook-mobile-reference-message|reference-message-container"
)
# Containers that also hold a person's words when the message within is marked as quoted.
_CONTAINERS = re.compile(r"gmail_quote|protonmail_quote")
_REST_IS_QUOTED = re.compile(r"divRplyFwdMsg|appendonsend")  # Outlook only marks the beginning of the quoted message


def html_text(source: str) -> str:
    """The text of an HTML message, one line for each paragraph. Quoted lines begin with ">"; those in the containers of
    programs are left out."""
    pieces: list[str] = []
    hidden: list[str] = []  # the open hidden element, and elements of the same name within it
    depth = 0  # of quotations
    quotes = _QUOTES if "<blockquote" in source.casefold() else re.compile(f"{_QUOTES.pattern}|{_CONTAINERS.pattern}")
    for item in scan(_without_open_comment(source[:_MAX_CHARACTERS])):
        if isinstance(item, str):
            pieces.append("" if hidden or item == "<" else re.sub(r"\s+", " ", unescape(item).replace(_MARK, "")))
            continue
        attributes = item.attributes
        classes_and_id = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if _REST_IS_QUOTED.search(classes_and_id) and not hidden:
            break
        if item.name == "blockquote" and not hidden:
            depth = max(0, depth - 1) if item.closing else depth + 1
            pieces.append("\n" + _MARK * bool(depth))
            continue
        text = _text_of_tag(hidden, item, bool(quotes.search(classes_and_id)))
        pieces.append(text + _MARK if text and depth else text)
    lines = (_line(line) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(text: str) -> str:
    """A line without superfluous spaces, marked with ">" if it is quoted."""
    words = re.sub(r"[ \t]+", " ", text.replace(_MARK, " ")).strip()
    return f"> {words}".rstrip() if _MARK in text else words


def _text_of_tag(hidden: list[str], tag: Tag, is_quote: bool) -> str:  # noqa: FBT001 -- a fact of the tag
    """The text that a tag stands for. Updates `hidden`."""
    if hidden:
        if tag.name == hidden[0]:
            hidden.pop() if tag.closing else hidden.append(tag.name)
        return ""
    if tag.closing:
        return "\n" if tag.name in _PARAGRAPHS else ""
    if tag.name not in _VOID and (tag.name in _HIDDEN or is_quote):
        hidden.append(tag.name)
        return ""
    return "\n" if tag.name in _BLOCKS else ""


def _without_open_comment(source: str) -> str:
    """Cut off a comment without an end, which hides everything after it."""
    start = source.find("<!--", source.rfind("-->") + 1)
    return source if start < 0 else source[:start]
