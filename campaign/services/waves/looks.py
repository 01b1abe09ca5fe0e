"""How the mails of a wave look to the filters and servers at the other end."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from campaign.adapters.rspamd import asked
from campaign.core.delivery import international, spam
from campaign.core.delivery.alike import COMPARED, Likeness, Sizes, likeness, remarks, sizes
from campaign.core.delivery.international import needs_smtputf8
from campaign.core.delivery.spam import Score
from campaign.core.message.mail import Mail


@dataclass(frozen=True, slots=True)
class Looks:
    """What filters and servers see of mails."""

    number: int
    """How many mails were looked at."""
    alike: Likeness
    size: Sizes
    spam: Score | str | None
    """What a spam filter makes of the first mail, or why it was not asked; None where none is set."""
    remarks: tuple[str, ...]
    """What the coordinator should know of it, a sentence each."""


def looks_of(mails: Iterable[Mail], rspamd: str) -> Looks:
    """How mails look. They are taken one by one, and few are held. `rspamd` is a filter's web address, "" for none."""
    first, texts, lengths, beyond = b"", list[str](), array("q"), list[str]()
    for mail in mails:
        first = first or mail.message
        lengths.append(len(mail.message))
        beyond += filter(needs_smtputf8, (mail.sender, mail.recipient))
        if len(texts) < COMPARED:
            texts.append(plain_text(mail.message))
    like, size = likeness(texts), sizes(lengths)
    score = asked(rspamd, first) if first and rspamd else None
    of_spam = spam.remarks(score) if isinstance(score, Score) else ()
    return Looks(len(lengths), like, size, score, (*remarks(like, size), *international.remarks(beyond), *of_spam))


def readable(message: bytes) -> str:
    """A message's headers and its plain text, as people read them."""
    parsed = _parsed(message)
    head = "\n".join(f"{name}: {value}" for name, value in parsed.items() if not name.startswith("Content-T"))
    return f"{head}\n\n{_text(parsed)}"


def plain_text(message: bytes) -> str:
    """A message's plain text, its greeting included."""
    return _text(_parsed(message))


def _parsed(message: bytes) -> EmailMessage:
    return message_from_bytes(message, policy=policy.default)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return body.get_content() if body else ""
