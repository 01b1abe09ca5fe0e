"""Classifies a message: by standards first, then by structure, then by words. What no rule matches, a person wrote."""

import datetime as dt

from campaign.core.replies.automatic import read_automatic
from campaign.core.replies.clean import clean, file_name, one_line
from campaign.core.replies.dsn import read_notice
from campaign.core.replies.facts import MailFacts, gather_facts
from campaign.core.replies.html_text import html_text
from campaign.core.replies.incoming import HumanReply, IncomingMail, MailMeaning, ReplyAttachment
from campaign.core.replies.mime import MAIL, Part, header_values
from campaign.core.replies.plain_bounce import read_plain_bounce
from campaign.core.replies.quotes import without_quotes
from campaign.core.replies.sender_proof import verified_sender

_MAX_ATTACHMENTS = 20
_MAX_KIND = 100
_MAX_ABOUT = 50


def read(data: bytes, arrived_at: dt.datetime, server: str = "") -> IncomingMail:
    """Classify the bytes of a message. They may hold anything: this never raises, and the result has a limited size.

    `arrived_at` (aware) is used when the message has no date. `server` is the name with which the mailbox's own server
    marks its results, as `server_name` returns it; with "" no sender is verified.
    """
    mail = gather_facts(data)
    written = (mail.dated_at or arrived_at).date()
    meaning = read_notice(mail) or read_plain_bounce(mail) or read_automatic(mail, written) or _read_human_reply(mail)
    return IncomingMail(
        content=meaning.content,
        rule=meaning.rule,
        message_id=mail.message_id,
        about=tuple(dict.fromkeys((*meaning.about, *mail.answered)))[:_MAX_ABOUT],
        concerns=meaning.concerns,
        sender=one_line(mail.sender),
        subject=mail.subject,
        dated_at=mail.dated_at,
        verified_sender=_verified_sender(data, server),
    )


def _verified_sender(data: bytes, server: str) -> str:
    results = header_values(data, "authentication-results") if server else ()
    return verified_sender(header_values(data, "from"), results, server) if results else ""


def _read_human_reply(mail: MailFacts) -> MailMeaning:
    plain = clean("\n".join(part.text for part in mail.inline if part.kind == "text/plain"))
    html = "" if plain else clean("\n".join(html_text(part.text) for part in mail.inline if part.kind == "text/html"))
    reply = HumanReply(without_quotes(plain or html), _attachments(mail))
    rule = "no sign that a machine wrote it"
    return MailMeaning(reply, (*mail.answered, *mail.returned), mail.writers, rule)


def _attachments(mail: MailFacts) -> tuple[ReplyAttachment, ...]:
    """The files attached to a reply, with unique names."""
    attachments: list[ReplyAttachment] = []
    names: set[str] = set()
    for part in mail.parts:
        if len(attachments) < _MAX_ATTACHMENTS and _is_file(part):
            name = _free_name(file_name(part.file_name or _name_for(part.kind)), names)
            names.add(name.casefold())
            attachments.append(ReplyAttachment(name, one_line(part.kind)[:_MAX_KIND], part.data))
    return tuple(attachments)


def _is_file(part: Part) -> bool:
    holds_parts = part.children or part.kind.startswith("multipart/")
    return part.kind == MAIL or (not holds_parts and (part.attached or not part.kind.startswith("text/")))


def _name_for(kind: str) -> str:
    return "message.eml" if kind == MAIL else "attachment"


def _free_name(name: str, names: set[str]) -> str:
    number = 1
    free = name
    while free.casefold() in names:
        number += 1
        free = f"{number}-{name}"
    return free
