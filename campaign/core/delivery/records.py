"""What is kept of each dispatch and each delivery. Times are aware and in UTC."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.wire import Wire


class MailingKind(StrEnum):
    """Whom the mails of a dispatch are for: the letter's addressees, or signatories and those who are asked to sign."""

    LETTER = "letter"
    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Mailing:
    """One decision to send one version of a letter to a list, also called a wave.

    `released_at` is None until a person let it go. `not_before_at` is set where a person named a time for this wave;
    else the timetable's counts. `paused_at` is set while it is held, `paused_why` says by what. `signatories` are the
    keys of those whose names stand under its mails. `post` says whom it is for.
    """

    id: int
    letter: str
    wave: str
    version: int
    planned_at: dt.datetime
    released_at: dt.datetime | None
    purpose: WavePurpose = WavePurpose.FIRST
    not_before_at: dt.datetime | None = None
    paused_at: dt.datetime | None = None
    paused_why: str = ""
    signatories: tuple[str, ...] = ()
    kind: MailingKind = MailingKind.LETTER


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A mail that is ready to be kept: whom it goes to, and its very bytes, as what it shares and its own pieces."""

    addressee: str
    name: str
    address: str
    language: str
    sender: str
    message_id: str
    dated_at: dt.datetime
    wire: Wire
    pieces: tuple[bytes, ...]

    @property
    def message(self) -> bytes:
        return self.wire.message(self.pieces)


class Delivery(NamedTuple):
    """One message to one addressee. `addressee` is the addressee's key, `mail` the envelope's recipient.

    `attempts` counts the server's refusals for this addressee; `next_at` is set while deferred, and kept while such a
    delivery is being sent, so that a body that was kept back waits as before. `reply_code` is None where the server
    said nothing.
    """

    id: int
    mailing: int
    addressee: str
    name: str
    address: str
    language: str
    sender: str
    message_id: str
    dated_at: dt.datetime
    state: DeliveryState
    attempts: int
    next_at: dt.datetime | None
    reply_code: int | None
    reply_text: str
    changed_at: dt.datetime


class ClaimedDelivery(NamedTuple):
    """A delivery that a mailer holds. `wire` is the number of what its message shares, None where it shares nothing;
    `kept` what is its own, None where that is so large that it is read when its turn comes."""

    delivery: Delivery
    wire: int | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """One line of a delivery's record, `name` the addressee's. `stage` is where in the conversation it happened, ""
    outside of one."""

    id: int
    delivery: int
    name: str
    at: dt.datetime
    state: DeliveryState
    stage: str
    reply_code: int | None
    text: str
