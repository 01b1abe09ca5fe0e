"""A mail's bytes to what it is. Standards first, then structure, then words; what nothing explains, a person wrote."""

import datetime as dt

from campaign.core.replies.automatic import automatic
from campaign.core.replies.clean import clean, file_name, line
from campaign.core.replies.dsn import notice
from campaign.core.replies.facts import MailFacts, gather
from campaign.core.replies.html_text import html_text
from campaign.core.replies.incoming import Attachment, HumanReply, Incoming, MailMeaning
from campaign.core.replies.mime import MAIL, Part
from campaign.core.replies.plain_bounce import plain_bounce
from campaign.core.replies.quoted import without_quotes

_MOST_ATTACHMENTS = 20
_MOST_KIND = 100
_MOST_ABOUT = 50


def read(data: bytes, arrived_at: dt.datetime) -> Incoming:
    """Say what a mail is. It may hold anything: nothing here raises, and what is kept is bounded.

    `arrived_at` (aware) stands in for a date that the mail does not have.
    """
    mail = gather(data)
    written = (mail.dated_at or arrived_at).date()
    found = notice(mail) or plain_bounce(mail) or automatic(mail, written) or _by_a_person(mail)
    return Incoming(
        what=found.what,
        rule=found.rule,
        message_id=mail.message_id,
        about=tuple(dict.fromkeys((*found.about, *mail.answered)))[:_MOST_ABOUT],
        concerns=found.concerns,
        sender=line(mail.sender),
        subject=mail.subject,
        dated_at=mail.dated_at,
    )


def _by_a_person(mail: MailFacts) -> MailMeaning:
    plain = clean("\n".join(part.text for part in mail.inline if part.kind == "text/plain"))
    html = "" if plain else clean("\n".join(html_text(part.text) for part in mail.inline if part.kind == "text/html"))
    reply = HumanReply(without_quotes(plain or html), _attachments(mail))
    rule = "nothing in it says that a machine wrote it"
    return MailMeaning(reply, (*mail.answered, *mail.returned), mail.writers, rule)


def _attachments(mail: MailFacts) -> tuple[Attachment, ...]:
    """Files that came with a reply, each with a name of its own."""
    found: list[Attachment] = []
    taken: set[str] = set()
    for part in mail.parts:
        if len(found) < _MOST_ATTACHMENTS and _is_file(part):
            name = _free(file_name(part.file_name or _name_for(part.kind)), taken)
            taken.add(name.casefold())
            found.append(Attachment(name, line(part.kind)[:_MOST_KIND], part.data))
    return tuple(found)


def _is_file(part: Part) -> bool:
    holds_parts = part.children or part.kind.startswith("multipart/")
    return part.kind == MAIL or (not holds_parts and (part.attached or not part.kind.startswith("text/")))


def _name_for(kind: str) -> str:
    return "message.eml" if kind == MAIL else "attachment"


def _free(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = f"{number}-{name}"
    return free
