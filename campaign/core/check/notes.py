"""Footnotes: each call has its note, each note its call, once."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import Facts
from campaign.core.check.prose import Mark, Paragraph, Prose
from campaign.core.letters import Letter
from campaign.errors import Problem

_CALL = re.compile(r"\[\^([^\[\]\n]+)\]")


def notes(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Notes called and not defined, defined and not called, defined twice, empty, or torn by blank lines."""
    called = calls(text)
    yield from _missing(text, called)
    yield from _unused(text, called)
    yield from _double(text)
    yield from _empty(text, letter)
    for gap in text.gaps:
        yield _at_gap(text, gap)
    yield from _law(text, letter)


def calls(text: Prose) -> list[tuple[Paragraph, Mark]]:
    """Each call of a note, with the paragraph that it stands in."""
    defining = {mark.offset for mark in text.definitions}
    return [
        (paragraph, Mark(found.group(1), found.start()))
        for paragraph, found in text.finds(_CALL)
        if found.start() not in defining
    ]


def _missing(text: Prose, called: list[tuple[Paragraph, Mark]]) -> Iterator[Problem]:
    defined = {mark.label for mark in text.definitions}
    for _, call in called:
        if call.label not in defined:
            mend = f"write it below: [^{call.label}]: text of the note"
            yield text.problem(call.offset, f"note [^{call.label}] is called but not defined", mend)


def _unused(text: Prose, called: list[tuple[Paragraph, Mark]]) -> Iterator[Problem]:
    used = {call.label for place, call in called if place.note != call.label}
    for mark in _first(text.definitions):
        if mark.label not in used:
            mend = f"put [^{mark.label}] where it belongs, or take the note out"
            yield text.problem(mark.offset, f"note [^{mark.label}] is defined but never called", mend)


def _double(text: Prose) -> Iterator[Problem]:
    first = {mark.label: mark for mark in _first(text.definitions)}
    for mark in text.definitions:
        if mark != first[mark.label]:
            line = text.line(first[mark.label].offset)
            mend = f"give one of the two another label (first in line {line})"
            yield text.problem(mark.offset, f"note [^{mark.label}] is defined twice", mend)


def _empty(text: Prose, letter: Letter) -> Iterator[Problem]:
    empty = {note.label for note in letter.document.notes if not note.blocks}
    for mark in _first(text.definitions):
        if mark.label in empty:
            yield text.problem(mark.offset, f"note [^{mark.label}] is empty", "write its text after the colon")


def _at_gap(text: Prose, gap: Mark) -> Problem:
    mend = "leave only one; what follows is cut off the note and set as code"
    return Problem(text.path, text.line(gap.offset) - 1, f"two blank lines inside note [^{gap.label}]", mend)


def _law(text: Prose, letter: Letter) -> Iterator[Problem]:
    defined = {mark.label for mark in text.definitions}
    line = text.keys.get("law")
    for label, source in letter.law.items():
        if label not in defined:
            mend = f"define it: [^{label}]: the provision; or take the line out"
            yield Problem(text.path, line, f"law names a note [^{label}] that is not there", mend)
        elif not source:
            yield Problem(
                text.path, line, f"law gives no source for [^{label}]", "write source, provision, date of the draft"
            )


def _first(definitions: tuple[Mark, ...]) -> list[Mark]:
    first: dict[str, Mark] = {}
    for mark in definitions:
        first.setdefault(mark.label, mark)
    return list(first.values())
