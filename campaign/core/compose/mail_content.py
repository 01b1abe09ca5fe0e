"""The text and HTML bodies of a message, made from the filled letter and the templates."""

from dataclasses import dataclass
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, TemplateError, TemplateSyntaxError

from campaign.core.compose.message_frame import Frame
from campaign.core.letters import Letter
from campaign.core.letters.tree import Document
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render import html, text
from campaign.core.render.letter_words import terms
from campaign.errors import ComposeError

TEXT_TEMPLATE = "mail/letter.txt"
HTML_TEMPLATE = "mail/letter.html"
_DIGEST_DIGITS = 12

# Email programs drop style sheets, so rules are written into the elements. Only @media rules stay in <style>.
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class MailContent:
    """What a message says, not yet encoded."""

    language: str
    subject: str
    text: str
    html: str
    """With its styles inlined."""


def mail_content(letter: Letter, document: Document, frame: Frame, templates: Environment) -> MailContent:
    """Subject and bodies of a letter. `document` is its filled tree.

    Raises ComposeError for a letter without a subject and for a broken template.
    """
    if not letter.subject_line.strip():
        raise ComposeError(f"{letter.path}: the letter has no subject", fix="give it a title or a subject")
    plain = text.plain_text(document, letter.language)
    fragments = html.fragments(document, html.MAIL, letter.language)
    return MailContent(
        letter.language,
        letter.subject_line,
        text_body(letter, plain, frame, templates),
        inline_styles(html_body(letter, fragments, frame, templates)),
    )


def text_body(letter: Letter, plain: text.PlainText, frame: Frame, templates: Environment) -> str:
    """The text body. Raises ComposeError for a broken template."""
    return render_template(templates, TEXT_TEMPLATE, _common(letter, frame) | _for_text(letter, plain))


def html_body(letter: Letter, fragments: html.Fragments, frame: Frame, templates: Environment) -> str:
    """The HTML body, its styles not inlined yet. Raises ComposeError for a broken template."""
    return render_template(templates, HTML_TEMPLATE, _common(letter, frame) | _for_html(letter, fragments))


def inline_styles(page: str) -> str:
    """Move the rules of style sheets into the elements of an HTML page."""
    inline: str = _INLINER.inline(page)
    return inline


def _common(letter: Letter, frame: Frame) -> dict[str, Any]:
    return {
        "language": letter.language,
        "terms": terms(letter.language),
        "version": frame.digest[:_DIGEST_DIGITS],
        "public_url": safe_href(frame.public_url),
    }


def _for_text(letter: Letter, written: text.PlainText) -> dict[str, Any]:
    words = terms(letter.language)
    return {
        "title": text.heading(letter.title or letter.subject_line),
        "ask": text.paragraph(letter.ask),
        "delivery": text.paragraph(letter.delivery),
        "body": written.body,
        "notes": written.notes,
        "links": written.links,
        "notes_heading": text.heading(words.notes.upper()),
        "links_heading": text.heading(words.links.upper()),
    }


def _for_html(letter: Letter, written: html.Fragments) -> dict[str, Any]:
    return {
        "title": letter.title or letter.subject_line,
        "ask": letter.ask,
        "delivery": letter.delivery,
        "body": written.body,
        "notes": written.notes,
    }


def render_template(templates: Environment, name: str, values: dict[str, Any]) -> str:
    """Render a template. Raises ComposeError for a broken one, with its line."""
    try:
        return templates.get_template(name).render(values)
    except TemplateError as error:
        position = f"{error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else name
        raise ComposeError(
            f"templates/{position}: the template cannot be used ({error.message})",
            fix="correct it, or remove it to use the one that comes with the program",
        ) from error
