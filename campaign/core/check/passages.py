"""Searches a text for a passage, word for word or as close as possible."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

# The closest passage is searched in this many words only: it is a help for people, and must not cost much time.
MOST_WORDS = 10_000
_MOST_QUOTED = 200

_MARKS = str.maketrans(
    {
        **dict.fromkeys('“”„‟«»"″‘’‚‛‹›′`', "'"),  # quotation marks change inside another quotation
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("*\\\u00ad\u200b", None),  # emphasis, escapes, soft hyphens
    }
)
_UNDERLINES = re.compile(r"(?<!\w)_+|_+(?!\w)")
_DASH = re.compile(r" ?- ?")
_ENDS = " .,;:!?'()-"


@dataclass(frozen=True)
class Wording:
    """A text in the forms that comparing needs. Each form is computed once, on first use."""

    text: str

    @cached_property
    def plain(self) -> str:
        """The whole text as `plain_words` gives it."""
        return plain_words(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its first words as written."""
        return tuple(self.text.split()[:MOST_WORDS])

    @cached_property
    def folded_words(self) -> tuple[str, ...]:
        """The same words in the form in which they are compared."""
        return tuple(_fold(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class ClosestPassage:
    """The passage of a text that is most like a quotation. `likeness` is 0 (nothing in common) to 1 (the same)."""

    words: str
    likeness: float


def plain_words(text: str) -> str:
    """Normalise a text for comparing: case, white space, emphasis and the kind of quotes and dashes do not count."""
    text = unicodedata.normalize("NFC", text).translate(_MARKS).casefold()
    return _DASH.sub("-", " ".join(_UNDERLINES.sub("", text).split()))


def contains(wording: Wording, pieces: Sequence[str]) -> bool:
    """Whether a text has the pieces word for word, in order. Punctuation at their ends does not count."""
    at = 0
    for piece in pieces:
        words = _fold(piece)
        if words not in wording.plain:
            return False  # much faster than the pattern below
        match = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(wording.plain, at)
        if not match:
            return False
        at = match.end()
    return True


def find_closest(wording: Wording, sought: str) -> ClosestPassage:
    """Find the passage of a text that is most like `sought`, in the words of the text."""
    written, words = wording.words, wording.folded_words
    wanted = [_fold(word) for word in sought.split()[:_MOST_QUOTED]]
    start = _richest_start(words, wanted)
    window = words[start : start + len(wanted) + 4]
    matcher = SequenceMatcher(None, wanted, window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return ClosestPassage("", 0.0)
    first, last = blocks[0], blocks[-1]
    # As many words before the first and after the last shared word as the quotation has.
    begin = max(0, first.b - first.a)
    end = last.b + last.size + len(wanted) - last.a - last.size
    same = sum(block.size for block in blocks)
    return ClosestPassage(" ".join(written[start + begin : start + min(end, len(window))]), same / len(wanted))


def _fold(text: str) -> str:
    return plain_words(text).strip(_ENDS)


def _richest_start(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Find, in one pass, the start of the window of `len(wanted)` words that has most of the wanted words."""
    missing = Counter(wanted)
    shared = best = 0
    best_start = 0
    for end, word in enumerate(words):
        missing[word] -= 1
        shared += missing[word] >= 0
        gone = end - len(wanted)
        if gone >= 0:
            shared -= missing[words[gone]] >= 0
            missing[words[gone]] += 1
        if shared > best:
            best, best_start = shared, max(0, gone + 1)
    return max(0, best_start - 2)
