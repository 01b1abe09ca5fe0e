"""The words of mails to those who signed, when the text has changed: each shows what changed, word by word."""

from campaign.core.compose.notices.matter import Matter
from campaign.core.compose.notices.tree import Action, Words, paragraphs, title


def correction(matter: Matter) -> Words:
    """They stand under the corrected text, and may leave."""
    _ = matter.say.gettext
    said = _("We corrected a slip in the letter that %(name)s signed. Your signature stands under the corrected text.")
    return _changed(
        matter,
        subject=_("Corrected: %(title)s"),
        heading=_("The letter was corrected"),
        said=said,
        label=_("Open your page"),
        hint=_("You need to do nothing. If you do not agree, withdraw on your page."),
    )


def window(matter: Matter) -> Words:
    """They stand under the new text unless they object until a time."""
    _ = matter.say.gettext
    said = _("The letter that %(name)s signed has a new text. Unless you object, your signature moves to it.")
    until = matter.moment(matter.until) if matter.until else ""
    return _changed(
        matter,
        subject=_("New text, object until %(until)s: %(title)s") % {"until": until, "title": "%(title)s"},
        heading=_("The letter changes"),
        said=said,
        label=_("See it and object"),
        hint=_("You can object until %(until)s. If you do, your signature stays under the text that you signed.")
        % {"until": until},
    )


def ask(matter: Matter) -> Words:
    """They stand under the old text until they agree to the new one."""
    _ = matter.say.gettext
    said = _("The letter that %(name)s signed has a new text. Please say whether you sign it, too.")
    return _changed(
        matter,
        subject=_("Do you agree to the new text? %(title)s"),
        heading=_("The letter changes"),
        said=said,
        label=_("See it and agree"),
        hint=_(
            "Until you agree, your signature stays under the text that you signed, and is not shown under this one."
        ),
    )


def _changed(matter: Matter, *, subject: str, heading: str, said: str, label: str, hint: str) -> Words:
    _ = matter.say.gettext
    names = {"name": matter.signon.name, "title": matter.title}
    key = _("What came is underlined, or stands in [+…+]; what went is struck through, or stands in [-…-].")
    return Words(
        subject=subject % names,
        heading=heading,
        blocks=(*paragraphs(said % names), title(matter.title)),
        action=Action(label, matter.links.own),
        after=paragraphs(hint, key if matter.redline else ""),
        redline=matter.redline,
    )
