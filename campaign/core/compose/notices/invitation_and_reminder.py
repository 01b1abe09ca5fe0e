"""The texts of invitations and reminders: who asks, what for, why, until when, and where to answer."""

from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import Action, NoticeText, facts, paragraphs, signed_so_far, title
from campaign.core.compose.values import day_in_words
from campaign.core.letters.tree import Blocks


def invitation(context: NoticeContext) -> NoticeText:
    """The first email to a contact who is asked to sign."""
    _ = context.catalogue.gettext
    request = _("%(sender)s asks %(name)s to sign this letter:") % _names(context)
    return NoticeText(
        subject=_own_subject(context) or _("Will %(name)s sign? %(title)s") % _names(context),
        heading=_("An invitation to sign"),
        blocks=_blocks(context, request),
        action=Action(_("Read and answer"), context.links.own),
        after=_how_to_answer(context),
    )


def reminder(context: NoticeContext) -> NoticeText:
    """A later email to a contact who has not answered."""
    _ = context.catalogue.gettext
    day = day_in_words(context.asked_on, context.language) if context.asked_on else ""
    asked = _("On %(day)s we asked %(name)s to sign this letter. We have not heard from you yet:")
    after_promise = _("You wanted to tell us by %(day)s whether %(name)s will sign this letter:")
    request = (after_promise if context.signer.until else asked) % {
        "day": _promise_day(context) or day,
        **_names(context),
    }
    return NoticeText(
        subject=_own_subject(context) or _("Reminder: will %(name)s sign? %(title)s") % _names(context),
        heading=_("Reminder"),
        blocks=_blocks(context, request),
        action=Action(_("Read and answer"), context.links.own),
        after=_how_to_answer(context),
    )


def _own_subject(context: NoticeContext) -> str:
    return context.note.subject if context.note else ""


def _blocks(context: NoticeContext, request: str) -> Blocks:
    """The greeting, the covering note, the request with the letter's title, and what speaks for the letter."""
    return (
        *paragraphs(_greeting(context)),
        *(context.note.document.blocks if context.note else ()),
        *paragraphs(request),
        title(context.title),
        *_arguments(context),
    )


def _promise_day(context: NoticeContext) -> str:
    return day_in_words(context.signer.until, context.language) if context.signer.until else ""


def _names(context: NoticeContext) -> dict[str, str]:
    return {"sender": context.sender.name, "name": context.signon.name, "title": context.title}


def _greeting(context: NoticeContext) -> str:
    _ = context.catalogue.gettext
    return _("Dear %(name)s,") % {"name": context.signer.person} if context.signer.person else _("Hello,")


def _arguments(context: NoticeContext) -> Blocks:
    """What the letter asks, why, how many have signed, and the deadlines."""
    _ = context.catalogue.gettext
    signatures = signed_so_far(context.catalogue, context.signatory_count)
    ask = _("What the letter asks for: %(ask)s") % {"ask": context.letter.ask} if context.letter.ask else ""
    return (*paragraphs(ask, context.letter.why, signatures), *_deadlines(context))


def _deadlines(context: NoticeContext) -> Blocks:
    _ = context.catalogue.gettext
    soft, hard = context.deadlines.soft_at, context.deadlines.hard_at
    return facts(
        context.catalogue,
        (_("Please answer by"), context.moment(soft) if soft else ""),
        (_("Sign by"), context.moment(hard)),
    )


def _how_to_answer(context: NoticeContext) -> Blocks:
    _, links = context.catalogue.gettext, context.links
    how = _(
        "On that page you can sign, tell us when you will decide, or decline. Nothing happens until you press a button"
        " there."
    )
    yours = _("Anyone with your personal link can answer for %(name)s. Share the other two links instead.")
    stop = _("If you decline, we will not write to you about it again. Questions? Reply to this email.")
    return (
        *paragraphs(how),
        *facts(context.catalogue, (_("The letter"), links.page), (_("To share with your director"), links.forward)),
        *paragraphs(yours % _names(context), stop),
    )
