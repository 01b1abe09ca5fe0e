"""What a mail's headers tell of who wrote it: which mails it speaks of, and whether a machine sent it."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from email.utils import parseaddr, parsedate_to_datetime

from campaign.core.replies.clean import line
from campaign.core.replies.mime import Part, leaves

_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{3,250}>")
_ID_LINE = re.compile(r"(?im)^[> \t]*(?:x-original-)?message-id:[ \t]*(<[^<>\s\x00-\x1f\x7f]{3,250}>)")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A notice's own words stand at its beginning; what was returned with it may be large.
READ_CHARACTERS = 20_000
# Addresses that no person has, and such as persons may have, too.
_DAEMONS = re.compile(r"(?i)(mailer-?daemon|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]*)([+-].*)?")
_SYSTEMS = re.compile(
    r"(?i)(postmaster|mail[-._ ]?delivery([-._ ]?(sub)?system)?|bounce[sd]?|mail-?system|system[-._ ]?administrator"
    r"|daemon|[\w.-]*smtp[\w.-]*)([+-].*)?"
)
_TICKETS = ("rt-ticket", "x-rt-loop-prevention", "x-otrs-loop", "x-zendesk-from-account-id", "x-zammad-ticket")
_TICKET = re.compile(r"(?i)\[[^\]]{0,60}#\s?\d{2,}\]|\[(ticket|case|ref)\W[^\]]{0,40}\d\]")
_SYSTEM_NAMES = re.compile(r"(?i)(mail )?delivery (sub)?system|mailer[ -]daemon|system administrator|postmaster")


def ids(*values: str) -> tuple[str, ...]:
    """The Message-IDs in some headers' values, each once, in order."""
    return tuple(dict.fromkeys(found for value in values for found in _ID.findall(value)))


def ids_in_text(text: str) -> tuple[str, ...]:
    """The Message-IDs of mails whose headers stand in a text."""
    return tuple(dict.fromkeys(_ID_LINE.findall(text[: 5 * READ_CHARACTERS])))


def answered_ids(part: Part) -> tuple[str, ...]:
    """What the mail says that it answers: In-Reply-To, then References from the newest on."""
    references = ids(part.header("references"))
    return tuple(dict.fromkeys((*ids(part.header("in-reply-to")), *reversed(references))))


def addresses(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, in small letters, each once."""
    found = (each.casefold().strip(".'") for each in _ADDRESS.findall(text[:READ_CHARACTERS]))
    return tuple(dict.fromkeys(found))[:50]


def own_id(part: Part, data: bytes) -> str:
    """The mail's Message-ID; one made from its bytes where it has none."""
    found = ids(part.header("message-id"))
    return found[0] if found else f"<{hashlib.sha256(data).hexdigest()}@none.invalid>"


def sender(part: Part) -> str:
    """The address in From, in small letters, "" for none."""
    value = part.header("from")
    found = addresses(parseaddr(line(value))[1]) or addresses(value)
    return found[0] if found else line(parseaddr(line(value))[1]).casefold()


def writers(part: Part) -> tuple[str, ...]:
    """The addresses that the writer may have, the likeliest first. Mailing lists put their own into From."""
    named = (part.header(name) for name in ("x-original-from", "x-original-sender", "reply-to"))
    return tuple(dict.fromkeys(filter(None, (sender(part), *(each for value in named for each in addresses(value))))))


def dated(part: Part) -> dt.datetime | None:
    """When the mail says that it was written, in UTC."""
    try:
        at = parsedate_to_datetime(part.header("date"))
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def from_nobody(part: Part) -> bool:
    """Whether the envelope's sender is empty, as it is of notices that nobody shall answer (RFC 5321 section 4.5.5)."""
    return part.has("return-path") and part.header("return-path").strip().casefold() in {"<>", "<mailer-daemon>"}


def ticket(part: Part) -> bool:
    """Whether the mail comes out of a ticket system, in which people and machines answer."""
    return any(part.has(name) for name in _TICKETS) or bool(_TICKET.search(part.header("subject")))


def from_daemon(part: Part) -> bool:
    """Whether the address in From is one that only mail systems write from."""
    return bool(_DAEMONS.fullmatch(_mailbox(part)))


def from_mail_system(part: Part) -> bool:
    """Whether the address or the name in From is one of those that mail systems write from."""
    named = parseaddr(line(part.header("from")))[0]
    return from_daemon(part) or bool(_SYSTEMS.fullmatch(_mailbox(part)) or _SYSTEM_NAMES.fullmatch(named))


def _mailbox(part: Part) -> str:
    return sender(part).partition("@")[0].strip('"')


def own_words(part: Part, kinds: Iterable[str] = ("text/plain", "text/html")) -> str:
    """The beginning of what stands in a notice, without what it returns."""
    texts = (each.text for each in leaves(part) if each.kind in set(kinds) and not each.attached)
    return "\n".join(texts)[: 5 * READ_CHARACTERS]
