"""Runs all rules over one letter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from campaign.core.check import (
    calendar,
    characters,
    dead_links,
    dialect_marks,
    drafting,
    glyphs,
    leftovers,
    line_breaks,
    link_targets,
    notes,
    people,
    placeholders,
    quotation_status,
    quotations,
    reading,
    references,
    repetition,
    signatories,
    title_and_greeting,
    typed_notes,
    unclosed,
    vote,
)
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, prose
from campaign.core.letters import Letter
from campaign.errors import Problem

Rule = Callable[[Prose, Letter, LetterFacts], Iterable[Problem]]

# More problems of one rule are of no use, and a hostile letter could have any number of them.
MOST_OF_A_KIND = 200

# A label or an address may be as long as the letter; its beginning is enough to find it.
_MOST_CHARACTERS = 1000

# Rules for what must be fixed before a letter is sent.
RULES: tuple[Rule, ...] = (
    title_and_greeting.title,
    title_and_greeting.length,
    title_and_greeting.greeting,
    notes.notes,
    dead_links.links,
    dead_links.images,
    link_targets.hosts,
    link_targets.other_address,
    link_targets.detours,
    leftovers.html,
    placeholders.placeholders,
    quotations.quotations,
    vote.vote,
    calendar.dates,
    people.honorifics,
    people.greeting_inside,
    signatories.count,
    references.celex,
    references.articles,
    references.law,
    repetition.paragraphs,
    repetition.title,
    unclosed.links,
    unclosed.emphasis,
    unclosed.placeholders,
    unclosed.quotes,
    typed_notes.typed_notes,
    dialect_marks.marks,
    characters.characters,
)

# Rules for changes and comments, which a person may want in a version.
CHANGES: tuple[Rule, ...] = (drafting.changes,)

# Rules for what only editors should see; no version has it unless a person says so.
DRAFTING: tuple[Rule, ...] = (
    drafting.notes_to_editors,
    drafting.second_greeting,
    drafting.placeholders_twice,
    dialect_marks.struck,
    leftovers.leftovers,
)

# Rules for what is worth a look.
WARNINGS: tuple[Rule, ...] = (
    title_and_greeting.long_notes,
    title_and_greeting.unreviewed_language,
    title_and_greeting.honorifics,
    quotation_status.superseded_quotations,
    vote.possible_vote,
    link_targets.trackers,
    link_targets.bare,
    references.procedures,
    people.names,
    signatories.unlisted,
    repetition.words,
    line_breaks.line_breaks,
    unclosed.parentheses,
    typed_notes.raised_numbers,
    glyphs.glyphs,
    reading.differences,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules find in one text."""

    problems: tuple[Problem, ...]
    """What must be fixed before the letter is sent, in the order of lines. It includes `changes` and `drafting`."""
    warnings: tuple[Problem, ...]
    """What is worth a look, in the order of lines."""
    words: int
    """Number of words in the body."""
    notes: int
    """Number of footnotes."""
    changes: tuple[Problem, ...] = ()
    """The comments, and the changes outside an amendment."""
    drafting: tuple[Problem, ...] = ()
    """What else only editors should see."""


def check_letter(letter: Letter, facts: LetterFacts) -> Findings:
    """Check a letter. The problems that `campaign.core.letters.read` returns are not repeated.

    Never raises, and takes time in proportion to the length of the letter, whatever its content.
    """
    text = prose(letter)
    changes = _run_rules(CHANGES, text, letter, facts)
    drafts = _run_rules(DRAFTING, text, letter, facts)
    return Findings(
        problems=tuple(sorted((*_run_rules(RULES, text, letter, facts), *changes, *drafts), key=_line_order)),
        warnings=_run_rules(WARNINGS, text, letter, facts),
        words=title_and_greeting.count_words(letter.document.blocks),
        notes=len(letter.document.notes),
        changes=changes,
        drafting=drafts,
    )


def _run_rules(rules: tuple[Rule, ...], text: Prose, letter: Letter, facts: LetterFacts) -> tuple[Problem, ...]:
    return gather_problems((rule(text, letter, facts) for rule in rules), letter.path)


def gather_problems(findings: Iterable[Iterable[Problem]], path: str) -> tuple[Problem, ...]:
    """Collect what the rules find in the file at `path`: limited in number, safe to print, in the order of lines."""
    problems = [problem for rule in findings for problem in _limit(rule, path)]
    return tuple(sorted((_make_printable(problem) for problem in problems), key=_line_order))


def _limit(problems: Iterable[Problem], path: str) -> Iterator[Problem]:
    remaining = iter(problems)
    yield from islice(remaining, MOST_OF_A_KIND)
    if next(remaining, None) is not None:
        yield Problem(path, None, f"more than {MOST_OF_A_KIND} problems of one kind", "fix those and check again")


def _make_printable(problem: Problem) -> Problem:
    """Replace characters that could move a terminal's cursor or change its reading direction."""
    what, fix = (characters.replace_hidden(text[:_MOST_CHARACTERS]) for text in (problem.message, problem.fix))
    return replace(problem, message=what, fix=fix)


def _line_order(problem: Problem) -> tuple[str, int]:
    """Sort key: problems of a whole file come before those of its lines."""
    return problem.path, problem.line or 0
