"""The words of an HTML page, told apart without the tree that a letter is made of, to compare the two."""

from html import unescape

from campaign.core.html.scan import scan
from campaign.core.intake import compare_words as plain_words
from campaign.core.intake.html.dom import BLOCKS, DROPPED

_PARTING = BLOCKS | {"br", "img"}


def words(text: str) -> tuple[str, ...]:
    """The words between the tags, and those that stand for a picture; none of scripts, styles and the title."""
    parts: list[str] = []
    dropped = raised = 0
    for sign in scan(text):
        if isinstance(sign, str):
            data = unescape(sign)
            parts += [] if dropped else [f" {data} " if raised and data.strip().isdecimal() else data]
            continue
        for change in (-1,) if sign.closing else (1, -1) if sign.empty else (1,):
            dropped = max(0, dropped + change * (sign.name in DROPPED))
            raised = max(0, raised + change * (sign.name == "sup"))
        parts += [" "] * (sign.name in _PARTING)
        if sign.name == "img" and not sign.closing and not dropped:
            parts.append(f" {sign.attributes.get('alt', '')} ")
    return plain_words.split_words("".join(parts))
