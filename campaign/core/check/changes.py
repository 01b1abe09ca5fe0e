"""What a change of a letter touches, and whether it may be called what a person calls it.

The person who freezes says what a version is; this says what the text says, so that the two can be held together.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.check.weight import days, negations, numbers
from campaign.core.letters import Kind, Letter
from campaign.core.letters.canonical import canonical_text
from campaign.core.letters.excerpt import after, before, changed_notes, changed_runs, changes
from campaign.core.letters.redline import redline
from campaign.core.letters.tree import Deleted, Document, Inlines, Inserted
from campaign.core.letters.whole import whole

# More words than these, gone or come, are no slip of the pen.
MOST_CORRECTED = 8

ASK, LAW, NUMBER, DAY, NEGATION = "the ask", "the law", "a number", "a date", "a negation"


@dataclass(frozen=True, slots=True)
class Changed:
    """One language that changed. `redline` compares the whole letters; `paragraphs` counts those with a change,
    `deleted` and `inserted` count words; `touched` names what weighs: ASK, LAW, NUMBER, DAY, NEGATION."""

    language: str
    redline: Document
    paragraphs: int
    deleted: int
    inserted: int
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a letter. Languages stand in their order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)


def compare(old: Mapping[str, Letter], new: Mapping[str, Letter]) -> Comparison:
    """How a letter, by language, differs from what it was."""
    both = sorted(old.keys() & new.keys())
    same = [language for language in both if canonical_text(old[language]) == canonical_text(new[language])]
    return Comparison(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(changed(old[language], new[language]) for language in both if language not in same),
        unchanged=tuple(same),
    )


def changed(old: Letter, new: Letter) -> Changed:
    """How one text differs from what it was."""
    both = redline(whole(old), whole(new))
    runs = list(changed_runs(both))
    return Changed(
        language=new.language,
        redline=both,
        paragraphs=len(runs),
        deleted=sum(len(words.split()) for run in runs for words in changes(run, Deleted)),
        inserted=sum(len(words.split()) for run in runs for words in changes(run, Inserted)),
        touched=tuple(_touched(old, new, both)),
    )


def misnamed(kind: Kind, comparison: Comparison, language: str = "") -> tuple[str, ...]:
    """Why a change may not be called what it was called, a reason each; none when it may.

    `language` is the one that Kind.LANGUAGE is said to add.
    """
    match kind:
        case Kind.CORRECTION:
            return tuple(_no_correction(comparison))
        case Kind.LANGUAGE:
            return tuple(_no_new_language(comparison, language))
        case _:
            return ()


def _touched(old: Letter, new: Letter, both: Document) -> Iterator[str]:
    if old.ask != new.ask:
        yield ASK
    if _law_differs(old, new, both):
        yield LAW
    runs = list(changed_runs(both))
    for name, found in ((NUMBER, numbers), (DAY, days), (NEGATION, negations)):
        if any(_weighs(run, found, new.language) for run in runs):
            yield name


def _weighs(run: Inlines, found: Callable[[str, str], list[str]], language: str) -> bool:
    """Whether a changed run has such words within a change, or others than before, or in another order."""
    pieces = [words for mark in (Deleted, Inserted) for words in changes(run, mark)]
    inside = any(found(words, language) for words in pieces)
    return inside or found(before(run), language) != found(after(run), language)


def _law_differs(old: Letter, new: Letter, both: Document) -> bool:
    """Whether a source of law, an annex, or a note that quotes law is not what it was."""
    quoting = {*old.law, *new.law, *(annex.label for annex in (*old.annexes, *new.annexes))}
    texts = [[(annex.title, annex.paragraphs) for annex in letter.annexes] for letter in (old, new)]
    return (
        dict(old.law) != dict(new.law)
        or texts[0] != texts[1]
        or any(note.label in quoting for note in changed_notes(both))
    )


def _no_correction(comparison: Comparison) -> Iterator[str]:
    if comparison.added:
        yield f"there is a new language: {', '.join(comparison.added)}"
    if comparison.removed:
        yield f"a language is gone: {', '.join(comparison.removed)}"
    for each in comparison.changed:
        words = max(each.deleted, each.inserted)
        if words > MOST_CORRECTED:
            yield f"{each.language}: {words} words changed, a correction has at most {MOST_CORRECTED}"
        if each.touched:
            yield f"{each.language}: {', '.join(each.touched)} changed"


def _no_new_language(comparison: Comparison, language: str) -> Iterator[str]:
    if language not in comparison.added:
        yield f"{language} is no new language"
    others = [*comparison.removed, *(each.language for each in comparison.changed)]
    others += [each for each in comparison.added if each != language]
    if others:
        yield f"other languages differ too: {', '.join(others)}"
