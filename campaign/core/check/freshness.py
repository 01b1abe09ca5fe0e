"""Finds passages of a translation that are older than the original."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaign.core.check.prose import shorten
from campaign.core.check.translation_record import LetterPassage, TranslationRecord, read_passages
from campaign.core.letters import Letter
from campaign.errors import Problem

# Comparing takes time in proportion to the product of the lengths; no letter has a thousand paragraphs.
_MOST_COMPARED = 1_000_000


@dataclass(frozen=True, slots=True)
class _Section:
    """The passages of one place (body, footnote or key): as last confirmed, in the original, in the translation."""

    confirmed: list[LetterPassage]
    current: list[LetterPassage]
    translated: list[LetterPassage]

    def opposite(self, confirmed_at: int, current_at: int) -> LetterPassage | None:
        """Return the translation's passage, by the original's present order if it has as many, else the confirmed."""
        at = current_at if len(self.translated) == len(self.current) else confirmed_at
        return self.translated[min(at, len(self.translated) - 1)] if self.translated else None


def freshness(original: Letter, translation: Letter, record: TranslationRecord) -> Iterator[Problem]:
    """Report passages of the original that were changed, added or removed since the translation was confirmed.

    Each is reported at its place in the translation, with the first words of both.
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
    confirm = f"then run: campaign letter translated {translation.language}"
    for old_start, old_end, new_start, new_end in _spans(
        [passage.digest for passage in section.confirmed], [passage.digest for passage in section.current]
    ):
        pairs = min(old_end - old_start, new_end - new_start)
        for step in range(pairs):
            passage = section.opposite(old_start + step, new_start + step)
            new = section.current[new_start + step]
            what = f"{_quote(passage)} is older than {name}:{new.line}, which now says {_quote(new)}"
            yield _problem(translation, passage, what, f"update the translation, {confirm}")
        for at in range(new_start + pairs, new_end):
            passage = section.opposite(old_end, at)
            new = section.current[at]
            what = f"{name}:{new.line} is new: {_quote(new)}; the text here: {_quote(passage)}"
            yield _problem(translation, passage, what, f"translate it, {confirm}")
        for at in range(old_start + pairs, old_end):
            passage = section.opposite(at, new_end)
            what = f"{name} no longer says {_quote(section.confirmed[at])}; the text here: {_quote(passage)}"
            yield _problem(translation, passage, what, f"remove its translation, {confirm}")


def _spans(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Return where two lists of digests differ, as start and end in each."""
    if len(old) * len(new) > _MOST_COMPARED:
        return [(0, len(old), 0, len(new))]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old_at, old_end, new_at, new_end) for tag, old_at, old_end, new_at, new_end in codes if tag != "equal"]


def _problem(translation: Letter, passage: LetterPassage | None, what: str, fix: str) -> Problem:
    return Problem(translation.path, passage.line if passage else translation.body_line, what, fix)


def _quote(passage: LetterPassage | None) -> str:
    return f"“{shorten(passage.words)}”" if passage else "nothing"


def _group_by_place(passages: Sequence[LetterPassage]) -> dict[str, list[LetterPassage]]:
    places: dict[str, list[LetterPassage]] = {}
    for passage in passages:
        places.setdefault(passage.place, []).append(passage)
    return places
