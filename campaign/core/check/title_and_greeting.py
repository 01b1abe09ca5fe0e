"""Checks title, length and greeting of a letter."""

from collections.abc import Iterator

from campaign.core.addressees.joined_names import joined_names
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose
from campaign.core.languages import LANGUAGES, find_language
from campaign.core.letters import Letter
from campaign.core.letters.letter import SINGLE, UNTITLED
from campaign.core.letters.tree import Blocks, plain_blocks
from campaign.errors import Problem

# A longer footnote is hard to read on a phone.
LONG_NOTE = 150


def count_words(blocks: Blocks) -> int:
    """Count the words of blocks. A placeholder is one word; a dash between spaces is none."""
    return sum(any(sign.isalnum() for sign in word) for word in plain_blocks(blocks).split())


def missing_fields(letter: Letter) -> Iterator[Problem]:
    """Name what the letter's emails and pages lack: the ask and the reason."""
    if not letter.ask:
        yield Problem(letter.path, None, "there is no ask", "add ask: what the addressees should do, in a sentence")
    if not letter.why:
        what = "there is no reason: invitations to sign do not say why"
        yield Problem(letter.path, None, what, "add why: the reason, in two sentences")


def title(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a letter without a title, or with the one that an import writes, or without text."""
    line = text.keys.get("title", 1)
    if not letter.title:
        yield Problem(text.path, line, "the title is missing", "add title: the ask in a few words")
    elif letter.is_untitled:
        yield Problem(text.path, line, f"the title is still {UNTITLED!r}", "write title: the ask in a few words")
    if not letter.document.blocks:
        yield Problem(text.path, None, "the letter is empty", "write it below the front matter")


def length(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a body with more words than the campaign allows. Footnotes do not count."""
    count = count_words(letter.document.blocks)
    if facts.max_words and count > facts.max_words:
        what = f"{count:,} words, {count - facts.max_words:,} more than max_words allows ({facts.max_words:,})"
        yield Problem(text.path, None, what, "shorten it, or raise max_words in campaign.toml")


def long_notes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a very long footnote."""
    places = {mark.label: mark.offset for mark in text.definitions}
    for note in letter.document.notes:
        count = count_words(note.blocks)
        if count > LONG_NOTE and note.label in places:
            what = f"footnote [^{note.label}] has {count:,} words, more than people read on a phone"
            yield text.problem(places[note.label], what, "link to a document with the text, if you can")


def greeting(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a language for which the program has no greeting."""
    spoken = letter.salutation == SINGLE and facts.addressees and all(person.salutation for person in facts.addressees)
    if find_language(letter.language) is None and not spoken:
        codes = ", ".join(LANGUAGES)
        fix = f"use {codes}; or set salutation: single and write each greeting in {facts.addressees_path}"
        line = text.keys.get("language")
        yield Problem(text.path, line, f"there is no greeting for the language {letter.language}", fix)


def unreviewed_language(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a language whose greeting, closing and headings no native speaker has reviewed."""
    row = find_language(letter.language)
    if row and not row.reviewed:
        what = f"no native speaker has reviewed our {row.name} greeting, closing and headings yet"
        yield Problem(text.path, text.keys.get("language"), what, "ask one to read the output of campaign send preview")


def honorifics(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of addressees who are greeted by their full name because they have no honorific."""
    names = [
        person.name
        for person in facts.addressees
        if not (person.salutation or person.honorific_override or person.honorific)
    ]
    if names:
        what = f"no honorific, so the greeting has the full name: {joined_names(names)}"
        yield Problem(facts.addressees_path, None, what, "fill in honorific, unless you want it so")
