"""Paragraphs of a redline that were moved, split or joined: their words went in one place and came in another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.core.letters import tree
from campaign.core.letters.redline_changes import marked_words, words_after, words_before

# Shorter paragraphs ("Yes.") may be deleted in one place and written anew in another.
_FEWEST_WORDS = 4
_MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """What happened to paragraphs whose words did not change. Each is named by its first words."""

    moved: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    words: int = 0
    """Number of words that went in one place and came in another."""

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs that a redline shows twice, or as two."""
        return len(self.moved) + len(self.split) + len(self.joined)


def rearrangement(runs: Sequence[tree.Inlines]) -> Rearrangement:
    """Find what was moved, split or joined among the changed runs of a redline, in their order."""
    moved = dict(_moved(runs))
    split = dict(_parted(runs, tree.Deletion, tree.Insertion))
    joined = dict(_parted(runs, tree.Insertion, tree.Deletion))
    return Rearrangement(
        moved=tuple(map(_excerpt, moved.values())),
        split=tuple(map(_excerpt, split.values())),
        joined=tuple(map(_excerpt, joined.values())),
        words=sum(len(words.split()) for words in (moved | split | joined).values()),
    )


def without_rearranged(runs: Sequence[tree.Inlines]) -> list[tree.Inlines]:
    """Return the runs of a redline that were neither moved nor split off nor joined to another."""
    places = dict(_moved(runs)) | dict(_parted(runs, tree.Deletion, tree.Insertion))
    places |= dict(_parted(runs, tree.Insertion, tree.Deletion))
    words = set(places.values())
    return [run for run in runs if not (is_whole(run) and words & {_key(words_before(run)), _key(words_after(run))})]


def is_whole(run: tree.Inlines) -> bool:
    """Whether all words of a run are new, or all are gone."""
    return bool(words_before(run).strip()) != bool(words_after(run).strip())


def _moved(runs: Sequence[tree.Inlines]) -> Iterator[tuple[int, str]]:
    """Yield place and words of each run that is new as a whole and has the words of one that is gone as a whole."""
    gone: dict[str, int] = {}
    for at, run in enumerate(runs):
        if not words_after(run).strip() and _is_long(words := _key(words_before(run))):
            gone.setdefault(words, at)
    for at, run in enumerate(runs):
        words = _key(words_after(run))
        if not words_before(run).strip() and gone.pop(words, None) is not None:
            yield at, words


def _parted(
    runs: Sequence[tree.Inlines],
    inside: type[tree.Insertion] | type[tree.Deletion],
    whole: type[tree.Insertion] | type[tree.Deletion],
) -> Iterator[tuple[int, str]]:
    """Yield place and words of each run that is marked as a whole, and whose words are marked the other way within one
    beside it: of a split paragraph the end is deleted, and inserted below."""
    for at, run in enumerate(runs):
        before, after = _key(words_before(run)), _key(words_after(run))
        words, other = (after, before) if whole is tree.Insertion else (before, after)
        if other or not _is_long(words):
            continue
        beside = [runs[place] for place in (at - 1, at + 1) if 0 <= place < len(runs)]
        if any(words in map(_key, marked_words(near, inside)) and _is_partly_marked(near) for near in beside):
            yield at, words


def _is_partly_marked(run: tree.Inlines) -> bool:
    return bool(words_before(run).strip() and words_after(run).strip())


def _is_long(words: str) -> bool:
    return len(words.split()) >= _FEWEST_WORDS


def _key(words: str) -> str:
    return " ".join(words.split())


def _excerpt(words: str) -> str:
    return words if len(words) <= _MOST_CHARACTERS else words[: _MOST_CHARACTERS - 1].rstrip() + "…"
