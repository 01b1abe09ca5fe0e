"""A covering note: the words above the letter in the emails of one kind of wave, such as a follow-up. And the signature
block below it.

It is a file of its own beside the letter, so it is no part of the version and its digest. It has the same Markdown and
the same placeholders, but no footnotes: their numbers are the letter's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.core.letters import tree_builder
from campaign.core.letters.fill import SALUTATION, fill_framed, placeholders_in, with_frame
from campaign.core.letters.front_matter import LetterFile, Values, split
from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import Block, Document, LineBreak, Paragraph, Placeholder, Rule, Strong, Text
from campaign.errors import Problem

WHOLE, ASK = "whole", "ask"
SIGNER_PLACEHOLDERS = ("signatories.count", "vote")
NOTE_KEYS: Mapping[str, str] = {
    "subject": "Subject of the email. Default: the letter's.",
    "letter": "What follows the note: whole (the letter) or ask (only what it asks for, with its link or PDF).",
}


@dataclass(frozen=True, slots=True)
class CoveringNote:
    """A covering note in one language."""

    subject: str
    """The subject of the email; "" for that of the letter."""
    is_whole: bool
    """Whether the whole letter follows, or only its ask."""
    document: Document


def read_note(file: LetterFile) -> tuple[CoveringNote, tuple[Problem, ...]]:
    """Read a note, and the problems in it. Raises LetterError for a body that cannot be parsed."""
    matter = split(file)
    values = Values(matter, NOTE_KEYS)
    note = CoveringNote(
        values.text("subject"), values.choice("letter", (WHOLE, ASK)) == WHOLE, tree_builder.read(matter)
    )
    problems = list(values.problems)
    if note.document.notes:
        problems.append(Problem(file.path, None, "a covering note has no footnotes", "write them in the letter"))
    if not note.document.blocks:
        problems.append(Problem(file.path, None, "the covering note is empty", "write it, or remove the file"))
    return note, tuple(problems)


def read_signer_note(file: LetterFile) -> tuple[CoveringNote, tuple[Problem, ...]]:
    """Read the note of an email to signatories, which has fewer placeholders: nobody in it is an addressee."""
    note, problems = read_note(file)
    unknown = sorted(placeholders_in(note.document) - set(SIGNER_PLACEHOLDERS))
    allowed = ", ".join(f"{{{{ {name} }}}}" for name in SIGNER_PLACEHOLDERS)
    wrong = (
        Problem(
            file.path, None, f"{{{{ {name} }}}} has no value in an email to signatories", f"use {allowed}, or words"
        )
        for name in unknown
    )
    return note, (*problems, *wrong)


def fill_signer_note(note: CoveringNote, values: Mapping[str, str]) -> CoveringNote:
    """The note with the values of SIGNER_PLACEHOLDERS."""
    return replace(note, document=fill_framed(note.document, values, ()))


def with_note(letter: Letter, note: CoveringNote) -> Letter:
    """The letter as it is sent with a note: the note with a greeting, then the letter or its ask."""
    has_greeting = SALUTATION in placeholders_in(note.document)
    greeting: tuple[Block, ...] = () if has_greeting else (Paragraph((Placeholder(SALUTATION),)),)
    above = (*greeting, *note.document.blocks)
    subject = note.subject or letter.subject_line
    if note.is_whole:
        framed = with_frame(letter.document)
        document = Document((*above, Rule(), *framed.blocks), framed.notes)
    else:
        ask = (Paragraph((Strong((Text(letter.ask),)),)),) if letter.ask else ()
        document = Document((*above, *ask))
    return replace(letter, subject=subject, delivery="", document=document)


def with_signature(letter: Letter, lines: Sequence[str]) -> Letter:
    """The letter with the lines of a signature block below everything else."""
    framed = with_frame(letter.document)
    inlines = tuple(inline for line in lines for inline in (LineBreak(), Text(line)))[1:]
    return replace(letter, document=Document((*framed.blocks, Paragraph(inlines)), framed.notes))
