"""Keys for the search of names: without accents, case and punctuation, from the beginning of any word.

Each word at which a search may begin gives a key in a sorted index: "Zoë van Dijk" is found by `zoe v`, `van dijk`,
`dijk zoe` and `zoe dijk`. A search reads a few neighbouring keys, however many names there are; an index of single
words would have to join all Marias with all Schmidts.
"""

from functools import lru_cache

from campaign.core.tables.text import fold_words

MOST_LETTERS = 200  # of a search; a listed name has no more
_MOST_WORDS = 12
_MOST_BYTES = 60  # of a key; more is not needed to tell names apart
_SHORT = b"\xfe"  # marks a key of first and last word; never in UTF-8, and sorts behind all of it


@lru_cache(maxsize=4096)  # namesakes are next to each other in a result
def search_keys(name: str) -> frozenset[bytes]:
    """The keys of a name, none for one without letters: its words rotated to begin with each of them, and the first
    word with the last, for searches that leave out those between."""
    words = _words(name)
    rotations = [_cut(" ".join((*words[at:], *words[:at]))) for at in range(len(words))]
    short = [_SHORT + _cut(f"{words[0]} {words[-1]}")] if len(words) > 2 else []
    return frozenset((*rotations, *short))


def key_prefixes(typed: str) -> tuple[bytes, ...]:
    """The prefixes of the keys that a search matches, in key order; none if the text has no letters or digits."""
    words = _words(typed[:MOST_LETTERS])
    whole = _cut(" ".join(words))
    return (whole, _SHORT + whole) if len(words) > 1 else (whole,) if words else ()


def first_matching_key(name: str, prefixes: tuple[bytes, ...]) -> bytes | None:
    """The first of a name's keys with one of the prefixes: the name's place in a list sorted by keys."""
    return min((key for key in search_keys(name) if key.startswith(prefixes)), default=None)


def _words(text: str) -> list[str]:
    return fold_words(text).split()[:_MOST_WORDS]


def _cut(key: str) -> bytes:
    return key.encode("utf-8", "replace")[:_MOST_BYTES]
