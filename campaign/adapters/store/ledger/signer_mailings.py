"""Mails to signatories in the ledger: dispatches that are open from the start, to which finished mails are added.

A mail is added in the transaction of the step that owes it: both are on disk, or neither.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, messages
from campaign.adapters.store.times import to_text
from campaign.core.delivery.records import Mailing, MailingKind, PlannedDelivery
from campaign.core.delivery.states import DeliveryState
from campaign.core.message.wire import UNSHARED
from campaign.errors import StoreError

_OPEN = """
    INSERT INTO dispatch (letter, wave, version, planned_at, released_at, kind)
    VALUES (:letter, :wave, :version, :at, :at, :post) ON CONFLICT (letter, wave) DO NOTHING"""
_NUMBER = "SELECT count(*) FROM dispatch WHERE letter = :letter AND kind = :post"
_WAITING = """
    SELECT d.wave, count(*) FROM dispatch AS d JOIN delivery AS v ON v.dispatch = d.id
    WHERE d.letter = :letter AND d.kind = :post AND v.state IN ('queued', 'deferred') GROUP BY d.id ORDER BY d.id"""
_DUE = """
    SELECT 1 FROM dispatch AS d JOIN delivery AS v ON v.dispatch = d.id
    WHERE d.letter = :letter AND d.kind = :post AND (v.state = 'queued' OR v.state = 'deferred' AND v.next_at <= :at)
    LIMIT 1"""
_INVITATION_STATES = """
    SELECT v.addressee, v.state FROM dispatch AS d JOIN delivery AS v ON v.dispatch = d.id
    WHERE d.letter = :letter AND d.kind IN ('invitation', 'reminder') ORDER BY v.id"""
_FORGET_SENT = """
    DELETE FROM message WHERE delivery IN (
        SELECT v.id FROM message AS m JOIN delivery AS v ON v.id = m.delivery JOIN dispatch AS d ON d.id = v.dispatch
        WHERE d.kind <> 'letter' AND v.state = 'sent')"""


@dataclass(frozen=True, slots=True)
class WaitingWave:
    """A wave with mails that have not gone."""

    wave: str
    number: int


def open_mailing(db: Database, letter: str, kind: MailingKind, wave: str, version: int, at: dt.datetime) -> Mailing:
    """The dispatch of a name, made and released when it is not there. Raises StoreError where it is of another kind."""
    db.execute(_OPEN, {"letter": letter, "wave": wave, "version": version, "post": kind.value, "at": to_text(at)})
    mailing = deliveries.find_mailing(db, letter, wave)
    if mailing is None or mailing.kind is not kind:
        raise StoreError(f"{letter}: the wave {wave} holds other mails", fix="campaign send log")
    return mailing


def next_wave(db: Database, letter: str, kind: MailingKind) -> str:
    """The name of the next wave of a kind: invitations-1, invitations-2, ..."""
    number = db.execute(_NUMBER, {"letter": letter, "post": kind.value}).fetchone()[0]
    return f"{kind}s-{number + 1}"


def queue(db: Database, mailing: int, mail: PlannedDelivery, at: dt.datetime) -> int:
    """Add a finished mail. Returns the delivery's id; raises where the dispatch has the addressee already."""
    number = deliveries.add_one(db, mailing, mail, DeliveryState.QUEUED, to_text(at))
    messages.put(db, mailing, number, UNSHARED, (mail.message,), {})
    return number


def waiting_waves(db: Database, letter: str, kind: MailingKind) -> tuple[WaitingWave, ...]:
    """The waves of a kind that mails wait in, oldest first."""
    rows = db.execute(_WAITING, {"letter": letter, "post": kind.value}).fetchall()
    return tuple(WaitingWave(*row) for row in rows)


def is_due(db: Database, letter: str, kind: MailingKind, at: dt.datetime) -> bool:
    """Whether a mail of a kind is to go by `at`."""
    return db.execute(_DUE, {"letter": letter, "post": kind.value, "at": to_text(at)}).fetchone() is not None


def invitation_states(db: Database, letter: str) -> dict[str, str]:
    """How the newest invitation or reminder to each sign-on stands, by the ledger's name of it."""
    return dict(db.execute(_INVITATION_STATES, {"letter": letter}).fetchall())


def forget_sent(db: Database) -> None:
    """Drop the bytes of mails to signatories that have gone: personal links stand in them."""
    db.execute(_FORGET_SENT)
