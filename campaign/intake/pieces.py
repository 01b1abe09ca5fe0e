"""What a reader makes of a file, before it is known which part is the greeting, the signatories or a note."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.letters.tree import Block

MARKDOWN = "markdown"
HTML = "html"
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person must look at, and what to do about it."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the text and what must be looked at in it.

    A link's `href` is still as the source wrote it, safe or not; a line end of the source is a LineBreak.
    """

    block: Block
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote: its number among the marks of the text, its label in the letter, its blocks."""

    number: int
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. `fields` is its front matter, `title` and `language` what the file says of itself.

    `taken` holds words that were read as marks (the "1" of a note's link) and so stand in no piece. `words` are all
    words of the source, told apart without the reader, to compare with what comes out.
    """

    kind: str
    pieces: tuple[Piece, ...]
    notes: tuple[NoteText, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    taken: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
