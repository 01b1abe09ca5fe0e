"""A file that goes with a mail."""

import re
from dataclasses import dataclass

from campaign.core.render.characters import clean

# What one system or another forbids in the name of a file, and what would hide it.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\u200b\u200e\u200f\u2028-\u202f\u2060\u2066-\u2069\ufeff]+')
_LONGEST = 100  # characters without the ending; file systems take 255 bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` is the file's, in any language; `kind` its media type, such as application/pdf."""

    name: str
    media_type: str
    data: bytes


def file_name(*parts: str, ending: str) -> str:
    """A file's name that reads well and that every system takes: "Keep the exemption - Axel Voss.pdf"."""
    words = (" ".join(_FORBIDDEN.sub(" ", clean(part)).split()) for part in parts)
    name = " - ".join(filter(None, words))
    while len(name) > _LONGEST or len(name.encode()) > 2 * _LONGEST:
        name = name[:-1]
    return (name.strip(" .") or "letter") + ending
