"""The texts of what signatories hear about the letter itself: that it was sent, and what came of it."""

from campaign.core.compose.notices.notice_context import NoticeContext
from campaign.core.compose.notices.notice_text import Action, NoticeText, facts, paragraphs, signed_so_far, title
from campaign.core.compose.values import day_in_words
from campaign.core.letters.tree import Blocks


def letter_sent(context: NoticeContext) -> NoticeText:
    """Says that the letter was sent: when, to how many, and with how many signatories."""
    _, ngettext = context.catalogue.gettext, context.catalogue.ngettext
    day = day_in_words(context.sent_on, context.language) if context.sent_on else ""
    sentence = ngettext(
        "On %(day)s we sent the letter that %(name)s signed to %(number)d addressee:",
        "On %(day)s we sent the letter that %(name)s signed to %(number)d addressees:",
        context.reached,
    )
    return _announcement(
        context,
        subject=_("The letter has been sent: %(title)s"),
        heading=_("The letter has been sent"),
        before=paragraphs(sentence % {"day": day, "name": context.signon.name, "number": context.reached}),
        below=paragraphs(signed_so_far(context.catalogue, context.signatory_count)),
    )


def letter_result(context: NoticeContext) -> NoticeText:
    """Says what came of the letter, in the coordinator's words."""
    _ = context.catalogue.gettext
    return _announcement(
        context,
        subject=_("The result of the letter: %(title)s"),
        heading=_("The result of the letter"),
        before=paragraphs(_("%(name)s signed this letter. This is the result:") % {"name": context.signon.name}),
        below=(),
    )


def _announcement(context: NoticeContext, *, subject: str, heading: str, before: Blocks, below: Blocks) -> NoticeText:
    _ = context.catalogue.gettext
    note = context.note
    return NoticeText(
        subject=note.subject if note and note.subject else subject % {"title": context.title},
        heading=heading,
        blocks=(*before, title(context.title), *below, *(note.document.blocks if note else ())),
        action=Action(_("See the letter"), context.links.page),
        after=(
            *facts(context.catalogue, (_("Your page"), context.links.own)),
            *paragraphs(_("Thank you for signing. Questions? Reply to this email.")),
        ),
    )
