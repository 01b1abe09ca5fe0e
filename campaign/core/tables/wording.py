"""The wording of a column's header, in forms that can be compared."""

import re
from collections.abc import Iterable

from campaign.core.tables.text import fold_words

# Words that a question of a form has beside the thing it asks for, in English, German and French.
_FILLERS = frozenset(
    (
        *("a", "an", "and", "at", "enter", "for", "give", "in", "is", "of", "optional", "please", "required", "s"),
        *("the", "to", "what", "which", "write", "your"),
        *("das", "der", "des", "die", "ihr", "ihre", "ihrer", "und", "von"),
        *("de", "du", "en", "l", "la", "le", "les", "vos", "votre"),
    )
)
_MOST_WORDS = 6
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_EITHER = re.compile(r"[/|\r\n]")


def plain_wording(header: str) -> str:
    """A header without case, accents, spaces and punctuation: "E-Mail Address" gives "emailaddress"."""
    return fold_words(header).replace(" ", "")


def loose_wordings(header: str) -> tuple[str, ...]:
    """The things that a header may ask for: its words in alphabetical order, without those in brackets and those that
    only questions have. "Name of your organisation" gives "name organisation"; "Country / Pays" gives both."""
    bare = _BRACKETS.sub(" ", header)
    wordings = (_loose(part) for part in (bare, *_EITHER.split(bare)))
    return tuple(dict.fromkeys(wording for wording in wordings if wording))


def known_wordings(headers: Iterable[str]) -> frozenset[str]:
    """All forms of known headers, as `count_known` looks for them."""
    return frozenset(form for header in headers for form in (plain_wording(header), *loose_wordings(header)))


def is_known(header: str, known: frozenset[str]) -> bool:
    """Whether a header is among the known ones, in any form."""
    return plain_wording(header) in known or not known.isdisjoint(loose_wordings(header))


def _loose(text: str) -> str:
    words = fold_words(text).replace("e mail", "email").split()
    bare = {word for word in words if word not in _FILLERS}
    return " ".join(sorted(bare)) if len(words) <= 2 * _MOST_WORDS and len(bare) <= _MOST_WORDS else ""
