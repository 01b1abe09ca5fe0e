"""The words of mails on the way of a sign-on: confirm, your page, listed, refused, a question, withdrawn."""

from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import (
    Action,
    NoticeText,
    facts,
    join_parts,
    paragraphs,
    quotation,
    title,
)
from campaign.core.letters.tree import Blocks
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnSource

_SHOWN_DIGITS = 12


def confirmation(context: NoticeContext) -> NoticeText:
    """The signer's mail address is to be confirmed."""
    _ = context.catalogue.gettext
    return NoticeText(
        subject=_("Please confirm: %(title)s") % {"title": context.title},
        heading=_("Please confirm the signature"),
        blocks=(*paragraphs(_how_it_arrived(context)), title(context.title), *_signature(context)),
        action=Action(_("Look at it and confirm"), context.links.confirm),
        after=paragraphs(
            _("The link opens a page with a button. Only pressing the button confirms."),
            _("Was it not you? Then ignore this mail: nothing is published, and nobody writes to you again."),
        ),
    )


def own_page(context: NoticeContext) -> NoticeText:
    """The signer's personal link."""
    _ = context.catalogue.gettext
    waiting = _("We look at each signature before it appears; that is the next step, and you will hear of it.")
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
        after=_your_page(context),
    )


def listing(context: NoticeContext) -> NoticeText:
    """The sign-on is public now."""
    _ = context.catalogue.gettext
    is_listed = _("%(name)s now stands under this letter:") % {"name": context.signon.name}
    return NoticeText(
        subject=_("%(name)s is listed: %(title)s") % {"name": context.signon.name, "title": context.title},
        heading=_("You are listed"),
        blocks=(*paragraphs(is_listed), title(context.title), *_signature(context)),
        action=Action(_("See the letter"), context.links.page),
        after=(*facts(context.catalogue, (_("Your page"), context.links.own)), *_your_page(context)),
    )


def refusal(context: NoticeContext) -> NoticeText:
    """The coordinator does not list the sign-on."""
    _ = context.catalogue.gettext
    reason = (
        (*paragraphs(_("The reason:")), *quotation(context.coordinator_text))
        if context.coordinator_text.strip()
        else ()
    )
    sorry = _("Thank you for wanting to sign this letter. We do not list %(name)s under it:")
    return NoticeText(
        subject=_("Not listed: %(title)s") % {"title": context.title},
        heading=_("The signature is not listed"),
        blocks=(*paragraphs(sorry % {"name": context.signon.name}), title(context.title), *reason),
        after=paragraphs(_("Is that a mistake? Answer this mail.")),
    )


def question(context: NoticeContext) -> NoticeText:
    """The coordinator asks something before the sign-on is listed."""
    _ = context.catalogue.gettext
    before = _("Before we list %(name)s under this letter, we have a question:") % {"name": context.signon.name}
    return NoticeText(
        subject=_("A question about your signature: %(title)s") % {"title": context.title},
        heading=_("A question"),
        blocks=(*paragraphs(before), *quotation(context.coordinator_text), *_signature(context)),
        after=paragraphs(_("Please answer this mail.")),
    )


def withdrawal(context: NoticeContext) -> NoticeText:
    """The sign-on was withdrawn."""
    _ = context.catalogue.gettext
    is_withdrawn = _(
        "%(name)s no longer stands under this letter. What was sent before keeps the names it was sent with."
    )
    return NoticeText(
        subject=_("Withdrawn: %(title)s") % {"title": context.title},
        heading=_("The signature is withdrawn"),
        blocks=(*paragraphs(is_withdrawn % {"name": context.signon.name}), title(context.title)),
        after=paragraphs(_("Did you not ask for this? Answer this mail.")),
    )


def _how_it_arrived(context: NoticeContext) -> str:
    _ = context.catalogue.gettext
    match context.signon.source:
        case SignOnSource.MAIL:
            return _("You wrote to us that you sign this letter, and we entered it for you:")
        case SignOnSource.PHONE:
            return _("You told us on the phone that you sign this letter, and we entered it for you:")
        case _:
            return _("This address was given by somebody who signs this letter:")


def _signature(context: NoticeContext) -> Blocks:
    """Who signs what, as it will be kept: the signer checks it."""
    _ = context.catalogue.gettext
    who = "" if context.is_personal else join_parts((context.signer.person, context.signer.role))
    return facts(
        context.catalogue,
        (_("Appears as"), context.signon.name),
        (_("Signed by"), who),
        (_("The letter"), context.links.page),
        (_("Version of the text"), context.digest[:_SHOWN_DIGITS]),
    )


def _your_page(context: NoticeContext) -> Blocks:
    _ = context.catalogue.gettext
    can = (
        _("On your page you correct the name, add a quotation, or withdraw.")
        if context.is_personal
        else _("On your page you correct the name, add a logo, a website or a quotation, or withdraw.")
    )
    return paragraphs(can, _("Its link is yours alone: whoever has it can do this. Keep this mail."))
