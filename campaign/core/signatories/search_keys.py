"""A name as it is looked for: accents, case and signs ignored, from the beginning of any of its words.

Each way in which a name may be begun is a key of its own in an index that is sorted: "Zoë van Dijk" is found by
`zoe v`, `van dijk` and `dijk zoe`, and by `zoe dijk`. Looking takes a step or two down the index, however many names
there are; an index of single words would meet all who are called Maria with all who are called Schmidt.
"""

from functools import lru_cache

from campaign.core.tables.text import fold_words

MOST_LETTERS = 200  # of what is typed; a listed name has no more
_MOST_WORDS = 12
_MOST_BYTES = 60  # of a key: who types more has named the name
_SHORT = b"\xfe"  # before a first and a last word; in no UTF-8, and behind all of it


@lru_cache(maxsize=4096)  # namesakes stand together in what is found
def search_keys(name: str) -> frozenset[bytes]:
    """What a name is found by, none for one without letters: its words from each on, then those before it; and the
    first with the last, for those who leave out what is between."""
    words = _words(name)
    rotations = [_cut(" ".join((*words[at:], *words[:at]))) for at in range(len(words))]
    short = [_SHORT + _cut(f"{words[0]} {words[-1]}")] if len(words) > 2 else []
    return frozenset((*rotations, *short))


def key_prefixes(typed: str) -> tuple[bytes, ...]:
    """What the keys of the names looked for begin with, in the order of the keys; none where nothing was typed that a
    name is made of."""
    words = _words(typed[:MOST_LETTERS])
    whole = _cut(" ".join(words))
    return (whole, _SHORT + whole) if len(words) > 1 else (whole,) if words else ()


def first_matching_key(name: str, prefixes: tuple[bytes, ...]) -> bytes | None:
    """The first of a name's keys that begins as wanted: where a list that is sorted by keys has the name."""
    return min((key for key in search_keys(name) if key.startswith(prefixes)), default=None)


def _words(text: str) -> list[str]:
    return fold_words(text).split()[:_MOST_WORDS]


def _cut(key: str) -> bytes:
    return key.encode("utf-8", "replace")[:_MOST_BYTES]
