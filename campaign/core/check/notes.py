"""Checks that each footnote mark has its footnote, and each footnote its mark."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import NotePlace, Prose, SourceParagraph
from campaign.core.letters import Letter
from campaign.errors import Problem

_CALL = re.compile(r"\[\^([^\[\]\n]+)\]")


def notes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report footnotes that are not defined, not used, defined twice, empty, or split by blank lines."""
    called = calls(text)
    yield from _missing(text, called)
    yield from _unused(text, called)
    yield from _duplicate(text)
    yield from _empty(text, letter)
    for gap in text.gaps:
        yield _at_gap(text, gap)
    yield from _law(text, letter)


def calls(text: Prose) -> list[tuple[SourceParagraph, NotePlace]]:
    """Return each footnote mark, with its paragraph."""
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
            fix = f"add a line below: [^{call.label}]: text of the footnote"
            yield text.problem(call.offset, f"footnote [^{call.label}] is used but not defined", fix)


def _unused(text: Prose, called: list[tuple[SourceParagraph, NotePlace]]) -> Iterator[Problem]:
    used = {call.label for place, call in called if place.note != call.label}
    for mark in _first(text.definitions):
        if mark.label not in used:
            fix = f"put [^{mark.label}] in the text, or remove the footnote"
            yield text.problem(mark.offset, f"footnote [^{mark.label}] is defined but not used", fix)


def _duplicate(text: Prose) -> Iterator[Problem]:
    first = {mark.label: mark for mark in _first(text.definitions)}
    for mark in text.definitions:
        if mark != first[mark.label]:
            line = text.line(first[mark.label].offset)
            fix = f"give one of them another label (the first is in line {line})"
            yield text.problem(mark.offset, f"footnote [^{mark.label}] is defined twice", fix)


def _empty(text: Prose, letter: Letter) -> Iterator[Problem]:
    empty = {note.label for note in letter.document.notes if not note.blocks}
    for mark in _first(text.definitions):
        if mark.label in empty:
            yield text.problem(mark.offset, f"footnote [^{mark.label}] is empty", "write its text after the colon")


def _at_gap(text: Prose, gap: NotePlace) -> Problem:
    fix = "remove one: what follows would be read as code, not as part of the footnote"
    return Problem(text.path, text.line(gap.offset) - 1, f"two blank lines inside footnote [^{gap.label}]", fix)


def _law(text: Prose, letter: Letter) -> Iterator[Problem]:
    defined = {mark.label for mark in text.definitions}
    line = text.keys.get("law")
    for label, source in letter.law.items():
        if label not in defined:
            fix = f"define it: [^{label}]: the provision; or remove the line"
            yield Problem(text.path, line, f"law names footnote [^{label}], which does not exist", fix)
        elif not source:
            yield Problem(
                text.path,
                line,
                f"law has no source for [^{label}]",
                "write the source, the provision and the date of the draft",
            )


def _first(definitions: tuple[NotePlace, ...]) -> list[NotePlace]:
    first: dict[str, NotePlace] = {}
    for mark in definitions:
        first.setdefault(mark.label, mark)
    return list(first.values())
