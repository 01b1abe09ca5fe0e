"""A mail's bytes to what it is. Standards first, then structure, then words; what nothing explains, a person wrote."""

import datetime as dt

from campaign.core.replies.automatic import automatic
from campaign.core.replies.clean import clean, file_name, line
from campaign.core.replies.dsn import notice, returned_ids
from campaign.core.replies.html_text import html_text
from campaign.core.replies.incoming import Attachment, AutomaticAnswer, Bounce, HumanReply, Incoming
from campaign.core.replies.mime import Part, leaves, parse, walk
from campaign.core.replies.plain_bounce import plain_bounce
from campaign.core.replies.quoted import without_quotes
from campaign.core.replies.signs import answered_ids, dated, own_id, sender, writers

_MOST_ATTACHMENTS = 20
_MOST_KIND = 100


def read(data: bytes, arrived_at: dt.datetime) -> Incoming:
    """Say what a mail is. It may hold anything: nothing here raises, and what is kept is bounded.

    `arrived_at` (aware) stands in for a date that the mail does not have.
    """
    mail = parse(data)
    found = notice(mail) or plain_bounce(mail)
    if found:
        about = tuple(dict.fromkeys((*found.about, *answered_ids(mail))))
        return _incoming(mail, data, found.what, found.rule, about, found.concerns)
    answer = automatic(mail, (dated(mail) or arrived_at).date())
    about = tuple(dict.fromkeys((*answered_ids(mail), *returned_ids(mail))))
    concerns = writers(mail)
    if answer:
        return _incoming(mail, data, *answer, about, concerns)
    return _incoming(mail, data, _reply(mail), "nothing in it says that a machine wrote it", about, concerns)


def _incoming(
    mail: Part,
    data: bytes,
    what: Bounce | AutomaticAnswer | HumanReply,
    rule: str,
    about: tuple[str, ...],
    concerns: tuple[str, ...],
) -> Incoming:
    return Incoming(
        what=what,
        rule=rule,
        message_id=own_id(mail, data),
        about=about[:50],
        concerns=concerns,
        sender=line(sender(mail)),
        subject=line(mail.header("subject")),
        dated_at=dated(mail),
    )


def _reply(mail: Part) -> HumanReply:
    inline = [part for part in leaves(mail) if not part.attached]
    plain = clean("\n".join(part.text for part in inline if part.kind == "text/plain"))
    html = "" if plain else clean("\n".join(html_text(part.text) for part in inline if part.kind == "text/html"))
    return HumanReply(without_quotes(plain or html), _attachments(mail))


def _attachments(mail: Part) -> tuple[Attachment, ...]:
    """Files that came with a reply, each with a name of its own."""
    found: list[Attachment] = []
    taken: set[str] = set()
    for part in walk(mail):
        if len(found) < _MOST_ATTACHMENTS and _is_file(part):
            name = _free(file_name(part.file_name or _name_for(part.kind)), taken)
            taken.add(name.casefold())
            found.append(Attachment(name, line(part.kind)[:_MOST_KIND], part.data))
    return tuple(found)


def _is_file(part: Part) -> bool:
    if part.kind == "message/rfc822":
        return True
    return (
        not part.children
        and not part.kind.startswith("multipart/")
        and (part.attached or not part.kind.startswith("text/"))
    )


def _name_for(kind: str) -> str:
    return "message.eml" if kind == "message/rfc822" else "attachment"


def _free(name: str, taken: set[str]) -> str:
    number = 1
    free = name
    while free.casefold() in taken:
        number += 1
        free = f"{number}-{name}"
    return free
