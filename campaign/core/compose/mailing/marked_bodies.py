"""A letter's text and HTML bodies with a mark for each personal value, rendered once by the code that renders a letter
for one addressee."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from jinja2 import Environment

from campaign.core.compose.context import LetterContext
from campaign.core.compose.mail_content import HTML_TEMPLATE, TEXT_TEMPLATE, html_body, inline_styles, text_body
from campaign.core.compose.mailing.marked_text import (
    MarkedText,
    count_marks,
    fill_marks,
    holds_marks,
    mark,
    without_tails,
)
from campaign.core.compose.mailing.shared_letter import PersonalBlock, SharedLetter, has_personal_links, shared_letter
from campaign.core.compose.mailing.template_check import only_prints
from campaign.core.compose.message_frame import Frame
from campaign.core.letters import Letter
from campaign.core.letters.tree import Block, Document, Footnote
from campaign.core.render import html, text
from campaign.core.render.characters import has_forbidden, is_superscript

# The template variables that hold the letter's text.
_WORDS = frozenset({"body", "notes"})
# Characters that some context escapes. Placed behind each mark, they show that it is in plain text and nowhere else.
_TRICKY = "<&>\"'\u00a0"
_ANYTHING = "x"


@dataclass(frozen=True, slots=True)
class MarkedBodies:
    """Both bodies of a letter, marked.

    In the text a mark replaces a whole personal block or note, in the HTML one of the placeholders `names`.
    """

    names: tuple[str, ...]
    _letter: SharedLetter
    _blocks: tuple[PersonalBlock, ...]
    _notes: tuple[Footnote, ...]
    _outline: text.Outline
    text: MarkedText
    html: MarkedText

    def personal_text(self, values: Mapping[str, str]) -> list[bytes]:
        """The personal lines of the text. `values` has one for each of `names`."""
        words = [values[name] for name in self.names]
        plain = all(map(_is_plain, words))
        blocks = [
            text.fill_lines(fill_marks(passage.parts, words))
            if plain and passage.parts
            else self._block_text(passage.block, values)
            for passage in self._blocks
        ]
        return self.text.filled_runs(blocks + [self._note_text(note, values) for note in self._notes])

    def personal_html(self, values: Mapping[str, str]) -> list[bytes]:
        """The personal lines of the HTML. `values` has one for each of `names`."""
        return self.html.filled_runs([_in_html(values[name]) for name in self.names])

    def _block_text(self, block: Block, values: Mapping[str, str]) -> str:
        (filled,) = self._letter.fill(Document((block,)), values).blocks
        return text.rewrite_block(filled, self._outline, self._letter.letter.language)

    def _note_text(self, note: Footnote, values: Mapping[str, str]) -> str:
        (filled,) = self._letter.fill(Document((), (note,)), values).notes
        return text.rewrite_note(filled, self._outline, self._letter.letter.language)


def marked_bodies(context: LetterContext, templates: Environment) -> MarkedBodies | None:
    """The marked bodies; None if the letter must be rendered for each addressee. Raises ComposeError like `mails`."""
    letter, frame, shared = context.letter, context.frame, shared_letter(context)
    if not letter.subject_line.strip():
        return None
    if has_forbidden("".join(shared.values.values())) or has_personal_links(shared) or not _only_prints(templates):
        return None
    filled = shared.fill(shared.document, dict.fromkeys(shared.names, _ANYTHING))
    outline = text.build_outline(filled, letter.language)
    unmarked = text_body(letter, outline.join(), frame, templates)
    unmarked += html_body(letter, _fragments(letter, filled), frame, templates)
    marked = text_body(letter, _mark_outline(shared, outline).join(), frame, templates)
    page = _marked_page(shared, frame, templates)
    if page is None or "\r" in marked + page or holds_marks(unmarked):
        return None
    return MarkedBodies(
        shared.names,
        shared,
        shared.personal_blocks(outline),
        shared.personal_notes,
        outline,
        MarkedText(marked),
        MarkedText(page),
    )


def _marked_page(shared: SharedLetter, frame: Frame, templates: Environment) -> str | None:
    """The HTML with its marks; None if a mark is lost or is not in plain text."""
    tricky = {name: mark(number) + _TRICKY for number, name in enumerate(shared.names)}
    filled = shared.fill(shared.document, tricky)
    page = html_body(shared.letter, _fragments(shared.letter, filled), frame, templates)
    page_text = without_tails(inline_styles(page), _in_html(_TRICKY))
    return page_text if page_text is not None and count_marks(page_text) == count_marks(page) else None


def _mark_outline(shared: SharedLetter, outline: text.Outline) -> text.Outline:
    """The outline with a mark in place of each personal block and note."""
    numbers = count()
    blocks = zip(outline.blocks, shared.document.blocks, strict=True)
    notes = zip(outline.notes, shared.document.notes, strict=True)
    return replace(
        outline,
        blocks=tuple([mark(next(numbers))] if shared.is_personal((block,)) else lines for lines, block in blocks),
        notes=tuple([mark(next(numbers))] if shared.is_personal(note.blocks) else lines for lines, note in notes),
    )


def _fragments(letter: Letter, document: Document) -> html.Fragments:
    return html.fragments(document, html.MAIL, letter.language)


def _in_html(value: str) -> str:
    """A value as the CSS inliner writes it after parsing the page."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\u00a0", "&nbsp;")


def _is_plain(value: str) -> bool:
    """Whether the value leaves the text around it unchanged. Spaces at its ends move out of emphasis, and a raised
    figure is separated from a note's number."""
    return value == value.strip() and not (is_superscript(value[:1]) or is_superscript(value[-1:]))


def _only_prints(templates: Environment) -> bool:
    return all(only_prints(templates, name, _WORDS) for name in (TEXT_TEMPLATE, HTML_TEMPLATE))
