"""All rules over one letter."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from campaign.core.check import characters, frame, leftovers, links, notes, placeholders, quotations, standing, vote
from campaign.core.check.facts import Facts
from campaign.core.check.prose import Prose, prose
from campaign.core.letters import Letter
from campaign.errors import Problem

Rule = Callable[[Prose, Letter, Facts], Iterable[Problem]]

# A rule's list stops being useful here, and a hostile letter could make it endless.
MOST_OF_A_KIND = 200

# A label or an address may be as long as the letter; its beginning says which one is meant.
_MOST_SHOWN = 1000

# What must be mended before a letter may go.
RULES: tuple[Rule, ...] = (
    frame.title,
    frame.length,
    frame.greeting,
    notes.notes,
    links.links,
    links.images,
    leftovers.leftovers,
    leftovers.html,
    placeholders.placeholders,
    quotations.quotations,
    vote.vote,
    characters.characters,
)

# What is worth a look.
WARNINGS: tuple[Rule, ...] = (frame.long_notes, frame.unreviewed, frame.honorifics, standing.superseded)


@dataclass(frozen=True, slots=True)
class Findings:
    """`problems` must be mended, `warnings` are worth a look; both in the order of lines. `words` counts the body,
    `notes` the footnotes."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    words: int
    notes: int


def check_letter(letter: Letter, facts: Facts) -> Findings:
    """What is wrong in a letter. What `campaign.core.letters.read` found in its front matter is not repeated here.

    Takes time in proportion to the letter's length, whatever stands in it; never raises.
    """
    text = prose(letter)
    return Findings(
        problems=_found(RULES, text, letter, facts),
        warnings=_found(WARNINGS, text, letter, facts),
        words=frame.words(letter.document.blocks),
        notes=len(letter.document.notes),
    )


def _found(rules: tuple[Rule, ...], text: Prose, letter: Letter, facts: Facts) -> tuple[Problem, ...]:
    return gathered((rule(text, letter, facts) for rule in rules), letter.path)


def gathered(found: Iterable[Iterable[Problem]], path: str) -> tuple[Problem, ...]:
    """What rules found in the file at `path`: not too many of a kind, fit to be shown, in the order of lines."""
    problems = [problem for rule in found for problem in _limited(rule, path)]
    return tuple(sorted((_shown(problem) for problem in problems), key=_place))


def _limited(problems: Iterable[Problem], path: str) -> Iterator[Problem]:
    each = iter(problems)
    yield from islice(each, MOST_OF_A_KIND)
    if next(each, None) is not None:
        yield Problem(path, None, f"more than {MOST_OF_A_KIND} problems of one kind", "mend those and check again")


def _shown(problem: Problem) -> Problem:
    """Without what could move a terminal's cursor or turn the direction of its lines."""
    what, mend = (characters.visible(text[:_MOST_SHOWN]) for text in (problem.what, problem.mend))
    return replace(problem, what=what, mend=mend)


def _place(problem: Problem) -> tuple[str, int]:
    """Problems of a whole file come before those of its lines."""
    return problem.path, problem.line or 0
