"""A name as it should appear, of an organisation or a person: cleaned, or refused with the reason.

Cleaning removes what nobody sees or means: it composes accents (NFC) and drops surplus white space, soft hyphens and
zero-width characters. Refused is what could deceive a reader or damage the page around it.
"""

import re
import unicodedata
from enum import StrEnum

MOST_LETTERS = 200

# Invisible characters: copied along with text, fillers, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2064\u2800\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0100-\U000e01ef]"
)
# Joiners have a meaning in Arabic, Indic and neighbouring scripts only.
_JOINING = "[\u0600-\u109f\u1780-\u1cff]"
_LOOSE_JOINER = re.compile(f"(?<!{_JOINING})[\u200c\u200d]|[\u200c\u200d](?!{_JOINING})")
_LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1f\x85\u2028\u2029]")
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_NAME = re.compile(r"<[A-Za-z/!?]|://|\bwww\.|\w\.[^\W\d_]{2,24}(?::\d|/\w)", re.IGNORECASE)
_ADDRESS = re.compile(r"\w@[\w-]{1,63}\.\w")
_HOST = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[^\W\d_]{2,24}(?![\w.-])")
_LETTER = re.compile(r"[^\W_]")
# Combining marks of any script: once composed, no language has more than two on one letter.
_COMMON_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")
_MOST_MARKS = 4
_FIRST_MARK = "\u0300"


class NameFault(StrEnum):
    """Why a name is refused."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    LINE_BREAK = "line-break"
    CONTROL = "control"
    DIRECTION = "direction"  # of reading: letters appear in another order
    UNKNOWN = "unknown-sign"  # private use, unassigned, half a character, or a lost letter
    MARKS = "marks"  # piles of accents, or accents on no letter
    NO_LETTERS = "no-letters"
    MARKUP = "markup"
    WEB_ADDRESS = "web-address"
    MAIL_ADDRESS = "mail-address"


def clean_name(text: str, most: int = MOST_LETTERS) -> tuple[str, NameFault | None]:
    """Clean a name. Returns it with its fault, None for a good name.

    `most` is the longest name in characters; it also bounds the time, however long the text is.
    """
    if len(text) > 4 * most:  # composing a pile takes the square of its height
        return text[:most], NameFault.TOO_LONG
    if not (text.isascii() and text.isprintable()):
        return _clean_unicode(text, most)
    name = " ".join(text.split())
    return name, _fault(name, most)


def host_in(name: str) -> str:
    """What looks like the host of a website in a name, such as "campaign.example"; "" for none. Some organisations are
    called like their site, so that it is no fault."""
    match = _HOST.search(name)
    return match.group() if match else ""


def _clean_unicode(text: str, most: int) -> tuple[str, NameFault | None]:
    bare = _LOOSE_JOINER.sub("", _INVISIBLE.sub("", text)).strip()
    name = " ".join(unicodedata.normalize("NFC", bare).split())
    if _LINE_BREAK.search(bare):
        return name, NameFault.LINE_BREAK
    if not name.isprintable() and (fault := _hidden_fault(name)):
        return name, fault
    if "\N{REPLACEMENT CHARACTER}" in name:
        return name, NameFault.UNKNOWN
    return name, NameFault.MARKS if _may_have_marks(name) and _has_piled_marks(name) else _fault(name, most)


def _fault(name: str, most: int) -> NameFault | None:
    """The fault of a name without hidden characters."""
    if not name:
        return NameFault.EMPTY
    if len(name) > most:
        return NameFault.TOO_LONG
    if not _LETTER.search(name):
        return NameFault.NO_LETTERS
    if match := _NO_NAME.search(name):
        return NameFault.MARKUP if match.group().startswith("<") else NameFault.WEB_ADDRESS
    return NameFault.MAIL_ADDRESS if _ADDRESS.search(name) else None


def _hidden_fault(name: str) -> NameFault | None:
    """The fault of the first unprintable character; None if all are joiners in their place."""
    if _DIRECTION_MARKS.search(name):
        return NameFault.DIRECTION
    categories = [unicodedata.category(sign) for sign in name if not sign.isprintable() and sign not in "\u200c\u200d"]
    if not categories:
        return None
    return NameFault.CONTROL if categories[0] in {"Cc", "Cf"} else NameFault.UNKNOWN


def _may_have_marks(name: str) -> bool:
    """A quick check that most names, of composed letters alone, do not pass."""
    return bool(name) and max(name) >= _FIRST_MARK and not name.replace(" ", "").isalnum()


def _has_piled_marks(name: str) -> bool:
    """Whether more accents stand on one letter than in any language, or on no letter."""
    if _COMMON_MARKS.search(name):
        return True
    run = _MOST_MARKS  # a mark at the beginning is one too many
    for sign in name:
        if unicodedata.category(sign).startswith("M"):
            run += 1
        else:
            run = _MOST_MARKS if sign == " " else 0
        if run > _MOST_MARKS:
            return True
    return False
