"""A mail to a signer: both bodies from its words, and its bytes."""

from typing import Any

from jinja2 import Environment

from campaign.core.compose.frame import Frame, Identity
from campaign.core.compose.message import build
from campaign.core.compose.notices.matter import Matter
from campaign.core.compose.notices.tree import Action, Words
from campaign.core.compose.notices.words import words_of
from campaign.core.compose.parts import Parts, inlined, rendered
from campaign.core.letters.tree import Blocks, Document
from campaign.core.message.mail import Mail
from campaign.core.render import html, text
from campaign.core.render.characters import forbidden, shown
from campaign.core.render.terms import terms
from campaign.errors import ComposeError

TEXT_TEMPLATE = "mail/notice.txt"
HTML_TEMPLATE = "mail/notice.html"
ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058 section 3.2: what the mail program posts


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
        "stop": None if matter.kind.is_answer else _stop(matter),
    }
    return Parts(
        matter.language,
        words.subject,
        rendered(templates, TEXT_TEMPLATE, common | _for_text(words, matter.language)),
        inlined(rendered(templates, HTML_TEMPLATE, common | _for_html(words, matter.language))),
    )


def _headers(matter: Matter) -> dict[str, str]:
    """What nobody wrote by hand says so, so that no absence note answers it (RFC 3834 section 5). What nobody has just
    asked for is ended with one click (RFC 2369 section 3.2, RFC 8058)."""
    headers = {} if matter.kind.by_hand else {"Auto-Submitted": "auto-generated"}
    if not matter.kind.is_answer:
        headers |= {"List-Unsubscribe": f"<{matter.links.stop}>", "List-Unsubscribe-Post": ONE_CLICK}
    return headers


def _stop(matter: Matter) -> Action:
    return Action(matter.say.gettext("No more mails from this campaign"), matter.links.stop)


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
