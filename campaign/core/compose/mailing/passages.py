"""What of a letter is said to all, and which of its passages hold an addressee's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.compose.context import LetterContext
from campaign.core.compose.mailing.spots import mark, parted
from campaign.core.letters import Letter
from campaign.core.letters.fill import SIGNATORIES, fill_framed, placeholders_in, with_frame
from campaign.core.letters.tree import Block, Blocks, Document, Link, Note, Paragraph, SignatoryLine, every_inline
from campaign.core.render import text


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that holds an addressee's words. `parts` has its words where it is a paragraph, () for other blocks."""

    block: Block
    parts: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A letter and what it says to all. `names` are the placeholders whose values are each addressee's own."""

    letter: Letter
    document: Document
    names: tuple[str, ...]
    values: Mapping[str, str]
    signed: tuple[SignatoryLine, ...]

    def filled(self, document: Document, own: Mapping[str, str]) -> Document:
        return fill_framed(document, {**self.values, **own}, self.signed)

    def is_own(self, blocks: Blocks) -> bool:
        """Whether an addressee's own words stand in the blocks."""
        return not placeholders_in(Document(blocks)).isdisjoint(self.names)

    def passages(self, outline: text.Outline) -> tuple[Passage, ...]:
        """The blocks that hold some."""
        marks = {name: mark(number) for number, name in enumerate(self.names)}
        own = (block for block in self.document.blocks if self.is_own((block,)))
        return tuple(Passage(block, self._parts(block, marks, outline)) for block in own)

    def _parts(self, block: Block, marks: Mapping[str, str], outline: text.Outline) -> tuple[str | int, ...]:
        match self.filled(Document((block,)), marks).blocks:
            case (Paragraph() as paragraph,):
                return parted(text.words_again(paragraph, outline, self.letter.language))
            case _:
                return ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that hold some."""
        return tuple(note for note in self.document.notes if self.is_own(note.blocks))


def shared_of(context: LetterContext) -> Shared:
    """What a text says to all, and which of its placeholders are each addressee's own."""
    document = with_frame(context.letter.document)
    names = tuple(sorted(placeholders_in(document) - context.shared.keys() - {SIGNATORIES}))
    return Shared(context.letter, document, names, context.shared, context.signed)


def has_own_links(shared: Shared) -> bool:
    """Whether a link says an addressee's own words: on them depends whether it has a number in the text."""
    blocks = (*shared.document.blocks, *(block for note in shared.document.notes for block in note.blocks))
    links = (inline for inline in every_inline(blocks) if isinstance(inline, Link))
    return any(shared.is_own((Paragraph(link.children),)) for link in links)
