"""Whether a translation is older than its original, passage by passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaign.core.check.prose import shorten
from campaign.core.check.translation_record import LetterPassage, TranslationRecord, read_passages
from campaign.core.letters import Letter
from campaign.errors import Problem

# Comparing takes time in proportion to the product; a body of a thousand paragraphs is no letter.
_MOST_COMPARED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Section:
    """One place (the body, a note, a key): what was seen of it, what the original and the translation say now."""

    confirmed: list[LetterPassage]
    current: list[LetterPassage]
    translated: list[LetterPassage]

    def opposite(self, was_at: int, now_at: int) -> LetterPassage | None:
        """The translation's passage: by today's order where it follows it, else by that of what was seen."""
        at = now_at if len(self.translated) == len(self.current) else was_at
        return self.translated[min(at, len(self.translated) - 1)] if self.translated else None


def freshness(original: Letter, translation: Letter, record: TranslationRecord) -> Iterator[Problem]:
    """Passages of the original that changed, came or went since the translation was confirmed.

    Each is named in the translation, with the first words of both.
    """
    confirmed, current, translated = (
        _group_by_place(record.passages),
        _group_by_place(read_passages(original)),
        _group_by_place(read_passages(translation)),
    )
    for name in dict.fromkeys((*current, *confirmed)):
        section = _Section(confirmed.get(name, []), current.get(name, []), translated.get(name, []))
        yield from _changes(section, original, translation)


def _changes(section: _Section, original: Letter, translation: Letter) -> Iterator[Problem]:
    name = original.path.rpartition("/")[2]
    confirm = f"then: campaign letter translated {translation.language}"
    for was, was_end, now, now_end in _spans(
        [passage.digest for passage in section.confirmed], [each.digest for each in section.current]
    ):
        pairs = min(was_end - was, now_end - now)
        for step in range(pairs):
            passage = section.opposite(was + step, now + step)
            new = section.current[now + step]
            what = f"{_quote(passage)} is older than {name}:{new.line}, which says {_quote(new)} now"
            yield _problem(translation, passage, what, f"bring it up to date, {confirm}")
        for at in range(now + pairs, now_end):
            passage = section.opposite(was_end, at)
            what = f"{name}:{section.current[at].line} is new: {_quote(section.current[at])}; here stands {_quote(passage)}"
            yield _problem(translation, passage, what, f"translate it, {confirm}")
        for at in range(was + pairs, was_end):
            passage = section.opposite(at, now_end)
            what = f"{name} no longer says {_quote(section.confirmed[at])}; here stands {_quote(passage)}"
            yield _problem(translation, passage, what, f"take its translation out, {confirm}")


def _spans(was: list[str], now: list[str]) -> list[tuple[int, int, int, int]]:
    """Where two lists of digests differ: from and to in each."""
    if len(was) * len(now) > _MOST_COMPARED:
        return [(0, len(was), 0, len(now))]
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(was_at, was_end, now_at, now_end) for tag, was_at, was_end, now_at, now_end in codes if tag != "equal"]


def _problem(translation: Letter, passage: LetterPassage | None, what: str, fix: str) -> Problem:
    return Problem(translation.path, passage.line if passage else translation.body_line, what, fix)


def _quote(passage: LetterPassage | None) -> str:
    return f"“{shorten(passage.words)}”" if passage else "nothing"


def _group_by_place(passages: Sequence[LetterPassage]) -> dict[str, list[LetterPassage]]:
    places: dict[str, list[LetterPassage]] = {}
    for passage in passages:
        places.setdefault(passage.place, []).append(passage)
    return places
