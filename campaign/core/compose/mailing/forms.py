"""A letter's two bodies with a mark wherever an addressee's own words go: rendered once, by the very code that renders
a letter for one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from jinja2 import Environment

from campaign.core.compose.context import LetterContext
from campaign.core.compose.frame import Frame
from campaign.core.compose.mailing.opaque import only_prints
from campaign.core.compose.mailing.passages import Passage, Shared, has_own_links, shared_of
from campaign.core.compose.mailing.spots import Spots, holds_marks, mark, marks_in, put, unbent
from campaign.core.compose.parts import HTML_TEMPLATE, TEXT_TEMPLATE, as_page, as_text, inlined
from campaign.core.letters import Letter
from campaign.core.letters.tree import Block, Document, Note
from campaign.core.render import html, text
from campaign.core.render.characters import forbidden, is_raised

# What the templates' variables are called that hold the letter's words.
_WORDS = frozenset({"body", "notes"})
# All that is escaped somewhere: behind each mark once, to see that the mark stands in text and nowhere else.
_TRICKY = "<&>\"'\u00a0"
_ANYTHING = "x"


@dataclass(frozen=True, slots=True)
class Forms:
    """The text's marks are the passages and notes that hold an addressee's words; the HTML's are the `names`."""

    names: tuple[str, ...]
    _shared: Shared
    _passages: tuple[Passage, ...]
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


def forms(context: LetterContext, templates: Environment) -> Forms | None:
    """None for a letter that must be rendered for each addressee. Raises ComposeError as `compose` does."""
    letter, frame, shared = context.letter, context.frame, shared_of(context)
    if not letter.subject_line.strip():
        return None
    if forbidden("".join(shared.values.values())) or has_own_links(shared) or not _only_print(templates):
        return None
    anything = shared.filled(shared.document, dict.fromkeys(shared.names, _ANYTHING))
    outline = text.outlined(anything, letter.language)
    unmarked = as_text(letter, outline.joined(), frame, templates)
    unmarked += as_page(letter, _fragments(letter, anything), frame, templates)
    marked = as_text(letter, _marked(shared, outline).joined(), frame, templates)
    page = _marked_page(shared, frame, templates)
    if page is None or "\r" in marked + page or holds_marks(unmarked):
        return None
    return Forms(shared.names, shared, shared.passages(outline), shared.notes, outline, Spots(marked), Spots(page))


def _marked_page(shared: Shared, frame: Frame, templates: Environment) -> str | None:
    """The page with its marks; None where a mark stands elsewhere than in text, or got lost."""
    tricky = {name: mark(number) + _TRICKY for number, name in enumerate(shared.names)}
    filled = shared.filled(shared.document, tricky)
    page = as_page(shared.letter, _fragments(shared.letter, filled), frame, templates)
    written = unbent(inlined(page), _in_html(_TRICKY))
    return written if written is not None and marks_in(written) == marks_in(page) else None


def _marked(shared: Shared, outline: text.Outline) -> text.Outline:
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
