"""What a letter says to everybody, and which of its blocks are personal."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.compose.context import LetterContext
from campaign.core.compose.mailing.marked_text import mark, split_at_marks
from campaign.core.letters import Letter
from campaign.core.letters.fill import SIGNATORIES, fill_framed, placeholders_in, with_frame
from campaign.core.letters.tree import Block, Blocks, Document, Footnote, Link, Paragraph, SignatoryLine, every_inline
from campaign.core.render import text


@dataclass(frozen=True, slots=True)
class PersonalBlock:
    """A block with a personal placeholder."""

    block: Block
    parts: tuple[str | int, ...]
    """For a paragraph its words, with numbers in place of the placeholders; () for other blocks."""


@dataclass(frozen=True, slots=True)
class SharedLetter:
    """A letter with the values that are the same for everybody."""

    letter: Letter
    document: Document
    names: tuple[str, ...]
    """The placeholders that are personal, sorted."""
    values: Mapping[str, str]
    """The values of all other placeholders."""
    signatory_lines: tuple[SignatoryLine, ...]

    def fill(self, document: Document, values: Mapping[str, str]) -> Document:
        return fill_framed(document, {**self.values, **values}, self.signatory_lines)

    def is_personal(self, blocks: Blocks) -> bool:
        """Whether the blocks contain a personal placeholder."""
        return not placeholders_in(Document(blocks)).isdisjoint(self.names)

    def personal_blocks(self, outline: text.Outline) -> tuple[PersonalBlock, ...]:
        """The blocks that contain a personal placeholder."""
        marks = {name: mark(number) for number, name in enumerate(self.names)}
        blocks = (block for block in self.document.blocks if self.is_personal((block,)))
        return tuple(PersonalBlock(block, self._block_parts(block, marks, outline)) for block in blocks)

    def _block_parts(self, block: Block, marks: Mapping[str, str], outline: text.Outline) -> tuple[str | int, ...]:
        match self.fill(Document((block,)), marks).blocks:
            case (Paragraph() as paragraph,):
                return split_at_marks(text.rewrite_words(paragraph, outline, self.letter.language))
            case _:
                return ()

    @property
    def personal_notes(self) -> tuple[Footnote, ...]:
        """The notes that contain a personal placeholder."""
        return tuple(note for note in self.document.notes if self.is_personal(note.blocks))


def shared_letter(context: LetterContext) -> SharedLetter:
    """The context's letter, its placeholders divided into shared and personal ones."""
    document = with_frame(context.letter.document)
    names = tuple(sorted(placeholders_in(document) - context.values_for_all.keys() - {SIGNATORIES}))
    return SharedLetter(context.letter, document, names, context.values_for_all, context.signatory_lines)


def has_personal_links(shared: SharedLetter) -> bool:
    """Whether the text of a link is personal. Such text decides whether the link gets a number in the text body."""
    blocks = (*shared.document.blocks, *(block for note in shared.document.notes for block in note.blocks))
    links = (inline for inline in every_inline(blocks) if isinstance(inline, Link))
    return any(shared.is_personal((Paragraph(link.children),)) for link in links)
