"""Compares two states of a letter, and checks whether a change is what a person declares it to be.

The person who freezes a version declares its kind; this module finds what contradicts that in the text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.check.significant_words import days, negations, numbers
from campaign.core.letters import Letter, VersionKind
from campaign.core.letters.canonical import canonical_text
from campaign.core.letters.comparable import comparable_document
from campaign.core.letters.moved_paragraphs import Rearrangement, is_whole, rearrangement, without_rearranged
from campaign.core.letters.redline import redline
from campaign.core.letters.redline_changes import (
    changed_notes,
    changed_runs,
    count_changed,
    marked_words,
    words_after,
    words_before,
)
from campaign.core.letters.tree import Deletion, Document, Inlines, Insertion, plain_blocks

# A change of more words is not a mere correction.
MOST_CORRECTED = 8

ASK, LAW, NOTE, PASSAGE = "the ask", "the law", "a footnote", "a whole paragraph or list item"
NUMBER, DAY, NEGATION = "a number", "a date", "a negation"


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """What changed in one language."""

    language: str
    title: str
    """The title of the newer text; "" if it has none."""
    redline: Document
    """Both texts as one document, with the changes marked."""
    paragraphs: int
    """Number of paragraphs, headings, list items and tables with a change. One that moved counts once."""
    deleted: int
    """Number of deleted words, without those that only moved."""
    inserted: int
    """Number of inserted words, without those that only moved."""
    weighty_parts: tuple[str, ...]
    """What a mere correction may not change: ASK, LAW, NOTE, PASSAGE, NUMBER, DAY, NEGATION."""
    rearrangement: Rearrangement
    """What was moved, split or joined."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The languages of two states of a letter, sorted, by what happened to each."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[LanguageChange, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether the two states differ."""
        return bool(self.added or self.removed or self.changed)


def compare(old: Mapping[str, Letter], new: Mapping[str, Letter]) -> Comparison:
    """Compare two states of a letter, each by language."""
    both = sorted(old.keys() & new.keys())
    same = [language for language in both if canonical_text(old[language]) == canonical_text(new[language])]
    return Comparison(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(compare_language(old[language], new[language]) for language in both if language not in same),
        unchanged=tuple(same),
    )


def compare_language(old: Letter, new: Letter) -> LanguageChange:
    """Compare two states of one text."""
    both = redline(comparable_document(old), comparable_document(new))
    runs = list(changed_runs(both))
    rearranged = rearrangement(runs)
    deleted, inserted = (
        sum(len(words.split()) for run in runs for words in marked_words(run, mark)) for mark in (Deletion, Insertion)
    )
    return LanguageChange(
        language=new.language,
        title=new.title or new.subject_line,
        redline=both,
        paragraphs=max(1, count_changed(both) - rearranged.paragraphs),
        deleted=deleted - rearranged.words,
        inserted=inserted - rearranged.words,
        weighty_parts=tuple(_weighty_parts(old, new, both)),
        rearrangement=rearranged,
    )


def reasons_against(kind: VersionKind, comparison: Comparison, language: str = "") -> tuple[str, ...]:
    """Return the reasons why a change cannot have a kind; none if it can.

    `language` is the one that a change of kind LANGUAGE adds.
    """
    match kind:
        case VersionKind.CORRECTION:
            return tuple(_reasons_against_correction(comparison))
        case VersionKind.LANGUAGE:
            return tuple(_reasons_against_new_language(comparison, language))
        case _:
            return ()


def _weighty_parts(old: Letter, new: Letter, both: Document) -> Iterator[str]:
    runs = without_rearranged(list(changed_runs(both)))
    parts = [
        name
        for name, differs in (
            (ASK, old.ask != new.ask),
            (LAW, _law_differs(old, new, both)),
            (NOTE, _notes_differ(old.document, new.document)),
        )
        if differs
    ]
    yield from parts or ([PASSAGE] if any(map(is_whole, runs)) else [])
    for name, find_words in ((NUMBER, numbers), (DAY, days), (NEGATION, negations)):
        if any(_changes_words(run, find_words, new.language) for run in runs):
            yield name


def _changes_words(run: Inlines, find_words: Callable[[str, str], list[str]], language: str) -> bool:
    """Whether such words are within a change of a run, or differ before and after it in number or order."""
    pieces = [words for mark in (Deletion, Insertion) for words in marked_words(run, mark)]
    inside = any(find_words(words, language) for words in pieces)
    return inside or find_words(words_before(run), language) != find_words(words_after(run), language)


def _law_differs(old: Letter, new: Letter, both: Document) -> bool:
    """Whether a source of law, an annex or a footnote that quotes law changed."""
    quoting = {*old.law, *new.law, *(annex.label for annex in (*old.annexes, *new.annexes))}
    texts = [[(annex.title, annex.paragraphs) for annex in letter.annexes] for letter in (old, new)]
    return (
        dict(old.law) != dict(new.law)
        or texts[0] != texts[1]
        or any(note.label in quoting for note in changed_notes(both))
    )


def _notes_differ(old: Document, new: Document) -> bool:
    """Whether a footnote is new or gone, or footnotes changed places: each then stands by other words."""
    before, after = ({note.label: plain_blocks(note.blocks) for note in text.notes} for text in (old, new))
    if before.keys() == after.keys() and list(before) != list(after):
        return True
    swapped = list(before.values()) != list(after.values()) and sorted(before.values()) == sorted(after.values())
    return len(before) != len(after) or swapped


def _reasons_against_correction(comparison: Comparison) -> Iterator[str]:
    if comparison.added:
        yield f"there is a new language: {', '.join(comparison.added)}"
    if comparison.removed:
        yield f"a language was removed: {', '.join(comparison.removed)}"
    for change in comparison.changed:
        words = max(change.deleted, change.inserted)
        if words > MOST_CORRECTED:
            yield f"{change.language}: {words} words changed; a correction changes at most {MOST_CORRECTED}"
        if change.weighty_parts:
            yield f"{change.language}: {', '.join(change.weighty_parts)} changed"


def _reasons_against_new_language(comparison: Comparison, language: str) -> Iterator[str]:
    if language not in comparison.added:
        yield f"{language} is not a new language"
    others = [*comparison.removed, *(change.language for change in comparison.changed)]
    others += [added for added in comparison.added if added != language]
    if others:
        yield f"other languages changed too: {', '.join(others)}"
