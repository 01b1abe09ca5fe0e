"""The words of an invitation and of a reminder: who asks, what, why, until when, and where to answer."""

from campaign.core.compose.notices.matter import Matter
from campaign.core.compose.notices.tree import Action, Words, facts, paragraphs, title
from campaign.core.compose.values import day_in_words
from campaign.core.letters.tree import Blocks


def invitation(matter: Matter) -> Words:
    """The first mail to somebody who is asked to sign."""
    _ = matter.say.gettext
    asked = _("%(sender)s asks %(name)s to sign this letter:") % _names(matter)
    return Words(
        subject=_("Will %(name)s sign? %(title)s") % _names(matter),
        heading=_("An invitation to sign"),
        blocks=(*paragraphs(_greeting(matter), asked), title(matter.title), *_case(matter)),
        action=Action(_("Read and answer"), matter.links.own),
        after=_answering(matter),
    )


def reminder(matter: Matter) -> Words:
    """A later mail to somebody who has not answered."""
    _ = matter.say.gettext
    day = day_in_words(matter.asked_on, matter.language) if matter.asked_on else ""
    asked = _("On %(day)s we asked %(name)s to sign this letter, and have not heard from you yet:")
    promised = _("You wanted to tell us by %(day)s whether %(name)s signs this letter:")
    said = (promised if matter.signer.until else asked) % {"day": _promised(matter) or day, **_names(matter)}
    return Words(
        subject=_("A reminder: will %(name)s sign? %(title)s") % _names(matter),
        heading=_("A reminder"),
        blocks=(*paragraphs(_greeting(matter), said), title(matter.title), *_case(matter)),
        action=Action(_("Read and answer"), matter.links.own),
        after=_answering(matter),
    )


def _promised(matter: Matter) -> str:
    return day_in_words(matter.signer.until, matter.language) if matter.signer.until else ""


def _names(matter: Matter) -> dict[str, str]:
    return {"sender": matter.sender.name, "name": matter.signon.name, "title": matter.title}


def _greeting(matter: Matter) -> str:
    _ = matter.say.gettext
    return _("Dear %(name)s,") % {"name": matter.signer.person} if matter.signer.person else _("Hello,")


def _case(matter: Matter) -> Blocks:
    """What is asked of those who decide, why, and who is behind it already."""
    _, ngettext = matter.say.gettext, matter.say.ngettext
    so_far = ngettext("%(number)d organisation has signed.", "%(number)d organisations have signed.", matter.signed)
    signed = so_far % {"number": matter.signed} if matter.signed else ""
    ask = _("What it asks: %(ask)s") % {"ask": matter.letter.ask} if matter.letter.ask else ""
    return (*paragraphs(ask, matter.letter.why, signed), *_deadlines(matter))


def _deadlines(matter: Matter) -> Blocks:
    _ = matter.say.gettext
    soft, hard = matter.deadlines.soft_at, matter.deadlines.hard_at
    return facts(
        matter.say,
        (_("Please answer by"), matter.moment(soft) if soft else ""),
        (_("Names are taken until"), matter.moment(hard)),
    )


def _answering(matter: Matter) -> Blocks:
    _, links = matter.say.gettext, matter.links
    how = _(
        "On that page you sign, say until when you need to decide, or decline. Nothing happens before you press a"
        " button there."
    )
    yours = _("Whoever has your own link can answer for %(name)s, so pass on the other two instead.")
    stop = _("If you decline, you get no more mails about it. Questions? Just answer this mail.")
    return (
        *paragraphs(how),
        *facts(matter.say, (_("The letter"), links.page), (_("To forward to your director"), links.forward)),
        *paragraphs(yours % _names(matter), stop),
    )
