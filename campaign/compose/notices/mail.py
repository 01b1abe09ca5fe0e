"""A mail to a signer: both bodies from its words, and its bytes."""

from typing import Any

from jinja2 import Environment

from campaign.compose.frame import Frame, Identity
from campaign.compose.message import build
from campaign.compose.notices.matter import Matter
from campaign.compose.notices.tree import Words
from campaign.compose.notices.words import words_of
from campaign.compose.parts import Parts, inlined, rendered
from campaign.errors import ComposeError
from campaign.letters.tree import Blocks, Document
from campaign.mail import Mail
from campaign.render import html, text
from campaign.render.characters import forbidden, shown
from campaign.render.terms import terms

TEXT_TEMPLATE = "mail/notice.txt"
HTML_TEMPLATE = "mail/notice.html"


def notice_mail(matter: Matter, frame: Frame, identity: Identity, templates: Environment) -> Mail:
    """The mail. The same arguments give the same bytes.

    Raises ComposeError naming the sign-on: no valid mail address, a line break or control character in a name, a
    template that cannot be used.
    """
    try:
        _need_plain(matter)
        to = (matter.signer.person, matter.signer.mail)
        return build(parts(matter, templates), to, matter.sender, frame, identity, headers=_headers(matter))
    except ComposeError as error:
        raise ComposeError(f"{shown(matter.signon.name)}: {error.message}", hint=error.hint) from error


def parts(matter: Matter, templates: Environment) -> Parts:
    """Subject and bodies. Raises ComposeError for a template that cannot be used."""
    words = words_of(matter)
    common = {
        "kind": matter.kind.value,
        "language": matter.language,
        "terms": terms(matter.language),
        "sender": matter.sender.name,
        "contact": matter.sender.reply_to or matter.sender.address,
    }
    return Parts(
        matter.language,
        words.subject,
        rendered(templates, TEXT_TEMPLATE, common | _for_text(words, matter.language)),
        inlined(rendered(templates, HTML_TEMPLATE, common | _for_html(words, matter.language))),
    )


def _headers(matter: Matter) -> dict[str, str]:
    """Automatic answers say so, so that nobody's absence note answers them; whom we ask first can be left alone."""
    if matter.kind.is_asking:
        return {"List-Unsubscribe": f"<{matter.links.own}>"}
    return {} if matter.kind.by_hand else {"Auto-Submitted": "auto-generated"}


def _for_text(words: Words, language: str) -> dict[str, Any]:
    end = text.plain_text(_end(words), language)
    return {
        "heading": text.heading(words.heading),
        "body": text.plain_text(Document(words.blocks), language).body,
        "action": words.action,
        "after": end.body,
        "notes": end.notes,
        "links": end.links,
    }


def _for_html(words: Words, language: str) -> dict[str, Any]:
    end = html.fragments(_end(words), html.MAIL, language)
    return {
        "title": words.heading,
        "ask": words.subject,
        "body": html.fragments(Document(words.blocks), html.MAIL, language).body,
        "action": words.action,
        "after": end.body,
        "notes": end.notes,
    }


def _end(words: Words) -> Document:
    """What stands behind the action, the redline with its notes among it."""
    redline: Blocks = words.redline.blocks if words.redline else ()
    return Document((*words.after, *redline), words.redline.notes if words.redline else ())


def _need_plain(matter: Matter) -> None:
    for value in (matter.signon.name, matter.signer.person, matter.signer.role):
        if forbidden(value):
            raise ComposeError(f"a line break or a control character in {shown(value)!r}", hint="correct the name")
