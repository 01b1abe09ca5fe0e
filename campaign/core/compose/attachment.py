"""A file that is attached to a message."""

import re
from dataclasses import dataclass

from campaign.core.render.characters import clean

# Characters that some operating system forbids in file names, and invisible ones.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\u200b\u200e\u200f\u2028-\u202f\u2060\u2066-\u2069\ufeff]+')
_LONGEST = 100  # characters without the suffix; file systems allow 255 bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file."""

    name: str
    """The file name, in any language."""
    media_type: str
    """Such as "application/pdf"."""
    data: bytes


def file_name(*parts: str, ending: str) -> str:
    """A readable file name that every system accepts, such as "Keep the exemption - Axel Voss.pdf"."""
    words = (" ".join(_FORBIDDEN.sub(" ", clean(part)).split()) for part in parts)
    name = " - ".join(filter(None, words))
    while len(name) > _LONGEST or len(name.encode()) > 2 * _LONGEST:
        name = name[:-1]
    return (name.strip(" .") or "letter") + ending
