"""Footnotes: each call has its note, each note its call, once."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import NotePlace, Prose, SourceParagraph
from campaign.core.letters import Letter
from campaign.errors import Problem

_CALL = re.compile(r"\[\^([^\[\]\n]+)\]")


def notes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Notes called and not defined, defined and not called, defined twice, empty, or torn by blank lines."""
    called = calls(text)
    yield from _missing(text, called)
    yield from _unused(text, called)
    yield from _duplicate(text)
    yield from _empty(text, letter)
    for gap in text.gaps:
        yield _at_gap(text, gap)
    yield from _law(text, letter)


def calls(text: Prose) -> list[tuple[SourceParagraph, NotePlace]]:
    """Each call of a note, with the paragraph that it stands in."""
    defining = {mark.offset for mark in text.definitions}
    return [
        (paragraph, NotePlace(match.group(1), match.start()))
        for paragraph, match in text.find(_CALL)
        if match.start() not in defining
    ]


def _missing(text: Prose, called: list[tuple[SourceParagraph, NotePlace]]) -> Iterator[Problem]:
    defined = {mark.label for mark in text.definitions}
    for _, call in called:
        if call.label not in defined:
            fix = f"write it below: [^{call.label}]: text of the note"
            yield text.problem(call.offset, f"note [^{call.label}] is called but not defined", fix)


def _unused(text: Prose, called: list[tuple[SourceParagraph, NotePlace]]) -> Iterator[Problem]:
    used = {call.label for place, call in called if place.note != call.label}
    for mark in _first(text.definitions):
        if mark.label not in used:
            fix = f"put [^{mark.label}] where it belongs, or take the note out"
            yield text.problem(mark.offset, f"note [^{mark.label}] is defined but never called", fix)


def _duplicate(text: Prose) -> Iterator[Problem]:
    first = {mark.label: mark for mark in _first(text.definitions)}
    for mark in text.definitions:
        if mark != first[mark.label]:
            line = text.line(first[mark.label].offset)
            fix = f"give one of the two another label (first in line {line})"
            yield text.problem(mark.offset, f"note [^{mark.label}] is defined twice", fix)


def _empty(text: Prose, letter: Letter) -> Iterator[Problem]:
    empty = {note.label for note in letter.document.notes if not note.blocks}
    for mark in _first(text.definitions):
        if mark.label in empty:
            yield text.problem(mark.offset, f"note [^{mark.label}] is empty", "write its text after the colon")


def _at_gap(text: Prose, gap: NotePlace) -> Problem:
    fix = "leave only one; what follows is cut off the note and set as code"
    return Problem(text.path, text.line(gap.offset) - 1, f"two blank lines inside note [^{gap.label}]", fix)


def _law(text: Prose, letter: Letter) -> Iterator[Problem]:
    defined = {mark.label for mark in text.definitions}
    line = text.keys.get("law")
    for label, source in letter.law.items():
        if label not in defined:
            fix = f"define it: [^{label}]: the provision; or take the line out"
            yield Problem(text.path, line, f"law names a note [^{label}] that is not there", fix)
        elif not source:
            yield Problem(
                text.path, line, f"law gives no source for [^{label}]", "write source, provision, date of the draft"
            )


def _first(definitions: tuple[NotePlace, ...]) -> list[NotePlace]:
    first: dict[str, NotePlace] = {}
    for mark in definitions:
        first.setdefault(mark.label, mark)
    return list(first.values())
