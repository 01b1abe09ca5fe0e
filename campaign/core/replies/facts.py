"""The facts about an incoming message, gathered once. The rules of this package only read these facts."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime

from campaign.core.languages.fold import fold
from campaign.core.replies.clean import one_line
from campaign.core.replies.html_text import html_text
from campaign.core.replies.identifiers import MAX_WORDS_CHARACTERS, addresses_in, message_ids_in, message_ids_in_texts
from campaign.core.replies.mime import MAIL, Fields, Part, parse, read_fields, walk

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_DISPOSITION = ("message/disposition-notification", "message/global-disposition-notification")
_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MAX_RECIPIENTS = 50
# Mailbox names that no person has, and then such as a person may have, too.
_DAEMONS = re.compile(r"(?i)(mailer-?daemon|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]*)([+-].*)?")
_SYSTEMS = re.compile(
    r"(?is)(postmaster|mail[-._ ]?delivery([-._ ]?(sub)?system)?|bounce[sd]?|mail-?system|system[-._ ]?administrator"
    r"|daemon|(?=[\w.-]*smtp)[\w.-]++)([+=-].*)?"
)
_TICKETS = ("rt-ticket", "x-rt-loop-prevention", "x-otrs-loop", "x-zendesk-from-account-id", "x-zammad-ticket")
_TICKET = re.compile(r"(?i)\[[^\]]{0,60}#\s?\d{2,}\]|\[(ticket|case|ref)\W[^\]]{0,40}\d\]")
_SYSTEM_NAMES = re.compile(r"(?i)(mail )?delivery (sub)?system|mailer[ -]daemon|system administrator|postmaster")


@dataclass(frozen=True, slots=True)
class MailFacts:
    """An incoming message as the rules see it. Texts are as they came in, unless the field says otherwise."""

    headers: Fields
    """The first value of each header by its name in lower case, unfolded, with encoded words decoded (RFC 2047)."""
    parts: tuple[Part, ...]
    """The message and all parts below it, in order, without the parts of enclosed messages."""
    report_type: str
    """The report-type of a multipart/report (RFC 6522); "" for other messages."""
    message_id: str
    """Its Message-ID; when it has none, one made from its bytes."""
    subject: str
    """The subject on one line, without control characters."""
    plain_subject: str
    """The subject in lower case without accents."""
    sender: str
    """The address in From, in lower case; "" for none."""
    writers: tuple[str, ...]
    """The addresses that the writer may have, the likeliest first. Mailing lists put their own into From."""
    dated_at: dt.datetime | None
    """The time in the Date header, in UTC; None without a valid one."""
    answered: tuple[str, ...]
    """The Message-IDs that it answers: In-Reply-To, then References, the newest first."""
    returned: tuple[str, ...]
    """The Message-IDs of messages that it returns: whole, as headers only, or within its text."""
    returned_to: tuple[str, ...]
    """The recipients of the messages that it returns whole or as headers."""
    returns_mail: bool
    """Whether it returns a message as a part, whole or as headers."""
    words: str
    """The beginning of its own text: the plain parts, else the HTML parts as plain text."""
    source: str
    """The beginning of its text parts in order, plain and HTML, with tags."""
    status: tuple[Fields, ...]
    """The blocks of its delivery status (RFC 3464): one for the message, then one for each recipient."""
    disposition: Fields | None
    """The fields of its disposition notification (RFC 8098); None without one."""
    feedback: Fields | None
    """The fields of its feedback report (RFC 5965); None without one."""
    from_nobody: bool
    """Whether the envelope sender is empty, as for notifications that nobody should answer (RFC 5321 section 4.5.5)."""
    from_daemon: bool
    """Whether the address in From is one that only mail systems use."""
    from_mail_system: bool
    """Whether the address or the name in From is one that mail systems use."""
    from_ticket_system: bool
    """Whether it comes from a ticket system, in which people and machines answer."""

    def header(self, name: str) -> str:
        """The first header with this name; "" without one."""
        return self.headers.get(name, "")

    @property
    def inline(self) -> Iterator[Part]:
        """The parts to be read in place, without containers and attachments."""
        return (part for part in self.parts if not part.children and not part.attached)


def gather_facts(data: bytes) -> MailFacts:
    """Gather the facts from the bytes of a message, within limits. They may hold anything: this never raises."""
    mail = parse(data)
    parts = tuple(walk(mail))
    own_parts = tuple(part for part in parts if not _is_bare_mail(part, parts))
    sender = _sender(mail)
    mailbox = sender.partition("@")[0].strip('"')
    daemon = bool(_DAEMONS.fullmatch(mailbox))
    name = parseaddr(one_line(mail.header("from")))[0]
    enclosed = tuple(_enclosed(parts))
    subject = one_line(mail.header("subject"))
    feedback = _first(parts, ("message/feedback-report",))
    status, disposition = _first(parts, _STATUS), _first(parts, _DISPOSITION)
    return MailFacts(
        headers=mail.headers,
        parts=parts,
        report_type=mail.report_type,
        message_id=_own_id(mail, data),
        subject=subject,
        plain_subject=fold(subject),
        sender=sender,
        writers=_writers(mail, sender),
        dated_at=_date(mail),
        answered=_unique(
            (*message_ids_in(mail.header("in-reply-to")), *reversed(message_ids_in(mail.header("references"))))
        ),
        returned=message_ids_in(*(headers.get("message-id", "") for headers in enclosed))
        or message_ids_in_texts(_texts(parts)),
        returned_to=_unique(address for headers in enclosed for address in addresses_in(headers.get("to", ""))),
        returns_mail=len(own_parts) < len(parts) or _first(parts, (MAIL, _HEADERS[0])) is not None,
        words=_words(own_parts, "text/plain") or html_text(_words(own_parts, "text/html")),
        source=_words(parts, "text/plain", "text/html"),
        status=tuple(map(read_fields, _BLANK.split(status.data.strip())[: _MAX_RECIPIENTS + 1])) if status else (),
        disposition=read_fields(disposition.data) if disposition else None,
        feedback=read_fields(feedback.data) if feedback else None,
        from_nobody=mail.headers.get("return-path", "?").strip().casefold() in {"<>", "<mailer-daemon>"},
        from_daemon=daemon,
        from_mail_system=daemon or bool(_SYSTEMS.fullmatch(mailbox) or _SYSTEM_NAMES.fullmatch(name)),
        from_ticket_system=not mail.headers.keys().isdisjoint(_TICKETS) or bool(_TICKET.search(mail.header("subject"))),
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _first(parts: Iterable[Part], kinds: tuple[str, ...]) -> Part | None:
    return next((part for part in parts if part.kind in kinds), None)


def _enclosed(parts: tuple[Part, ...]) -> Iterator[Fields]:
    """The headers of the messages that a notification returns."""
    for part in parts:
        if part.kind == MAIL:
            yield from (child.headers for child in part.children)
        elif part.kind in _HEADERS:
            yield read_fields(part.data)
        elif _is_bare_mail(part, parts):
            yield part.headers


def _is_bare_mail(part: Part, parts: tuple[Part, ...]) -> bool:
    """Whether a part is a message that a careless program returned without a type of its own."""
    return part is not parts[0] and {"from", "message-id"} <= part.headers.keys()


def _texts(parts: Iterable[Part]) -> Iterator[str]:
    return (html_text(part.text[:MAX_WORDS_CHARACTERS]) if part.kind == "text/html" else part.text for part in parts)


def _words(parts: Iterable[Part], *kinds: str) -> str:
    texts = (part.text for part in parts if part.kind in kinds and not part.children and not part.attached)
    return "\n".join(texts)[:MAX_WORDS_CHARACTERS]


def _own_id(mail: Part, data: bytes) -> str:
    own_ids = message_ids_in(mail.header("message-id"))
    return own_ids[0] if own_ids else f"<{hashlib.sha256(data).hexdigest()}@none.invalid>"


def _sender(mail: Part) -> str:
    value = mail.header("from").replace("\\@", "=")
    address = parseaddr(one_line(value))[1]
    senders = addresses_in(address) or addresses_in(value)
    return senders[0] if senders else one_line(address).casefold()


def _writers(mail: Part, sender: str) -> tuple[str, ...]:
    values = (mail.header(name) for name in ("x-original-from", "x-original-sender", "reply-to"))
    return _unique((sender, *(address for value in values for address in addresses_in(value))))


def _date(mail: Part) -> dt.datetime | None:
    try:
        at = parsedate_to_datetime(mail.header("date"))
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
