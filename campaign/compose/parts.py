"""The two bodies of a mail, text and HTML, from the filled letter and the templates."""

from dataclasses import dataclass
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, TemplateError, TemplateSyntaxError

from campaign.compose.frame import Frame
from campaign.errors import ComposeError
from campaign.letters import Letter
from campaign.letters.harvest import safe_href
from campaign.letters.tree import Document
from campaign.render import html, text
from campaign.render.terms import terms

TEXT_TEMPLATE = "mail/letter.txt"
HTML_TEMPLATE = "mail/letter.html"
_SHOWN_DIGITS = 12

# Mail programs drop style sheets: each rule goes into the elements it meets; @media, which cannot, stays.
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a mail says, before it is a message. `html` has its style inlined."""

    language: str
    subject: str
    text: str
    html: str


def parts(letter: Letter, document: Document, frame: Frame, templates: Environment) -> Parts:
    """Subject and bodies of a letter whose `document` is filled.

    Raises ComposeError for a letter without subject and for a template that cannot be used.
    """
    if not letter.subject_line.strip():
        raise ComposeError(f"{letter.path}: the letter has no subject", hint="give it a title or a subject")
    common = {
        "language": letter.language,
        "terms": terms(letter.language),
        "version": frame.digest[:_SHOWN_DIGITS],
        "public_url": safe_href(frame.public_url),
    }
    return Parts(
        letter.language,
        letter.subject_line,
        rendered(templates, TEXT_TEMPLATE, common | _for_text(letter, document)),
        inlined(rendered(templates, HTML_TEMPLATE, common | _for_html(letter, document))),
    )


def _for_text(letter: Letter, document: Document) -> dict[str, Any]:
    written, words = text.plain_text(document, letter.language), terms(letter.language)
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


def _for_html(letter: Letter, document: Document) -> dict[str, Any]:
    written = html.fragments(document, html.MAIL, letter.language)
    return {
        "title": letter.title or letter.subject_line,
        "ask": letter.ask,
        "delivery": letter.delivery,
        "body": written.body,
        "notes": written.notes,
    }


def inlined(page: str) -> str:
    """A page with its style sheet written into its elements."""
    return _INLINER.inline(page)


def rendered(templates: Environment, name: str, values: dict[str, Any]) -> str:
    """A template filled. Raises ComposeError for one that cannot be used."""
    try:
        return templates.get_template(name).render(values)
    except TemplateError as error:
        place = f"{error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else name
        raise ComposeError(
            f"templates/{place}: the template cannot be used ({error.message})",
            hint="correct it, or remove it to use the one that comes with the program",
        ) from error
