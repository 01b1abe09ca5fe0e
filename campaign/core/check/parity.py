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
from campaign.core.check.prose import Mark, Paragraph, Prose, prose, shortened
from campaign.core.letters import Letter
from campaign.core.letters.dialect import PLACEHOLDER
from campaign.core.letters.tree import Link, every_inline
from campaign.errors import Problem

# Front matter that a translation has where its original has it, and front matter that is equal in both.
TRANSLATED = ("title", "subject", "delivery", "ask", "closing")
EQUAL = ("date", "deadline", "salutation")


@dataclass(frozen=True, slots=True)
class Both:
    """A translation beside its original. `name` is the original's file name, for messages."""

    original: Letter
    translation: Letter
    was: Prose
    now: Prose

    @property
    def name(self) -> str:
        return self.original.path.rpartition("/")[2]

    def place(self, offset: int) -> str:
        """A place in the original, for messages."""
        return f"{self.name}:{self.was.line(offset)}"

    def opposite(self, offset: int) -> int:
        """The line in the translation where one would look for what stands at `offset` in the original."""
        held = next((each for each in reversed(self.was.paragraphs) if each.start <= offset), None)
        if held is None:
            return self.translation.body_line
        at = _in_note(self.was, held.note).index(held)
        there = _in_note(self.now, held.note) or list(self.now.paragraphs)
        return self.now.line(there[min(at, len(there) - 1)].start) if there else self.translation.body_line

    def problem(self, line: int | None, what: str, mend: str) -> Problem:
        return Problem(self.translation.path, line, what, mend)


def both(original: Letter, translation: Letter) -> Both:
    return Both(original, translation, prose(original), prose(translation))


def front(pair: Both) -> Iterator[Problem]:
    """Front matter that one of the two has and the other has not, or that differs where it must not."""
    for key in TRANSLATED:
        had, has = bool(getattr(pair.original, key)), bool(getattr(pair.translation, key))
        if had and not has:
            yield pair.problem(_key(pair.now, key), f"{key} is missing, {pair.name} has one", f"translate {key}")
        elif has and not had:
            mend = f"take {key} out, or add it to {pair.name}"
            yield pair.problem(_key(pair.now, key), f"{key} stands here, {pair.name} has none", mend)
    for key in EQUAL:
        was, now = (getattr(letter, key) for letter in (pair.original, pair.translation))
        if was != now:
            what = f"{key} is {now or 'missing'}, in {pair.name} it is {was or 'missing'}"
            yield pair.problem(_key(pair.now, key), what, "make them equal")


def law(pair: Both) -> Iterator[Problem]:
    """Labels of quoted law that only one of the two names."""
    line = _key(pair.now, "law")
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


def notes(pair: Both) -> Iterator[Problem]:
    """Notes that only one of the two calls, or that are called in another order."""
    was, now = _calls(pair.was), _calls(pair.now)
    before, after = (Counter(mark.label for mark in marks) for marks in (was, now))
    for mark in _surplus(was, after):
        mend = f"put [^{mark.label}] where it belongs"
        line = pair.opposite(mark.offset)
        yield pair.problem(line, f"note [^{mark.label}] is not called here, {pair.place(mark.offset)} calls it", mend)
    for mark in _surplus(now, before):
        what = f"note [^{mark.label}] is called here and not in {pair.name}"
        yield pair.problem(pair.now.line(mark.offset), what, "take the call out, or add it there")
    if before == after:
        yield from _order(pair, was, now)


def placeholders(pair: Both) -> Iterator[Problem]:
    """Placeholders that only one of the two has. How often is the language's business."""
    was, now = _placeholders(pair.was), _placeholders(pair.now)
    for name, offset in was.items():
        if name not in now:
            what = f"{{{{ {shortened(name)} }}}} is missing, it stands in {pair.place(offset)}"
            yield pair.problem(pair.opposite(offset), what, "put it where it belongs")
    for name, offset in now.items():
        if name not in was:
            what = f"{{{{ {shortened(name)} }}}} stands here and not in {pair.name}"
            yield pair.problem(pair.now.line(offset), what, "take it out, or add it there")


def links(pair: Both) -> Iterator[Problem]:
    """Links that only one of the two has. The same page in the other language is the same link."""
    codes = (pair.original.language, pair.translation.language)
    was, now = _links(pair.original, codes), _links(pair.translation, codes)
    for page, href in was.items():
        if page not in now:
            offset = pair.was.text.find(href)
            line = pair.opposite(offset) if offset >= 0 else pair.translation.body_line
            yield pair.problem(line, f"the link to {shortened(href, 100)} is missing, {pair.name} has it", "add it")
    for page, href in now.items():
        if page not in was:
            offset = pair.now.text.find(href)
            line = pair.now.line(offset) if offset >= 0 else pair.translation.body_line
            what = f"the link to {shortened(href, 100)} is not in {pair.name}"
            yield pair.problem(line, what, "use the original's link, or add it there")


def blocks(pair: Both) -> Iterator[Problem]:
    """Paragraphs, headings, list items, quotations and tables: as many, in the same order, in body and notes."""
    was, now = structure.units(pair.was), structure.units(pair.now)
    differences = [
        each for note in dict.fromkeys((*was, *now)) for each in _apart(pair, was.get(note, []), now.get(note, []))
    ]
    yield from differences
    if not differences and (found := structure.first_difference(pair.original.document, pair.translation.document)):
        what = f"{found.where} is {found.there}, in {pair.name} it is {found.here}"
        yield pair.problem(pair.translation.body_line, what, "write it with the same marks")


def _apart(pair: Both, was: list[structure.Unit], now: list[structure.Unit]) -> Iterator[Problem]:
    span = structure.span([each.kind for each in was], [each.kind for each in now])
    if span is None:
        return
    here, there = now[span.start : span.now_end], was[span.start : span.was_end]
    place = pair.place(there[0].offset) if there else pair.name
    at_end = span.start == len(now)  # then the original has more
    line = pair.opposite(there[0].offset) if at_end else pair.now.line(now[span.start].offset)
    what = f"from here on {structure.counted(here)}, in {place} {structure.counted(there)}"
    yield pair.problem(line, what, "bring both into the same order")


def _order(pair: Both, was: list[Mark], now: list[Mark]) -> Iterator[Problem]:
    for before, after in zip(was, now, strict=True):
        if before.label != after.label:
            what = f"note [^{after.label}] is called here, {pair.place(before.offset)} calls [^{before.label}] first"
            mend = "call the notes in the same order, so that they have the same numbers"
            yield pair.problem(pair.now.line(after.offset), what, mend)
            return


def _calls(text: Prose) -> list[Mark]:
    """The calls in the body, then those within notes, whatever the order of the notes in the file."""
    return [mark for _, mark in sorted(calls(text), key=lambda call: call[0].note)]


def _surplus(marks: list[Mark], others: Counter[str]) -> Iterator[Mark]:
    """The marks that go beyond the others' count of the same label."""
    seen: Counter[str] = Counter()
    for mark in marks:
        seen[mark.label] += 1
        if seen[mark.label] > others[mark.label]:
            yield mark


def _placeholders(text: Prose) -> dict[str, int]:
    """The place of each placeholder's first use."""
    found: dict[str, int] = {}
    for _, match in text.finds(PLACEHOLDER):
        found.setdefault(match.group(1), match.start())
    return found


def _links(letter: Letter, codes: tuple[str, str]) -> Mapping[str, str]:
    """Each link by its page, which is its address without the languages of the two texts."""
    code = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, codes))})(?![A-Za-z])", re.IGNORECASE)
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    hrefs = (inline.href for inline in every_inline(blocks) if isinstance(inline, Link) and inline.href)
    return {code.sub("*", href): href for href in hrefs}


def _in_note(text: Prose, note: str) -> list[Paragraph]:
    return [paragraph for paragraph in text.paragraphs if paragraph.note == note]


def _key(text: Prose, key: str) -> int:
    return text.keys.get(key, 1)
