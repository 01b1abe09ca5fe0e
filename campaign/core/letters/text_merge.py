"""Two changes of the same text merged word by word; where both changed the same words, a person chooses.

Nothing that somebody typed is dropped: what only one side changed is taken, and what both changed differently becomes a
`Clash` with the words of both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from campaign.core.letters.text_edits import TextEdit, apply_edits, text_edits

_NUMBER_END = re.compile(r"\d\Z")
_NUMBER_REST = re.compile(r"[.,]?\d")


class ClashChoice(StrEnum):
    """What happens to a clash."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Clash:
    """Words that both sides changed, each in another way."""

    before: str
    mine: str
    theirs: str

    def choose(self, choice: ClashChoice) -> str:
        """The words of a choice. Both: theirs, then mine, with a space in between."""
        if choice is ClashChoice.MINE:
            return self.mine
        if choice is ClashChoice.THEIRS:
            return self.theirs
        space = "" if not (self.theirs and self.mine) or self.theirs[-1].isspace() or self.mine[0].isspace() else " "
        return f"{self.theirs}{space}{self.mine}"


@dataclass(frozen=True, slots=True)
class MergedText:
    """A text made of two changes: the words on which they agree, and the clashes in between."""

    parts: tuple[str | Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The clashes in the order of the text; none if the two were merged."""
        return tuple(part for part in self.parts if isinstance(part, Clash))

    def resolve(self, choices: Sequence[ClashChoice] = ()) -> str:
        """The whole text, with a choice for each clash. Raises ValueError if one is missing."""
        rest = iter(choices)
        return "".join(part if isinstance(part, str) else part.choose(_next(rest)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Edit(TextEdit):
    """An edit of one side."""

    is_mine: bool


def merge_texts(base: str, mine: str, theirs: str) -> MergedText:
    """Merge two changes of `base`. A change that both made counts once."""
    if mine == theirs or theirs == base:
        return MergedText((mine,))
    if mine == base:
        return MergedText((theirs,))
    edits = sorted((*_edits(base, mine, is_mine=True), *_edits(base, theirs, is_mine=False)), key=_place)
    parts: list[str | Clash] = []
    at = 0
    for cluster in _clusters(edits):
        start, end = cluster[0].start, max(edit.end for edit in cluster)
        parts += [base[at:start], _merge_cluster(base[start:end], start, cluster)]
        at = end
    return MergedText(tuple(_join([*parts, base[at:]])))


def _next(choices: Iterator[ClashChoice]) -> ClashChoice:
    choice = next(choices, None)
    if choice is None:
        raise ValueError("a clash has no choice")
    return choice


def _place(edit: TextEdit) -> tuple[int, int]:
    return edit.start, edit.end


def _clusters(edits: list[_Edit]) -> Iterator[list[_Edit]]:
    """Group edits that overlap or touch."""
    cluster: list[_Edit] = []
    end = 0
    for edit in edits:
        if cluster and edit.start > end:
            yield cluster
            cluster = []
        end = max(end, edit.end) if cluster else edit.end
        cluster.append(edit)
    yield cluster


def _merge_cluster(before: str, start: int, cluster: list[_Edit]) -> str | Clash:
    by_side: list[list[TextEdit]] = [[edit for edit in cluster if edit.is_mine is side] for side in (True, False)]
    mine, theirs = (apply_edits(before, edits, start) for edits in by_side)
    if mine == theirs or not by_side[1]:
        return mine
    if not by_side[0]:
        return theirs
    if _place(by_side[0][0]) == _place(by_side[1][0]) and len(cluster) == 2 and mine and theirs:
        # One side typed on where the other stopped: a save whose answer was lost.
        longer, shorter = sorted((mine, theirs), key=len, reverse=True)
        if longer.startswith(shorter) and not _is_number_changed(before, shorter, longer[len(shorter) :]):
            return longer
    return Clash(before, mine, theirs)


def _is_number_changed(before: str, shorter: str, rest: str) -> bool:
    """Whether two edits are two numbers, of which one begins with the other: 5 and 50 in place of 40."""
    return any(sign.isdigit() for sign in before) or bool(_NUMBER_END.search(shorter) and _NUMBER_REST.match(rest))


def _edits(base: str, other: str, *, is_mine: bool) -> Iterator[_Edit]:
    for edit in text_edits(base, other):
        yield _Edit(edit.start, edit.end, edit.text, is_mine)


def _join(parts: list[str | Clash]) -> Iterator[str | Clash]:
    for is_text, run in groupby(parts, lambda part: isinstance(part, str)):
        if not is_text:
            yield from run
        elif text := "".join(part for part in run if isinstance(part, str)):
            yield text
