"""The texts of notices about a sign-on: confirm, own page, listed, refused, question, withdrawn, merged."""

from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import (
    Action,
    NoticeText,
    facts,
    join_parts,
    paragraphs,
    quotation,
    redline_key,
    title,
)
from campaign.core.letters.tree import Blocks
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnSource
from campaign.core.signons.harmless_name import harmless_name

_DIGEST_DIGITS = 12


def confirmation(context: NoticeContext) -> NoticeText:
    """Asks the signer to confirm the email address.

    Anybody can cause this email to anybody. So of what was typed it has the name alone, and that only if it can be no
    message: the answers are on the page behind the link.
    """
    _ = context.catalogue.gettext
    not_me = _("If this was not you, ignore this email. We publish nothing and will not write to you again.")
    if context.is_by_stranger:
        not_me = _("If this was not you, we publish nothing. This link stops such emails to you:")
    return NoticeText(
        subject=_("Please confirm: %(title)s") % {"title": context.title},
        heading=_("Please confirm your signature"),
        blocks=(*paragraphs(_how_it_arrived(context)), title(context.title), *_signature(context)),
        action=Action(_("Check and confirm"), context.links.confirm),
        after=(
            *paragraphs(
                _("The link opens a page with a button. Your signature is confirmed only when you press the button."),
                not_me,
            ),
            *facts(context.catalogue, (_("It was not me"), context.links.not_me)),
        ),
    )


def own_page(context: NoticeContext) -> NoticeText:
    """Gives the signer the link of the personal page."""
    _ = context.catalogue.gettext
    waiting = _("We review each signature before we list it. You will get an email when yours is listed.")
    return NoticeText(
        subject=_("Your page: %(title)s") % {"title": context.title},
        heading=_("Your page"),
        blocks=(
            *paragraphs(_("Thank you for signing this letter:")),
            title(context.title),
            *_signature(context),
            *paragraphs(waiting if context.signon.state is SignOnState.CONFIRMED else ""),
        ),
        action=Action(_("Open your page"), context.links.own),
        after=(*_your_page(context), *_receipt(context)),
    )


def listing(context: NoticeContext) -> NoticeText:
    """Says that the sign-on is listed."""
    _ = context.catalogue.gettext
    is_listed = _("%(name)s is now listed under this letter:") % {"name": context.signon.name}
    return NoticeText(
        subject=_("%(name)s is listed: %(title)s") % {"name": context.signon.name, "title": context.title},
        heading=_("You are listed"),
        blocks=(*paragraphs(is_listed), title(context.title), *_signature(context)),
        action=Action(_("See the letter"), context.links.page),
        after=(
            *facts(context.catalogue, (_("Your page"), context.links.own)),
            *_your_page(context),
            *_receipt(context),
        ),
    )


def refusal(context: NoticeContext) -> NoticeText:
    """Says that the sign-on is refused, with the coordinator's reason if there is one."""
    _ = context.catalogue.gettext
    reason = (
        (*paragraphs(_("Reason:")), *quotation(context.coordinator_text)) if context.coordinator_text.strip() else ()
    )
    sorry = _("Thank you for wanting to sign this letter. We have not listed %(name)s:")
    return NoticeText(
        subject=_("Not listed: %(title)s") % {"title": context.title},
        heading=_("Your signature is not listed"),
        blocks=(*paragraphs(sorry % {"name": context.signon.name}), title(context.title), *reason),
        after=paragraphs(_("If you think that this is a mistake, reply to this email.")),
    )


def question(context: NoticeContext) -> NoticeText:
    """Asks the coordinator's question before the sign-on is listed."""
    _ = context.catalogue.gettext
    before = _("Before we list %(name)s, we have a question:") % {"name": context.signon.name}
    return NoticeText(
        subject=_("A question about your signature: %(title)s") % {"title": context.title},
        heading=_("A question"),
        blocks=(*paragraphs(before), *quotation(context.coordinator_text), *_signature(context)),
        after=paragraphs(_("Please reply to this email.")),
    )


def withdrawal(context: NoticeContext) -> NoticeText:
    """Says that the sign-on is withdrawn."""
    _ = context.catalogue.gettext
    is_withdrawn = _(
        "%(name)s is no longer listed under this letter. Letters that were already sent keep the names they were sent"
        " with."
    )
    return NoticeText(
        subject=_("Withdrawn: %(title)s") % {"title": context.title},
        heading=_("Your signature is withdrawn"),
        blocks=(*paragraphs(is_withdrawn % {"name": context.signon.name}), title(context.title)),
        after=(*paragraphs(_("If you did not ask for this, reply to this email.")), *_receipt(context)),
    )


def merged(context: NoticeContext) -> NoticeText:
    """Says that the sign-on was merged into another one of the same organisation, and whether that one is listed."""
    _ = context.catalogue.gettext
    names = {"name": context.signon.name, "signed": context.merged_name, "title": context.title}
    is_listed = context.signon.state is SignOnState.LISTED
    if is_listed:
        state = _("%(name)s is listed under this letter:") % names
    else:
        state = _("We review the signature of %(name)s under this letter before we list it:") % names
    why = _(
        "You signed as “%(signed)s”. We had an entry for your organisation already, so we put the two together:"
        " it appears once, as “%(name)s”."
    )
    contact = (
        _("You are the contact for it: if the text of the letter changes, we will ask you.")
        if context.is_contact
        else _("Somebody else in your organisation is the contact for it, and hears from us if the text changes.")
    )
    changed = (_("The text has changed since you signed it:"), redline_key(context.catalogue))
    return NoticeText(
        subject=(_("%(name)s is listed: %(title)s") if is_listed else _("Your signature: %(title)s")) % names,
        heading=_("You are listed") if is_listed else _("Your signature"),
        blocks=(
            *paragraphs(state),
            title(context.title),
            *_signature(context),
            *paragraphs(why % names, contact, _("If any of this is wrong, reply to this email.")),
        ),
        action=Action(_("Open your page"), context.links.own),
        after=(
            *(_your_page(context) if context.is_contact else ()),
            *paragraphs(*(changed if context.redline else ())),
        ),
        redline=context.redline,
    )


def _how_it_arrived(context: NoticeContext) -> str:
    _ = context.catalogue.gettext
    match context.signon.source:
        case SignOnSource.MAIL:
            return _("You wrote to us that you want to sign this letter. We entered it for you:")
        case SignOnSource.PHONE:
            return _("You told us on the phone that you want to sign this letter. We entered it for you:")
        case _:
            return _("Someone gave this email address to sign this letter:")


def _signature(context: NoticeContext) -> Blocks:
    """What is recorded about the signature, for the signer to check."""
    _ = context.catalogue.gettext
    who = "" if context.is_personal else join_parts((context.signer.person, context.signer.role))
    name = context.signon.name
    if context.is_by_stranger:
        who, name = "", harmless_name(name)
    return facts(
        context.catalogue,
        (_("Listed as"), name),
        (_("Signed by"), who),
        (_("The letter"), context.links.page),
        (_("Text version"), f"{context.version} (SHA-256 {context.digest[:_DIGEST_DIGITS]})"),
    )


def _receipt(context: NoticeContext) -> Blocks:
    """The line of the record about the sign-on: with it, the signer can prove later that the record was not
    rewritten."""
    _ = context.catalogue.gettext
    return facts(context.catalogue, (_("Line in the record"), context.record))


def _your_page(context: NoticeContext) -> Blocks:
    _ = context.catalogue.gettext
    can = (
        _("On your page you can correct the name, add a quote, or withdraw.")
        if context.is_personal
        else _("On your page you can correct the name, add a logo, a website or a quote, or withdraw.")
    )
    return paragraphs(can, _("Your link is personal: anyone who has it can do this. Keep this email."))
