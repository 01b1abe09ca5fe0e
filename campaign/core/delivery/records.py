"""Mailings and deliveries as the database stores them. All times are aware and in UTC."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.wire import Wire


class MailingKind(StrEnum):
    """What a mailing sends. The value is stored in the database."""

    LETTER = "letter"
    """The letter, to its addressees: a wave."""
    INVITATION = "invitation"
    """Invitations to sign, to organisations."""
    REMINDER = "reminder"
    """Reminders of invitations."""
    NOTICE = "notice"
    """Notices to signers."""
    CONFIRMATION = "confirmation"
    """Requests to confirm a form of the public page. A stranger causes each, so they have a budget and go last."""

    @property
    def queue(self) -> "MailQueue":
        """The queue that its messages wait in."""
        return MailQueue.LETTER if self is MailingKind.LETTER else MailQueue.SIGNERS


class MailQueue(StrEnum):
    """The queues of messages. Each has its own lock, lease and pace, so that neither holds up the other."""

    LETTER = "letter"
    """The letter to its addressees, which has a deadline."""
    SIGNERS = "signers"
    """All messages to signatories, and to strangers who may become one."""

    @property
    def kinds(self) -> "tuple[MailingKind, ...]":
        """The kinds of mailing in this queue, the most urgent first."""
        return tuple(kind for kind in URGENCY if kind.queue is self)


# The most urgent first: a deadline, somebody who waits for an answer, requests of ours, and forms of strangers.
URGENCY = (
    MailingKind.LETTER,
    MailingKind.NOTICE,
    MailingKind.INVITATION,
    MailingKind.REMINDER,
    MailingKind.CONFIRMATION,
)


@dataclass(frozen=True, slots=True)
class Mailing:
    """One decision to send one version of a letter to a list of people. A mailing of the letter is called a wave."""

    id: int
    """The number of its row in the database."""
    letter: str
    """The letter's name."""
    wave: str
    """The mailing's name, unique within the letter."""
    version: int
    """The id of the letter's version."""
    planned_at: dt.datetime
    """When its messages were made. A plan that is made again gets a new time."""
    released_at: dt.datetime | None
    """When a person released it for sending; None before that."""
    purpose: WavePurpose = WavePurpose.FIRST
    """Which wave of the timetable it is; FIRST for emails to signatories."""
    not_before_at: dt.datetime | None = None
    """The start that a person set for this wave; None when the timetable's applies."""
    paused_at: dt.datetime | None = None
    """When it was paused; None when it is not paused."""
    paused_why: str = ""
    """Why it is paused, for people; "" when it is not paused."""
    cancelled_at: dt.datetime | None = None
    """When it was cancelled after its release; None when it was not."""
    signatories: tuple[str, ...] = ()
    """The keys of the signatories named in its messages."""
    kind: MailingKind = MailingKind.LETTER
    """What it sends."""
    selection: tuple[str, ...] = ()
    """The words that select the part of the list that it goes to; empty for the whole list."""


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A finished message to one addressee that is not in the database yet."""

    addressee: str
    """The addressee's key; for a message to a signer, the ledger's name for the sign-on."""
    name: str
    """The addressee's name."""
    address: str
    """The recipient's email address, as in the envelope."""
    language: str
    """The language of the text, such as "de"."""
    sender: str
    """The sender's email address, as in the envelope."""
    message_id: str
    """The Message-ID with its angle brackets (RFC 5322 section 3.6.4)."""
    dated_at: dt.datetime
    """The time in the Date header."""
    wire: Wire
    """The parts of the message that it shares with other messages of the mailing."""
    pieces: tuple[bytes, ...]
    """The parts that only this message has, to be put into the gaps of `wire`."""

    @property
    def message(self) -> bytes:
        """The whole message: headers and body."""
        return self.wire.message(self.pieces)


class Delivery(NamedTuple):
    """One message to one addressee: a row of the ledger. For the other fields see `PlannedDelivery`."""

    id: int
    """The number of its row in the database."""
    mailing: int
    """The id of its mailing."""
    addressee: str
    """The addressee's key; for a message to a signer, the ledger's name for the sign-on."""
    name: str
    """The name of the addressee or signer, for people."""
    address: str
    """The recipient's email address, as in the envelope."""
    language: str
    """The language of the text, such as "de"."""
    sender: str
    """The sender's email address, as in the envelope."""
    message_id: str
    """The Message-ID with its angle brackets (RFC 5322 section 3.6.4)."""
    dated_at: dt.datetime
    """The time in the Date header. It is set again when the message is sent."""
    state: DeliveryState
    """What has become of it."""
    attempts: int
    """How many attempts counted (see `Verdict.counts`)."""
    next_at: dt.datetime | None
    """The earliest time of the next attempt; None unless it is deferred. A deferred delivery keeps it while it is being
    sent, so that it waits as before if its body is not sent after all."""
    reply_code: int | None
    """The code of the server's last reply (RFC 5321 section 4.2); None when there was none."""
    reply_text: str
    """The server's last words, or another reason for the state; "" for none."""
    changed_at: dt.datetime
    """When the state last changed."""


class ClaimedDelivery(NamedTuple):
    """A delivery that a run has claimed, with its message."""

    delivery: Delivery
    wire: int | None
    """The id of the parts that its message shares with others; None when it shares none."""
    content: bytes | None
    """The message, or the parts that only it has; None when they are large and are read later."""


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One event in the history of a delivery."""

    id: int
    """The number of its row; events are in this order."""
    delivery: int
    """The id of the delivery."""
    name: str
    """The addressee's name."""
    at: dt.datetime
    """When it happened."""
    state: DeliveryState
    """The state that followed."""
    stage: str
    """A value of `Stage` for an attempt; "" for every other event."""
    reply_code: int | None
    """The code of the server's reply; None when there was none."""
    text: str
    """The server's words, or the reason."""
