"""Finds Message-IDs and email addresses in headers and texts."""

import re
from collections.abc import Iterable

_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{3,250}>")
_ID_LINE = re.compile(r"(?im)^[> \t]*(?:x-original-)?message-id:[ \t]*(<[^<>\s\x00-\x1f\x7f]{3,250}>)")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# The words of a notification stand at its beginning. The message returned with it may be large.
MAX_NOTICE_CHARACTERS = 20_000
MAX_WORDS_CHARACTERS = 5 * MAX_NOTICE_CHARACTERS


def message_ids_in(*values: str) -> tuple[str, ...]:
    """The Message-IDs in some header values, in order, without duplicates."""
    return tuple(dict.fromkeys(message_id for value in values for message_id in _ID.findall(value)))


def message_ids_in_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs in message headers that some texts contain, in order, without duplicates."""
    return tuple(
        dict.fromkeys(message_id for text in texts for message_id in _ID_LINE.findall(text[:MAX_WORDS_CHARACTERS]))
    )


def addresses_in(text: str) -> tuple[str, ...]:
    """The email addresses in a text, in lower case, without duplicates; at most 50."""
    matches = (address.casefold().strip(".'") for address in _ADDRESS.findall(text[:MAX_NOTICE_CHARACTERS]))
    return tuple(dict.fromkeys(matches))[:50]
