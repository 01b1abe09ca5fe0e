"""Two texts of one letter say the same in two languages, as far as a program can tell.

Same notes called in the same order (so that they have the same numbers), same placeholders, links, law, dates and
lines in the front matter, same blocks. Each difference is named in the translation, beside what it was translated
from. Which words stand there is the translators' business.
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

# Front matter that a translation has where its original has it, and front matter that is equal in both.
TRANSLATED = ("title", "subject", "delivery", "ask", "closing")
EQUAL = ("date", "deadline", "salutation")


@dataclass(frozen=True, slots=True)
class TextPair:
    """A translation beside its original. `name` is the original's file name, for messages."""

    original: Letter
    translation: Letter
    original_prose: Prose
    translated_prose: Prose

    @property
    def name(self) -> str:
        return self.original.path.rpartition("/")[2]

    def place(self, offset: int) -> str:
        """A place in the original, for messages."""
        return f"{self.name}:{self.original_prose.line(offset)}"

    def opposite(self, offset: int) -> int:
        """The line in the translation where one would look for what stands at `offset` in the original."""
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
    """Front matter that one of the two has and the other has not, or that differs where it must not."""
    for key in TRANSLATED:
        had, has = bool(getattr(pair.original, key)), bool(getattr(pair.translation, key))
        if had and not has:
            yield pair.problem(
                _key_line(pair.translated_prose, key), f"{key} is missing, {pair.name} has one", f"translate {key}"
            )
        elif has and not had:
            fix = f"take {key} out, or add it to {pair.name}"
            yield pair.problem(_key_line(pair.translated_prose, key), f"{key} stands here, {pair.name} has none", fix)
    for key in EQUAL:
        original, translation = (getattr(letter, key) for letter in (pair.original, pair.translation))
        if original != translation:
            what = f"{key} is {translation or 'missing'}, in {pair.name} it is {original or 'missing'}"
            yield pair.problem(_key_line(pair.translated_prose, key), what, "make them equal")


def law(pair: TextPair) -> Iterator[Problem]:
    """Labels of quoted law that only one of the two names."""
    line = _key_line(pair.translated_prose, "law")
    for label in pair.original.law:
        if label not in pair.translation.law:
            yield pair.problem(
                line, f"law does not name [^{label}], {pair.name} does", f"add a line {label}: below law"
            )
    for label in pair.translation.law:
        if label not in pair.original.law:
            yield pair.problem(
                line, f"law names [^{label}], {pair.name} does not", "take the line out, or add it there"
            )


def notes(pair: TextPair) -> Iterator[Problem]:
    """Notes that only one of the two calls, or that are called in another order."""
    original, translation = _calls(pair.original_prose), _calls(pair.translated_prose)
    before, after = (Counter(mark.label for mark in marks) for marks in (original, translation))
    for mark in _surplus(original, after):
        fix = f"put [^{mark.label}] where it belongs"
        line = pair.opposite(mark.offset)
        yield pair.problem(line, f"note [^{mark.label}] is not called here, {pair.place(mark.offset)} calls it", fix)
    for mark in _surplus(translation, before):
        what = f"note [^{mark.label}] is called here and not in {pair.name}"
        yield pair.problem(pair.translated_prose.line(mark.offset), what, "take the call out, or add it there")
    if before == after:
        yield from _order(pair, original, translation)


def placeholders(pair: TextPair) -> Iterator[Problem]:
    """Placeholders that only one of the two has. How often is the language's business."""
    original, translation = _placeholders(pair.original_prose), _placeholders(pair.translated_prose)
    for name, offset in original.items():
        if name not in translation:
            what = f"{{{{ {shorten(name)} }}}} is missing, it stands in {pair.place(offset)}"
            yield pair.problem(pair.opposite(offset), what, "put it where it belongs")
    for name, offset in translation.items():
        if name not in original:
            what = f"{{{{ {shorten(name)} }}}} stands here and not in {pair.name}"
            yield pair.problem(pair.translated_prose.line(offset), what, "take it out, or add it there")


def links(pair: TextPair) -> Iterator[Problem]:
    """Links that only one of the two has. The same page in the other language is the same link."""
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
            yield pair.problem(line, what, "use the original's link, or add it there")


def blocks(pair: TextPair) -> Iterator[Problem]:
    """Paragraphs, headings, list items, quotations and tables: as many, in the same order, in body and notes."""
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
        yield pair.problem(pair.translation.body_line, what, "write it with the same marks")


def _differences(
    pair: TextPair, original: list[structure.Unit], translation: list[structure.Unit]
) -> Iterator[Problem]:
    span = structure.span([unit.kind for unit in original], [each.kind for each in translation])
    if span is None:
        return
    here, there = translation[span.start : span.translation_end], original[span.start : span.original_end]
    place = pair.place(there[0].offset) if there else pair.name
    at_end = span.start == len(translation)  # then the original has more
    line = pair.opposite(there[0].offset) if at_end else pair.translated_prose.line(translation[span.start].offset)
    what = f"from here on {structure.describe_run(here)}, in {place} {structure.describe_run(there)}"
    yield pair.problem(line, what, "bring both into the same order")


def _order(pair: TextPair, original: list[NotePlace], translation: list[NotePlace]) -> Iterator[Problem]:
    for before, after in zip(original, translation, strict=True):
        if before.label != after.label:
            what = f"note [^{after.label}] is called here, {pair.place(before.offset)} calls [^{before.label}] first"
            fix = "call the notes in the same order, so that they have the same numbers"
            yield pair.problem(pair.translated_prose.line(after.offset), what, fix)
            return


def _calls(text: Prose) -> list[NotePlace]:
    """The calls in the body, then those within notes, whatever the order of the notes in the file."""
    return [mark for _, mark in sorted(calls(text), key=lambda call: call[0].note)]


def _surplus(marks: list[NotePlace], others: Counter[str]) -> Iterator[NotePlace]:
    """The marks that go beyond the others' count of the same label."""
    seen: Counter[str] = Counter()
    for mark in marks:
        seen[mark.label] += 1
        if seen[mark.label] > others[mark.label]:
            yield mark


def _placeholders(text: Prose) -> dict[str, int]:
    """The place of each placeholder's first use."""
    places: dict[str, int] = {}
    for _, match in text.find(PLACEHOLDER):
        places.setdefault(match.group(1), match.start())
    return places


def _links(letter: Letter, codes: tuple[str, str]) -> Mapping[str, str]:
    """Each link by its page, which is its address without the languages of the two texts."""
    code = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, codes))})(?![A-Za-z])", re.IGNORECASE)
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    hrefs = (inline.href for inline in every_inline(blocks) if isinstance(inline, Link) and inline.href)
    return {code.sub("*", href): href for href in hrefs}


def _in_note(text: Prose, note: str) -> list[SourceParagraph]:
    return [paragraph for paragraph in text.paragraphs if paragraph.note == note]


def _key_line(text: Prose, key: str) -> int:
    return text.keys.get(key, 1)
