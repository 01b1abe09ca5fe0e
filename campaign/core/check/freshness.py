"""Whether a translation is older than its original, passage by passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaign.core.check.prose import shortened
from campaign.core.check.seen import Passage, Seen, passages
from campaign.core.letters import Letter
from campaign.errors import Problem

# Comparing takes time in proportion to the product; a body of a thousand paragraphs is no letter.
_MOST_COMPARED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """One place (the body, a note, a key): what was seen of it, what the original and the translation say now."""

    was: list[Passage]
    now: list[Passage]
    here: list[Passage]

    def opposite(self, was_at: int, now_at: int) -> Passage | None:
        """The translation's passage: by today's order where it follows it, else by that of what was seen."""
        at = now_at if len(self.here) == len(self.now) else was_at
        return self.here[min(at, len(self.here) - 1)] if self.here else None


def freshness(original: Letter, translation: Letter, seen: Seen) -> Iterator[Problem]:
    """Passages of the original that changed, came or went since the translation was confirmed.

    Each is named in the translation, with the first words of both.
    """
    was, now, here = _by_place(seen.passages), _by_place(passages(original)), _by_place(passages(translation))
    for name in dict.fromkeys((*now, *was)):
        place = _Place(was.get(name, []), now.get(name, []), here.get(name, []))
        yield from _changes(place, original, translation)


def _changes(place: _Place, original: Letter, translation: Letter) -> Iterator[Problem]:
    name = original.path.rpartition("/")[2]
    confirm = f"then: campaign letter translated {translation.language}"
    for was, was_end, now, now_end in _spans([each.digest for each in place.was], [each.digest for each in place.now]):
        pairs = min(was_end - was, now_end - now)
        for step in range(pairs):
            passage = place.opposite(was + step, now + step)
            new = place.now[now + step]
            what = f"{_said(passage)} is older than {name}:{new.line}, which says {_said(new)} now"
            yield _problem(translation, passage, what, f"bring it up to date, {confirm}")
        for at in range(now + pairs, now_end):
            passage = place.opposite(was_end, at)
            what = f"{name}:{place.now[at].line} is new: {_said(place.now[at])}; here stands {_said(passage)}"
            yield _problem(translation, passage, what, f"translate it, {confirm}")
        for at in range(was + pairs, was_end):
            passage = place.opposite(at, now_end)
            what = f"{name} no longer says {_said(place.was[at])}; here stands {_said(passage)}"
            yield _problem(translation, passage, what, f"take its translation out, {confirm}")


def _spans(was: list[str], now: list[str]) -> list[tuple[int, int, int, int]]:
    """Where two lists of digests differ: from and to in each."""
    if len(was) * len(now) > _MOST_COMPARED:
        return [(0, len(was), 0, len(now))]
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(was_at, was_end, now_at, now_end) for tag, was_at, was_end, now_at, now_end in codes if tag != "equal"]


def _problem(translation: Letter, passage: Passage | None, what: str, mend: str) -> Problem:
    return Problem(translation.path, passage.line if passage else translation.body_line, what, mend)


def _said(passage: Passage | None) -> str:
    return f"“{shortened(passage.words)}”" if passage else "nothing"


def _by_place(found: Sequence[Passage]) -> dict[str, list[Passage]]:
    places: dict[str, list[Passage]] = {}
    for passage in found:
        places.setdefault(passage.place, []).append(passage)
    return places
