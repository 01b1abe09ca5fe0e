"""Message-IDs and mail addresses, found in headers and in texts."""

import re
from collections.abc import Iterable

_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{3,250}>")
_ID_LINE = re.compile(r"(?im)^[> \t]*(?:x-original-)?message-id:[ \t]*(<[^<>\s\x00-\x1f\x7f]{3,250}>)")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A notice's own words stand at its beginning; what was returned with it may be large.
READ_CHARACTERS = 20_000
WORDS_CHARACTERS = 5 * READ_CHARACTERS


def ids(*values: str) -> tuple[str, ...]:
    """The Message-IDs in some headers' values, each once, in order."""
    return tuple(dict.fromkeys(found for value in values for found in _ID.findall(value)))


def ids_in_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs of mails whose headers stand in some texts, each once, in order."""
    return tuple(dict.fromkeys(found for text in texts for found in _ID_LINE.findall(text[:WORDS_CHARACTERS])))


def addresses(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, in small letters, each once."""
    found = (each.casefold().strip(".'") for each in _ADDRESS.findall(text[:READ_CHARACTERS]))
    return tuple(dict.fromkeys(found))[:50]
