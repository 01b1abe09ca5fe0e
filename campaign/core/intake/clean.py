"""Text from outside made harmless before it is read: line ends, control characters, page breaks."""

import re

from campaign.core.intake.pieces import Remark

_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_PAGE_END = re.compile("[ \t]*\f[ \t]*")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> tuple[str, tuple[Remark, ...]]:
    """The text with plain line ends, an empty line where a page ended, a space for each control character."""
    text = _PAGE_END.sub("\n\n", _LINE_END.sub("\n", text.removeprefix("\ufeff")))
    remarks = []
    if count := len(_CONTROL.findall(text)):
        text = _CONTROL.sub(" ", text)
        remarks.append(Remark(f"{count} control characters were taken out", "look for words that belong together"))
    if count := len(_DIRECTION.findall(text)):
        text = _DIRECTION.sub("", text)
        remarks.append(
            Remark(f"{count} marks of writing direction were taken out", "look whether a word reads reversed")
        )
    return text, tuple(remarks)
