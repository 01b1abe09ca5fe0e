"""What a reader makes of a file, before it is known which part is the greeting, the signatories or a note."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.core.letters.tree import Block

MARKDOWN = "markdown"
HTML = "html"
TEXT = "text"
WORD = "word"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person must look at, and what to do about it."""

    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the text and what must be looked at in it.

    A link's `href` is still as the source wrote it, safe or not; a line end of the source is a LineBreak. A piece that
    stood `apart` from the text (in a box beside it) goes on with no other.
    """

    block: Block
    remarks: tuple[Remark, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote: its number among the marks of the text, its label in the letter, its blocks."""

    number: int
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DraftSource:
    """A file as read. `fields` is its front matter, `title` and `language` what the file says of itself.

    `taken` holds words that were read as marks (the "1" of a note's link) and so stand in no piece. `words` are all
    words of the source, told apart without the reader, to compare with what comes out. `ours` is a letter that went out
    from here to be edited: its parts are known, none has to be guessed.
    """

    kind: str
    pieces: tuple[Piece, ...]
    notes: tuple[NoteText, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    used_words: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_own_letter: bool = False
