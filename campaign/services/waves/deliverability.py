"""Deliverability: what spam filters and receiving servers see of a wave's messages."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from campaign.adapters.rspamd import ask_rspamd
from campaign.core.delivery import international, spam
from campaign.core.delivery.international import needs_smtputf8
from campaign.core.delivery.message_similarity import (
    MAX_COMPARED,
    MessageSimilarity,
    Sizes,
    measure_similarity,
    measure_sizes,
    similarity_remarks,
)
from campaign.core.delivery.spam import SpamScore
from campaign.core.message.message import Message


@dataclass(frozen=True, slots=True)
class Deliverability:
    """What spam filters and servers see of a set of messages."""

    number: int
    """The number of messages."""
    likeness: MessageSimilarity
    size: Sizes
    spam: SpamScore | str | None
    """The spam filter's score of the first message, or why there is none; None if no filter is set."""
    remarks: tuple[str, ...]
    """What the coordinator should know, one sentence each."""


def check_deliverability(messages: Iterable[Message], rspamd: str) -> Deliverability:
    """Check messages one by one; only a few are kept in memory. `rspamd` is a spam filter's web address, "" for
    none."""
    first, texts, lengths, international_addresses = b"", list[str](), array("q"), list[str]()
    for message in messages:
        first = first or message.content
        lengths.append(len(message.content))
        international_addresses += filter(needs_smtputf8, (message.sender, message.recipient))
        if len(texts) < MAX_COMPARED:
            texts.append(plain_text(message.content))
    likeness_of_texts, size = measure_similarity(texts), measure_sizes(lengths)
    score = ask_rspamd(rspamd, first) if first and rspamd else None
    spam_remarks = spam.remarks(score) if isinstance(score, SpamScore) else ()
    return Deliverability(
        len(lengths),
        likeness_of_texts,
        size,
        score,
        (*similarity_remarks(likeness_of_texts, size), *international.remarks(international_addresses), *spam_remarks),
    )


def readable_text(message: bytes) -> str:
    """A message's headers and plain text, decoded."""
    parsed = _parse(message)
    head = "\n".join(f"{name}: {value}" for name, value in parsed.items() if not name.startswith("Content-T"))
    return f"{head}\n\n{_plain_body(parsed)}"


def plain_text(message: bytes) -> str:
    """The plain-text body of a message."""
    return _plain_body(_parse(message))


def _parse(message: bytes) -> EmailMessage:
    return message_from_bytes(message, policy=policy.default)


def _plain_body(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return body.get_content() if body else ""
