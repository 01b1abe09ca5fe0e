"""Cleans imported text before it is read: line ends, control characters, page breaks."""

import re

from campaign.core.intake.pieces import Remark
from campaign.core.languages.in_english import count_of

_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_PAGE_END = re.compile("(?:(?<![ \t])[ \t]+)?\f[ \t]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Return the text with plain line ends, an empty line at each page break and a space for each control character."""
    text = _PAGE_END.sub("\n\n", _LINE_END.sub("\n", text.removeprefix("\ufeff")))
    remarks = []
    if count := len(_CONTROL.findall(text)):
        text = _CONTROL.sub(" ", text)
        remarks.append(Remark(f"removed {count_of(count, 'control character')}", "check that no word was split"))
    if count := len(_DIRECTION.findall(text)):
        text = _DIRECTION.sub("", text)
        remarks.append(Remark(f"removed {count_of(count, 'writing direction mark')}", "check that no word is reversed"))
    return text, tuple(remarks)
