"""Composes an email to a signer from its text."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from campaign.core.compose.mail_content import MailContent, inline_styles, render_template
from campaign.core.compose.message import build
from campaign.core.compose.message_frame import Frame, Identity
from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import Action, NoticeText
from campaign.core.compose.notices.wording import notice_text
from campaign.core.letters.tree import Blocks, Document
from campaign.core.message.message import Message
from campaign.core.render import html, text
from campaign.core.render.characters import has_forbidden, printable
from campaign.core.render.letter_words import terms
from campaign.core.signons.notice import NoticeKind
from campaign.errors import ComposeError

TEXT_TEMPLATE = "mail/notice.txt"
HTML_TEMPLATE = "mail/notice.html"
ONE_CLICK = "List-Unsubscribe=One-Click"  # what the email program posts (RFC 8058 section 3.2)


def notice_message(context: NoticeContext, frame: Frame, identity: Identity, templates: Environment) -> Message:
    """Compose the message. The same arguments give the same bytes.

    Raises ComposeError naming the sign-on, for a wrong email address, a line break or control character in a name, and
    a broken template.
    """
    try:
        _check_names(context)
        to = ("" if context.is_by_stranger else context.signer.person, context.signer.address)
        return build(notice_content(context, templates), to, context.sender, frame, identity, headers=_headers(context))
    except ComposeError as error:
        raise ComposeError(f"{printable(context.signon.name)}: {error.message}", fix=error.fix) from error


def notice_content(context: NoticeContext, templates: Environment) -> MailContent:
    """Subject and bodies. Raises ComposeError for a broken template."""
    notice = notice_text(context)
    common = {
        "kind": context.kind.value,
        "language": context.language,
        "terms": terms(context.language),
        "sender": context.sender.name,
        "contact": context.sender.reply_to or context.sender.address,
        "stop": _stop(context) if _may_stop(context) else None,
    }
    return content_of(notice, common, context.language, templates)


def content_of(notice: NoticeText, common: Mapping[str, Any], language: str, templates: Environment) -> MailContent:
    """Subject and bodies of a text. `common` holds what both templates use besides it."""
    values = dict(common)
    return MailContent(
        language,
        notice.subject,
        render_template(templates, TEXT_TEMPLATE, values | _for_text(notice, language)),
        inline_styles(render_template(templates, HTML_TEMPLATE, values | _for_html(notice, language))),
    )


def _headers(context: NoticeContext) -> dict[str, str]:
    """Further headers. Automatic emails are marked as such, so that no autoresponder answers (RFC 3834 section 5).
    Emails that nobody has just requested can be stopped with one click (RFC 2369 section 3.2, RFC 8058)."""
    headers = {} if context.kind.is_manual else {"Auto-Submitted": "auto-generated"}
    stop = context.links.not_me or (context.links.stop if _may_stop(context) else "")
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": ONE_CLICK}
    return headers


def _may_stop(context: NoticeContext) -> bool:
    """Whether it has the link that stops all emails: unless its signer has just asked for it. A stranger's form can ask
    for the one with the personal link."""
    return not context.kind.is_answer or context.kind is NoticeKind.OWN


def _stop(context: NoticeContext) -> Action:
    return Action(context.catalogue.gettext("Stop emails from this campaign"), context.links.stop)


def _for_text(notice: NoticeText, language: str) -> dict[str, Any]:
    end = text.plain_text(_end(notice), language)
    return {
        "heading": text.heading(notice.heading),
        "body": text.plain_text(Document(notice.blocks), language).body,
        "action": notice.action,
        "after": end.body,
        "notes": end.notes,
        "links": end.links,
    }


def _for_html(notice: NoticeText, language: str) -> dict[str, Any]:
    end = html.fragments(_end(notice), html.MAIL, language)
    return {
        "title": notice.heading,
        "ask": notice.subject,
        "body": html.fragments(Document(notice.blocks), html.MAIL, language).body,
        "action": notice.action,
        "after": end.body,
        "notes": end.notes,
    }


def _end(notice: NoticeText) -> Document:
    """Everything after the action, including the redline with its notes."""
    redline: Blocks = notice.redline.blocks if notice.redline else ()
    return Document((*notice.after, *redline), notice.redline.notes if notice.redline else ())


def _check_names(context: NoticeContext) -> None:
    for value in (context.signon.name, context.signer.person, context.signer.role):
        if has_forbidden(value):
            raise ComposeError(f"a line break or a control character in {printable(value)!r}", fix="correct the name")
