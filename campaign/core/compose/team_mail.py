"""The emails to people of the team: the link to sign in, and the invitation to the desk. English only for now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from campaign.core.compose.message import build
from campaign.core.compose.message_frame import Frame, Identity
from campaign.core.compose.notices.mail import content_of
from campaign.core.compose.notices.notice_text import Action, NoticeText, paragraphs
from campaign.core.letters.tree import Blocks, Paragraph, Strong, Text
from campaign.core.message.message import Message
from campaign.core.render.letter_words import terms
from campaign.core.settings import Sender

_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class TeamMail:
    """An email to a person of the team, before it is encoded."""

    address: str
    name: str
    text: NoticeText


def sign_in_mail(address: str, name: str, campaign: str, href: str, code: str) -> TeamMail:
    """The email with the link and the code."""
    return TeamMail(
        address,
        name,
        NoticeText(
            subject=f"Sign in: {campaign}",
            heading="Sign in to the desk",
            blocks=paragraphs(
                "Open this link in the browser where you asked for it. It works for 10 minutes, once.",
            ),
            action=Action("Sign in", href),
            after=(
                *paragraphs("If you read this on another device, type this code in the window where you asked:"),
                *_strong(code),
                *paragraphs(
                    "If you did not ask to sign in, ignore this email. Give the code to nobody: without it, and without"
                    " the browser where it was asked for, this email signs nobody in."
                ),
            ),
        ),
    )


def step_up_mail(address: str, name: str, campaign: str, words: str, code: str) -> TeamMail:
    """The email with a code that allows one act. `words` say which, after "to": "download a backup"."""
    return TeamMail(
        address,
        name,
        NoticeText(
            subject=f"Your code: {campaign}",
            heading="Your code for the desk",
            blocks=(
                *paragraphs(f"Somebody who is signed in as you wants to {words}. The code for it is:"),
                *_strong(code),
                *paragraphs(
                    "It works for 10 minutes, once. If this is not you, give it to nobody, and sign out everywhere"
                    " on your page at the desk."
                ),
            ),
        ),
    )


def account_test_mail(address: str, campaign: str) -> TeamMail:
    """The email that shows that the mail account works."""
    return TeamMail(
        address,
        "",
        NoticeText(
            subject=f"Test of the mail account: {campaign}",
            heading="The mail account works",
            blocks=paragraphs(
                "Somebody in your team tested the mail account of the campaign. This email is the test: it was sent"
                " with the settings of the desk, and it arrived. There is nothing to do."
            ),
        ),
    )


def invitation_mail(address: str, name: str, campaign: str, href: str, role: str, inviter: str) -> TeamMail:
    """The email that says that somebody was admitted. Its link signs nobody in."""
    return TeamMail(
        address,
        name,
        NoticeText(
            subject=f"You are invited: {campaign}",
            heading="You are invited to the desk",
            blocks=paragraphs(
                f"{inviter} has admitted you to the desk of the campaign “{campaign}” as {role}. The desk is where the"
                " campaign is run, in your browser.",
            ),
            action=Action("Go to the desk", href),
            after=paragraphs(
                "There is no password: the desk asks for this email address and sends you a link each time.",
                "If you did not expect this, ignore this email. This link alone lets nobody in.",
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """A security event in words."""

    at: dt.datetime
    who: str
    words: str
    details: str
    """What it was about, as text; "" for nothing more."""


def security_mail(address: str, name: str, campaign: str, lines: Sequence[SecurityLine]) -> TeamMail:
    """The email that tells a coordinator of security events. It has no link, so that nobody gets used to one."""
    events = (f"{line.at:%-d %B %Y, %H:%M} UTC: {line.who}: {line.words}{_details(line)}" for line in lines)
    return TeamMail(
        address,
        name,
        NoticeText(
            subject=f"Security of the desk: {campaign}",
            heading="What happened at the desk",
            blocks=paragraphs(*events),
            after=paragraphs(
                "If you know of all this, there is nothing to do. If not, open the desk as you always do: the page Team"
                " signs somebody out everywhere or takes a role away, and the record shows what was done."
            ),
        ),
    )


def _details(line: SecurityLine) -> str:
    return f" ({line.details})" if line.details else ""


def team_message(mail: TeamMail, sender: Sender, frame: Frame, identity: Identity, templates: Environment) -> Message:
    """Write the message. Raises ComposeError for a wrong address and for a broken template."""
    common = {
        "kind": "team",
        "language": _LANGUAGE,
        "terms": terms(_LANGUAGE),
        "sender": sender.name,
        "contact": sender.reply_to or sender.address,
        "stop": None,
    }
    content = content_of(mail.text, common, _LANGUAGE, templates)
    headers = {"Auto-Submitted": "auto-generated"}
    return build(content, (mail.name, mail.address), sender, frame, identity, headers=headers)


def _strong(text: str) -> Blocks:
    return (Paragraph((Strong((Text(text),)),)),)
