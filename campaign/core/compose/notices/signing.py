"""The words of mails on the way of a sign-on: confirm, your page, listed, refused, a question, withdrawn."""

from campaign.core.compose.notices.matter import Matter
from campaign.core.compose.notices.tree import Action, Words, facts, joined, paragraphs, title, typed
from campaign.core.letters.tree import Blocks
from campaign.core.signatories import SignOnState
from campaign.core.signons import Source

_SHOWN_DIGITS = 12


def confirm(matter: Matter) -> Words:
    """The signer's mail address is to be confirmed."""
    _ = matter.say.gettext
    return Words(
        subject=_("Please confirm: %(title)s") % {"title": matter.title},
        heading=_("Please confirm the signature"),
        blocks=(*paragraphs(_how_it_came(matter)), title(matter.title), *_signature(matter)),
        action=Action(_("Look at it and confirm"), matter.links.confirm),
        after=paragraphs(
            _("The link opens a page with a button. Only pressing the button confirms."),
            _("Was it not you? Then ignore this mail: nothing is published, and nobody writes to you again."),
        ),
    )


def own(matter: Matter) -> Words:
    """The signer's personal link."""
    _ = matter.say.gettext
    waits = _("We look at each signature before it appears; that is the next step, and you will hear of it.")
    return Words(
        subject=_("Your page: %(title)s") % {"title": matter.title},
        heading=_("Your page"),
        blocks=(
            *paragraphs(_("Thank you for signing this letter:")),
            title(matter.title),
            *_signature(matter),
            *paragraphs(waits if matter.signon.state is SignOnState.CONFIRMED else ""),
        ),
        action=Action(_("Open your page"), matter.links.own),
        after=_your_page(matter),
    )


def listed(matter: Matter) -> Words:
    """The sign-on is public now."""
    _ = matter.say.gettext
    stands = _("%(name)s now stands under this letter:") % {"name": matter.signon.name}
    return Words(
        subject=_("%(name)s is listed: %(title)s") % {"name": matter.signon.name, "title": matter.title},
        heading=_("You are listed"),
        blocks=(*paragraphs(stands), title(matter.title), *_signature(matter)),
        action=Action(_("See the letter"), matter.links.page),
        after=(*facts(matter.say, (_("Your page"), matter.links.own)), *_your_page(matter)),
    )


def refused(matter: Matter) -> Words:
    """The coordinator does not list the sign-on."""
    _ = matter.say.gettext
    reason = (*paragraphs(_("The reason:")), *typed(matter.typed)) if matter.typed.strip() else ()
    sorry = _("Thank you for wanting to sign this letter. We do not list %(name)s under it:")
    return Words(
        subject=_("Not listed: %(title)s") % {"title": matter.title},
        heading=_("The signature is not listed"),
        blocks=(*paragraphs(sorry % {"name": matter.signon.name}), title(matter.title), *reason),
        after=paragraphs(_("Is that a mistake? Answer this mail.")),
    )


def question(matter: Matter) -> Words:
    """The coordinator asks something before the sign-on is listed."""
    _ = matter.say.gettext
    before = _("Before we list %(name)s under this letter, we have a question:") % {"name": matter.signon.name}
    return Words(
        subject=_("A question about your signature: %(title)s") % {"title": matter.title},
        heading=_("A question"),
        blocks=(*paragraphs(before), *typed(matter.typed), *_signature(matter)),
        after=paragraphs(_("Please answer this mail.")),
    )


def withdrawn(matter: Matter) -> Words:
    """The sign-on was withdrawn."""
    _ = matter.say.gettext
    gone = _("%(name)s no longer stands under this letter. What was sent before keeps the names it was sent with.")
    return Words(
        subject=_("Withdrawn: %(title)s") % {"title": matter.title},
        heading=_("The signature is withdrawn"),
        blocks=(*paragraphs(gone % {"name": matter.signon.name}), title(matter.title)),
        after=paragraphs(_("Did you not ask for this? Answer this mail.")),
    )


def _how_it_came(matter: Matter) -> str:
    _ = matter.say.gettext
    match matter.signon.source:
        case Source.MAIL:
            return _("You wrote to us that you sign this letter, and we entered it for you:")
        case Source.PHONE:
            return _("You told us on the phone that you sign this letter, and we entered it for you:")
        case _:
            return _("This address was given by somebody who signs this letter:")


def _signature(matter: Matter) -> Blocks:
    """Who signs what, as it will be kept: the signer checks it."""
    _ = matter.say.gettext
    who = "" if matter.is_personal else joined((matter.signer.person, matter.signer.role))
    return facts(
        matter.say,
        (_("Appears as"), matter.signon.name),
        (_("Signed by"), who),
        (_("The letter"), matter.links.page),
        (_("Version of the text"), matter.digest[:_SHOWN_DIGITS]),
    )


def _your_page(matter: Matter) -> Blocks:
    _ = matter.say.gettext
    can = (
        _("On your page you correct the name, add a quotation, or withdraw.")
        if matter.is_personal
        else _("On your page you correct the name, add a logo, a website or a quotation, or withdraw.")
    )
    return paragraphs(can, _("Its link is yours alone: whoever has it can do this. Keep this mail."))
