"""Decides which reader a text needs, by the file's ending or by its content."""

import re

from campaign.core.intake.pieces import HTML, MARKDOWN, TEXT

_ENDINGS = {"html": HTML, "htm": HTML, "xhtml": HTML, "md": MARKDOWN, "markdown": MARKDOWN, "mdown": MARKDOWN}
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|meta)\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*$|^\[\^[^\]\s]+\]:|^#{2,6} \S", re.MULTILINE)


def kind(text: str, name: str) -> str:
    """Return HTML, MARKDOWN or TEXT. The content of a .txt file decides: email programs save pages under any name."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if _HTML.match(text):
        return HTML
    return MARKDOWN if _MARKDOWN.search(text) else TEXT
