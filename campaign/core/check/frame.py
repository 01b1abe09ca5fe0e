"""What stands around the letter's words: title, length, greeting."""

from collections.abc import Iterator

from campaign.core.addressees.joined_names import joined_names
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose
from campaign.core.languages import LANGUAGES, find_language
from campaign.core.letters import Letter
from campaign.core.letters.letter import SINGLE
from campaign.core.letters.tree import Blocks, plain_blocks
from campaign.errors import Problem

# A note longer than this is read by nobody on a phone.
LONG_NOTE = 150


def count_words(blocks: Blocks) -> int:
    """How many words blocks have. A placeholder is one; a dash that stands alone is none."""
    return sum(any(sign.isalnum() for sign in word) for word in plain_blocks(blocks).split())


def title(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """A letter without title or without a word."""
    if not letter.title:
        yield Problem(text.path, text.keys.get("title", 1), "the title is missing", "add title: the ask in a few words")
    if not letter.document.blocks:
        yield Problem(text.path, None, "the letter is empty", "write it below the front matter")


def length(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """A body with more words than the campaign allows; notes are not counted."""
    count = count_words(letter.document.blocks)
    if facts.max_words and count > facts.max_words:
        what = f"{count:,} words, {count - facts.max_words:,} more than max_words allows ({facts.max_words:,})"
        yield Problem(text.path, None, what, "shorten it, or raise max_words in campaign.toml")


def long_notes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Hint: a note that is really an annex."""
    places = {mark.label: mark.offset for mark in text.definitions}
    for note in letter.document.notes:
        count = count_words(note.blocks)
        if count > LONG_NOTE and note.label in places:
            what = f"note [^{note.label}] has {count:,} words and is really an annex"
            yield text.problem(places[note.label], what, "link to a document that holds it, where one can")


def greeting(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """A language in which the program cannot greet."""
    spoken = letter.salutation == SINGLE and facts.addressees and all(person.salutation for person in facts.addressees)
    if find_language(letter.language) is None and not spoken:
        codes = ", ".join(LANGUAGES)
        fix = f"use {codes}, or salutation: single with a greeting word for word for each in {facts.addressees_path}"
        line = text.keys.get("language")
        yield Problem(text.path, line, f"there is no greeting in the language {letter.language}", fix)


def unreviewed_language(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Hint: greeting, closing and headings of ours in a language that nobody who grew up with it has seen yet."""
    row = find_language(letter.language)
    if row and not row.reviewed:
        what = f"nobody has reviewed our {row.name} greeting, closing and headings yet"
        yield Problem(text.path, text.keys.get("language"), what, "show campaign send preview to somebody who knows")


def honorifics(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Hint: addressees who are greeted by full name because their honorific is not known."""
    names = [
        person.name
        for person in facts.addressees
        if not (person.salutation or person.honorific_override or person.honorific)
    ]
    if names:
        what = f"without an honorific, and greeted by full name: {joined_names(names)}"
        yield Problem(facts.addressees_path, None, what, "fill honorific if that is not meant")
