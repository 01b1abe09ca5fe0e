"""Message-IDs and mail addresses, found in headers and in texts."""

import re
from collections.abc import Iterable

_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{3,250}>")
_ID_LINE = re.compile(r"(?im)^[> \t]*(?:x-original-)?message-id:[ \t]*(<[^<>\s\x00-\x1f\x7f]{3,250}>)")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A notice's own words stand at its beginning; what was returned with it may be large.
MAX_NOTICE_CHARACTERS = 20_000
MAX_WORDS_CHARACTERS = 5 * MAX_NOTICE_CHARACTERS


def message_ids_in(*values: str) -> tuple[str, ...]:
    """The Message-IDs in some headers' values, each once, in order."""
    return tuple(dict.fromkeys(message_id for value in values for message_id in _ID.findall(value)))


def message_ids_in_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs of mails whose headers stand in some texts, each once, in order."""
    return tuple(
        dict.fromkeys(message_id for text in texts for message_id in _ID_LINE.findall(text[:MAX_WORDS_CHARACTERS]))
    )


def addresses_in(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, in small letters, each once."""
    matches = (address.casefold().strip(".'") for address in _ADDRESS.findall(text[:MAX_NOTICE_CHARACTERS]))
    return tuple(dict.fromkeys(matches))[:50]
