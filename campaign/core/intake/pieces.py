"""What a reader makes of a file, before greeting, signatories and notes are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from campaign.core.letters.tree import Block
from campaign.errors import LetterError

MARKDOWN = "markdown"
HTML = "html"
TEXT = "text"
WORD = "word"

# A letter of 50 pages has about 200,000 characters; reading so many takes some seconds.
MOST_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person should check, and what to do about it."""

    what: str
    fix: str


LETTERED = Remark("a list with letters or Roman numerals became 1., 2., 3.", "check references to it")


def refuse_long(characters: int) -> None:
    """Raise LetterError for more text than a letter may have, before it is read."""
    if characters > MOST_CHARACTERS:
        raise LetterError(
            f"it has {characters:,} characters of text, more than {MOST_CHARACTERS:,}",
            fix="import only the letter's text",
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the text, and remarks on it."""

    block: Block
    """A link's address is still as the source has it, safe or not. A line end of the source is a LineBreak."""
    remarks: tuple[Remark, ...] = ()
    apart: bool = False
    """Whether it stood apart from the text, in a text box; then it is never joined with another piece."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote: its number in the text, its label in the letter, and its blocks."""

    number: int
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DraftSource:
    """A file as its reader has read it."""

    kind: str
    """MARKDOWN, HTML, TEXT or WORD."""
    pieces: tuple[Piece, ...]
    notes: tuple[NoteText, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    """The front matter."""
    title: str = ""
    """What the file itself gives as its title; "" for none."""
    language: str = ""
    """What the file itself gives as its language; "" for none."""
    omitted_words: tuple[str, ...] = ()
    """Words that are in no piece because they were read as marks, such as the "1" of a note's link."""
    words: tuple[str, ...] = ()
    """All words of the source, found without the reader, to compare with the letter's."""
    remarks: tuple[Remark, ...] = ()
    is_own_letter: bool = False
    """Whether this program exported the letter for editing: then its parts are known, and none is guessed."""

    def with_blocks(self, pieces: tuple[Piece, ...], notes: tuple[NoteText, ...]) -> "DraftSource":
        """Return the same source with other pieces and notes."""
        return replace(self, pieces=pieces, notes=notes)
