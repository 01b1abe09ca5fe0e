"""Compares the structure of a translation with that of its original.

Both must have the same footnotes in the same order (so that they have the same numbers), the same placeholders, links,
law, dates and front matter, and the same blocks. Each difference is reported at its place in the translation, with the
place in the original.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.core.check import structure
from campaign.core.check.notes import calls
from campaign.core.check.prose import NotePlace, Prose, SourceParagraph, prose, shorten
from campaign.core.letters import Letter
from campaign.core.letters.dialect import PLACEHOLDER
from campaign.core.letters.tree import Link, every_inline
from campaign.errors import Problem

# Front matter that a translation must have if its original does, and front matter that must be equal in both.
TRANSLATED = ("title", "subject", "delivery", "ask", "closing")
EQUAL = ("date", "deadline", "salutation")


@dataclass(frozen=True, slots=True)
class TextPair:
    """A translation and its original. `name` is the original's file name, for messages."""

    original: Letter
    translation: Letter
    original_prose: Prose
    translated_prose: Prose

    @property
    def name(self) -> str:
        return self.original.path.rpartition("/")[2]

    def place(self, offset: int) -> str:
        """Return a place in the original, for messages."""
        return f"{self.name}:{self.original_prose.line(offset)}"

    def opposite(self, offset: int) -> int:
        """Return the line of the translation that corresponds to `offset` in the original."""
        paragraph = next(
            (candidate for candidate in reversed(self.original_prose.paragraphs) if candidate.start <= offset), None
        )
        if paragraph is None:
            return self.translation.body_line
        at = _in_note(self.original_prose, paragraph.note).index(paragraph)
        there = _in_note(self.translated_prose, paragraph.note) or list(self.translated_prose.paragraphs)
        return self.translated_prose.line(there[min(at, len(there) - 1)].start) if there else self.translation.body_line

    def problem(self, line: int | None, what: str, fix: str) -> Problem:
        return Problem(self.translation.path, line, what, fix)


def text_pair(original: Letter, translation: Letter) -> TextPair:
    return TextPair(original, translation, prose(original), prose(translation))


def front(pair: TextPair) -> Iterator[Problem]:
    """Report front matter that only one of the two texts has, or that must be equal and is not."""
    for key in TRANSLATED:
        had, has = bool(getattr(pair.original, key)), bool(getattr(pair.translation, key))
        if had and not has:
            yield pair.problem(
                _key_line(pair.translated_prose, key), f"{key} is missing, {pair.name} has one", f"translate {key}"
            )
        elif has and not had:
            fix = f"remove {key}, or add it to {pair.name}"
            yield pair.problem(_key_line(pair.translated_prose, key), f"{key} is set here, but not in {pair.name}", fix)
    for key in EQUAL:
        original, translation = (getattr(letter, key) for letter in (pair.original, pair.translation))
        if original != translation:
            what = f"{key} is {translation or 'missing'}, in {pair.name} it is {original or 'missing'}"
            yield pair.problem(_key_line(pair.translated_prose, key), what, "make both the same")


def law(pair: TextPair) -> Iterator[Problem]:
    """Report labels of quoted law that only one of the two texts has."""
    line = _key_line(pair.translated_prose, "law")
    for label in pair.original.law:
        if label not in pair.translation.law:
            yield pair.problem(
                line, f"law does not name [^{label}], {pair.name} does", f"add a line {label}: below law"
            )
    for label in pair.translation.law:
        if label not in pair.original.law:
            yield pair.problem(
                line, f"law names [^{label}], {pair.name} does not", f"remove the line, or add it to {pair.name}"
            )


def notes(pair: TextPair) -> Iterator[Problem]:
    """Report footnotes that only one of the two texts uses, or that are in another order."""
    original, translation = _calls(pair.original_prose), _calls(pair.translated_prose)
    before, after = (Counter(mark.label for mark in marks) for marks in (original, translation))
    for mark in _surplus(original, after):
        fix = f"put [^{mark.label}] in its place"
        line = pair.opposite(mark.offset)
        yield pair.problem(line, f"footnote [^{mark.label}] is missing here, {pair.place(mark.offset)} has it", fix)
    for mark in _surplus(translation, before):
        what = f"footnote [^{mark.label}] is used here, but not in {pair.name}"
        yield pair.problem(pair.translated_prose.line(mark.offset), what, f"remove it, or add it to {pair.name}")
    if before == after:
        yield from _order(pair, original, translation)


def placeholders(pair: TextPair) -> Iterator[Problem]:
    """Report placeholders that only one of the two texts has. The number of uses may differ."""
    original, translation = _placeholders(pair.original_prose), _placeholders(pair.translated_prose)
    for name, offset in original.items():
        if name not in translation:
            what = f"{{{{ {shorten(name)} }}}} is missing, {pair.place(offset)} has it"
            yield pair.problem(pair.opposite(offset), what, "put it in its place")
    for name, offset in translation.items():
        if name not in original:
            what = f"{{{{ {shorten(name)} }}}} is used here, but not in {pair.name}"
            yield pair.problem(pair.translated_prose.line(offset), what, f"remove it, or add it to {pair.name}")


def links(pair: TextPair) -> Iterator[Problem]:
    """Report links that only one of the two texts has. The same page in the other language counts as the same link."""
    codes = (pair.original.language, pair.translation.language)
    original, translation = _links(pair.original, codes), _links(pair.translation, codes)
    for page, href in original.items():
        if page not in translation:
            offset = pair.original_prose.text.find(href)
            line = pair.opposite(offset) if offset >= 0 else pair.translation.body_line
            yield pair.problem(line, f"the link to {shorten(href, 100)} is missing, {pair.name} has it", "add it")
    for page, href in translation.items():
        if page not in original:
            offset = pair.translated_prose.text.find(href)
            line = pair.translated_prose.line(offset) if offset >= 0 else pair.translation.body_line
            what = f"the link to {shorten(href, 100)} is not in {pair.name}"
            yield pair.problem(line, what, f"use the link of {pair.name}, or add this one there")


def blocks(pair: TextPair) -> Iterator[Problem]:
    """Report where paragraphs, headings, list items, quotations and tables differ in number or order."""
    original, translation = structure.units(pair.original_prose), structure.units(pair.translated_prose)
    differences = [
        difference
        for note in dict.fromkeys((*original, *translation))
        for difference in _differences(pair, original.get(note, []), translation.get(note, []))
    ]
    yield from differences
    if not differences and (
        difference := structure.first_difference(pair.original.document, pair.translation.document)
    ):
        what = f"{difference.where} is {difference.translation}, in {pair.name} it is {difference.original}"
        yield pair.problem(pair.translation.body_line, what, "use the same Markdown in both")


def _differences(
    pair: TextPair, original: list[structure.Unit], translation: list[structure.Unit]
) -> Iterator[Problem]:
    span = structure.span([unit.kind for unit in original], [unit.kind for unit in translation])
    if span is None:
        return
    here, there = translation[span.start : span.translation_end], original[span.start : span.original_end]
    place = pair.place(there[0].offset) if there else pair.name
    at_end = span.start == len(translation)  # the original has more
    line = pair.opposite(there[0].offset) if at_end else pair.translated_prose.line(translation[span.start].offset)
    what = f"from here on {structure.describe_run(here)}, in {place} {structure.describe_run(there)}"
    yield pair.problem(line, what, "put both in the same order")


def _order(pair: TextPair, original: list[NotePlace], translation: list[NotePlace]) -> Iterator[Problem]:
    for before, after in zip(original, translation, strict=True):
        if before.label != after.label:
            what = f"footnote [^{after.label}] is used here, {pair.place(before.offset)} has [^{before.label}] first"
            fix = "use the footnotes in the same order, so that they have the same numbers"
            yield pair.problem(pair.translated_prose.line(after.offset), what, fix)
            return


def _calls(text: Prose) -> list[NotePlace]:
    """Return the footnote marks of the body, then those in footnotes, sorted by the footnote's label."""
    return [mark for _, mark in sorted(calls(text), key=lambda call: call[0].note)]


def _surplus(marks: list[NotePlace], others: Counter[str]) -> Iterator[NotePlace]:
    """Yield the marks beyond the number that `others` has of the same label."""
    seen: Counter[str] = Counter()
    for mark in marks:
        seen[mark.label] += 1
        if seen[mark.label] > others[mark.label]:
            yield mark


def _placeholders(text: Prose) -> dict[str, int]:
    """Return the offset of each placeholder's first use."""
    places: dict[str, int] = {}
    for _, match in text.find(PLACEHOLDER):
        places.setdefault(match.group(1), match.start())
    return places


def _links(letter: Letter, codes: tuple[str, str]) -> Mapping[str, str]:
    """Return each link by its page: its address without the codes of the two languages."""
    code = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, codes))})(?![A-Za-z])", re.IGNORECASE)
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    hrefs = (inline.href for inline in every_inline(blocks) if isinstance(inline, Link) and inline.href)
    return {code.sub("*", href): href for href in hrefs}


def _in_note(text: Prose, note: str) -> list[SourceParagraph]:
    return [paragraph for paragraph in text.paragraphs if paragraph.note == note]


def _key_line(text: Prose, key: str) -> int:
    return text.keys.get(key, 1)
