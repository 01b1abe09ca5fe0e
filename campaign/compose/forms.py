"""A letter's two bodies with a mark wherever an addressee's own words go: rendered once, by the very code that renders
a letter for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from jinja2 import Environment

from campaign.addressees import Addressee
from campaign.compose.frame import Frame
from campaign.compose.opaque import only_prints
from campaign.compose.parts import HTML_TEMPLATE, TEXT_TEMPLATE, framed
from campaign.compose.spots import Spots, holds_marks, mark, parted, put, unbent
from campaign.compose.values import shared_values
from campaign.letters import Letter, placeholders_in, with_frame
from campaign.letters.fill import SIGNATORIES, fill_framed
from campaign.letters.tree import Block, Blocks, Document, Link, Note, Paragraph, SignatoryLine, every_inline
from campaign.render import html, text
from campaign.render.characters import forbidden, is_raised
from campaign.signatories import Organisation, lines

# What the templates' variables are called that hold the letter's words.
_WORDS = frozenset({"body", "notes"})
# All that is escaped somewhere: behind each mark once, to see that the mark stands in text and nowhere else.
_TRICKY = "<&>\"'\u00a0"
_ANYTHING = "x"


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block that holds an addressee's words. `parts` has its words where it is a paragraph, () for other blocks."""

    block: Block
    parts: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
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

    def passages(self, outline: text.Outline) -> tuple[_Passage, ...]:
        """The blocks that hold some."""
        marks = {name: mark(number) for number, name in enumerate(self.names)}
        own = (block for block in self.document.blocks if self.is_own((block,)))
        return tuple(_Passage(block, self._parts(block, marks, outline)) for block in own)

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


@dataclass(frozen=True, slots=True)
class Forms:
    """The text's marks are the passages and notes that hold an addressee's words; the HTML's are the `names`."""

    names: tuple[str, ...]
    _shared: _Shared
    _passages: tuple[_Passage, ...]
    _notes: tuple[Note, ...]
    _outline: text.Outline
    text: Spots
    html: Spots

    def text_runs(self, said: Mapping[str, str]) -> list[bytes]:
        """The own lines of the text for one addressee; `said` has a value for each of the names."""
        words = [said[name] for name in self.names]
        calm = all(map(_is_calm, words))
        written = [
            text.filled(put(passage.parts, words)) if calm and passage.parts else self._again(passage.block, said)
            for passage in self._passages
        ]
        return self.text.own(written + [self._note_again(note, said) for note in self._notes])

    def html_runs(self, said: Mapping[str, str]) -> list[bytes]:
        """The same of the HTML."""
        return self.html.own([_in_html(said[name]) for name in self.names])

    def _again(self, block: Block, said: Mapping[str, str]) -> str:
        (filled,) = self._shared.filled(Document((block,)), said).blocks
        return text.block_again(filled, self._outline, self._shared.letter.language)

    def _note_again(self, note: Note, said: Mapping[str, str]) -> str:
        (filled,) = self._shared.filled(Document((), (note,)), said).notes
        return text.note_again(filled, self._outline, self._shared.letter.language)


def forms(
    letter: Letter,
    addressees: Sequence[Addressee],
    organisations: Sequence[Organisation],
    frame: Frame,
    templates: Environment,
) -> Forms | None:
    """None for a letter that must be rendered for each addressee. Raises ComposeError as `compose` does."""
    shared = _shared(letter, addressees, organisations, frame)
    if forbidden("".join(shared.values.values())) or _has_own_links(shared) or not _only_print(templates):
        return None
    anything = shared.filled(shared.document, dict.fromkeys(shared.names, _ANYTHING))
    outline = text.outlined(anything, letter.language)
    plain = framed(letter, outline.joined(), _fragments(letter, anything), frame, templates)
    tricky = {name: mark(number) + _TRICKY for number, name in enumerate(shared.names)}
    fragments = _fragments(letter, shared.filled(shared.document, tricky))
    marked = framed(letter, _marked(shared, outline).joined(), fragments, frame, templates)
    page = unbent(marked.html, _in_html(_TRICKY))
    if page is None or "\r" in marked.text + page or holds_marks(plain.text + plain.html):
        return None
    passages = shared.passages(outline)
    return Forms(shared.names, shared, passages, shared.notes, outline, Spots(marked.text), Spots(page))


def _shared(
    letter: Letter, addressees: Sequence[Addressee], organisations: Sequence[Organisation], frame: Frame
) -> _Shared:
    signed = lines(organisations)
    values = shared_values(letter, addressees, len(signed), frame)
    document = with_frame(letter.document)
    names = tuple(sorted(placeholders_in(document) - values.keys() - {SIGNATORIES}))
    return _Shared(letter, document, names, values, signed)


def _marked(shared: _Shared, outline: text.Outline) -> text.Outline:
    """The outline with a mark in place of each block and note that is an addressee's own."""
    numbers = count()
    blocks = zip(outline.blocks, shared.document.blocks, strict=True)
    notes = zip(outline.notes, shared.document.notes, strict=True)
    return replace(
        outline,
        blocks=tuple([mark(next(numbers))] if shared.is_own((block,)) else written for written, block in blocks),
        notes=tuple([mark(next(numbers))] if shared.is_own(note.blocks) else written for written, note in notes),
    )


def _fragments(letter: Letter, document: Document) -> html.Fragments:
    return html.fragments(document, html.MAIL, letter.language)


def _in_html(value: str) -> str:
    """A value as it stands in the text of a page that was parsed and written again."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\u00a0", "&nbsp;")


def _is_calm(value: str) -> bool:
    """Whether nothing around the value is set otherwise for what it begins or ends with: spaces stand outside of
    emphasis, a raised figure is kept apart from a note's."""
    return value == value.strip() and not (is_raised(value[:1]) or is_raised(value[-1:]))


def _only_print(templates: Environment) -> bool:
    return all(only_prints(templates, name, _WORDS) for name in (TEXT_TEMPLATE, HTML_TEMPLATE))


def _has_own_links(shared: _Shared) -> bool:
    """Whether a link says an addressee's own words: on them depends whether it has a number in the text."""
    blocks = (*shared.document.blocks, *(block for note in shared.document.notes for block in note.blocks))
    links = (inline for inline in every_inline(blocks) if isinstance(inline, Link))
    return any(shared.is_own((Paragraph(link.children),)) for link in links)
