"""The texts of notices about a changed letter. Each shows the changes word by word."""

from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import Action, NoticeText, paragraphs, redline_key, title


def correction(context: NoticeContext) -> NoticeText:
    """An editorial correction: the signature now covers the corrected text; the signer can withdraw."""
    _ = context.catalogue.gettext
    message = _(
        "We corrected a mistake in the letter that %(name)s signed. Your signature now covers the corrected text."
    )
    return _change_notice(
        context,
        subject=_("Corrected: %(title)s"),
        heading=_("We corrected the letter"),
        message=message,
        label=_("Open your page"),
        hint=_("You do not need to do anything. If you do not agree, you can withdraw on your page."),
    )


def objection_window(context: NoticeContext) -> NoticeText:
    """An objection window: the signature moves to the new text unless the signer objects in time."""
    _ = context.catalogue.gettext
    message = _(
        "The letter that %(name)s signed has a new text. If you do not object, your signature moves to the new text."
    )
    until = context.moment(context.until) if context.until else ""
    return _change_notice(
        context,
        subject=_("New text, object by %(until)s: %(title)s") % {"until": until, "title": "%(title)s"},
        heading=_("The letter has a new text"),
        message=message,
        label=_("See the changes and object"),
        hint=_("You can object until %(until)s. If you object, your signature stays under the text that you signed.")
        % {"until": until},
    )


def new_agreement(context: NoticeContext) -> NoticeText:
    """Asking again: the signature stays under the old text until the signer agrees to the new one."""
    _ = context.catalogue.gettext
    message = _("The letter that %(name)s signed has a new text. Please tell us whether you sign the new text too.")
    return _change_notice(
        context,
        subject=_("Do you agree to the new text? %(title)s"),
        heading=_("The letter has a new text"),
        message=message,
        label=_("See the changes and agree"),
        hint=_(
            "Until you agree, your signature stays under the text that you signed. It is not shown under the new text."
        ),
    )


def _change_notice(
    context: NoticeContext, *, subject: str, heading: str, message: str, label: str, hint: str
) -> NoticeText:
    _ = context.catalogue.gettext
    names = {"name": context.signon.name, "title": context.title}
    return NoticeText(
        subject=subject % names,
        heading=heading,
        blocks=(*paragraphs(message % names), title(context.title)),
        action=Action(label, context.links.own),
        after=paragraphs(hint, redline_key(context.catalogue) if context.redline else ""),
        redline=context.redline,
    )
