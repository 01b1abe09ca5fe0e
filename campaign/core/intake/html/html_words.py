"""Finds the words of an HTML page without its tree, to check what the tree's reader returns."""

from html import unescape

from campaign.core.html.scan import scan
from campaign.core.intake import compare_words as plain_words
from campaign.core.intake.html.dom import BLOCKS, DROPPED

_PARTING = BLOCKS | {"br", "img"}


def raised_words(data: str) -> str:
    """Return a raised text for `split_words`, which counts each raised digit as a word."""
    return f" {' '.join(data.strip())} " if data.strip().isdecimal() else data


def words(text: str) -> tuple[str, ...]:
    """Return the words between the tags and the alternative texts, but not those of scripts, styles and the title."""
    parts: list[str] = []
    dropped = raised = 0
    for sign in scan(text):
        if isinstance(sign, str):
            data = unescape(sign)
            parts += [] if dropped else [raised_words(data) if raised else data]
            continue
        for change in (-1,) if sign.closing else (1, -1) if sign.empty else (1,):
            dropped = max(0, dropped + change * (sign.name in DROPPED))
            raised = max(0, raised + change * (sign.name == "sup"))
        parts += [" "] * (sign.name in _PARTING)
        if sign.name == "img" and not sign.closing and not dropped:
            parts.append(f" {sign.attributes.get('alt', '')} ")
    return plain_words.split_words("".join(parts))
