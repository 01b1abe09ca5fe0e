"""Mailings to signatories: released from the start, and extended by finished emails.

An email is added in the transaction of the change that causes it: both are saved, or neither.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, messages
from campaign.adapters.store.times import from_text, to_text
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
_REQUESTS = "SELECT id FROM dispatch WHERE letter = :letter AND kind IN ('invitation', 'reminder') ORDER BY id"
_STATE = "SELECT state FROM delivery WHERE dispatch = :dispatch AND addressee = :addressee"
_MAILINGS = "SELECT id, kind FROM dispatch WHERE letter = :letter AND kind <> 'letter' ORDER BY id"
_TO_SIGNER = """
    SELECT addressee, state, changed_at, reply_text FROM delivery WHERE dispatch = :dispatch
      AND (addressee = :addressee OR addressee > :first AND addressee < :last) ORDER BY id"""
_FORGET_SENT = """
    DELETE FROM message WHERE delivery IN (
        SELECT v.id FROM message AS m JOIN delivery AS v ON v.id = m.delivery JOIN dispatch AS d ON d.id = v.dispatch
        WHERE d.kind <> 'letter' AND v.state = 'sent')"""


@dataclass(frozen=True, slots=True)
class WaitingWave:
    """A mailing with emails that were not sent yet."""

    wave: str
    number: int


@dataclass(frozen=True, slots=True)
class SignerMail:
    """An email to a signer."""

    kind: str
    """A NoticeKind, for example "invitation" or "listed"."""
    state: DeliveryState
    changed_at: dt.datetime
    """When it came to this state (aware UTC)."""
    answer: str
    """The mail server's last answer; "" if there was none."""


def open_mailing(db: Database, letter: str, kind: MailingKind, wave: str, version: int, at: dt.datetime) -> Mailing:
    """Return the mailing with this name; create and release it first, if necessary.

    Raises StoreError if the mailing is of another kind.
    """
    db.execute(_OPEN, {"letter": letter, "wave": wave, "version": version, "post": kind.value, "at": to_text(at)})
    mailing = deliveries.find_mailing(db, letter, wave)
    if mailing is None or mailing.kind is not kind:
        raise StoreError(f"{letter}: {wave} is already the name of another mailing", fix="campaign send log")
    return mailing


def next_wave(db: Database, letter: str, kind: MailingKind) -> str:
    """Return the name of the next mailing of a kind: invitations-1, invitations-2, ..."""
    number = db.execute(_NUMBER, {"letter": letter, "post": kind.value}).fetchone()[0]
    return f"{kind}s-{number + 1}"


def queue(db: Database, mailing: int, planned: PlannedDelivery, at: dt.datetime) -> int:
    """Add a finished email, and return its delivery's id. Raises if the mailing already has this addressee."""
    number = deliveries.add_one(db, mailing, planned, DeliveryState.QUEUED, to_text(at))
    messages.put(db, mailing, number, UNSHARED, (planned.message,), {})
    return number


def waiting_waves(db: Database, letter: str, kind: MailingKind) -> tuple[WaitingWave, ...]:
    """Return the mailings of a kind with emails that wait, oldest first."""
    rows = db.execute(_WAITING, {"letter": letter, "post": kind.value}).fetchall()
    return tuple(WaitingWave(*row) for row in rows)


def is_due(db: Database, letter: str, kind: MailingKind, at: dt.datetime) -> bool:
    """Return whether an email of this kind is due at `at`."""
    return db.execute(_DUE, {"letter": letter, "post": kind.value, "at": to_text(at)}).fetchone() is not None


def invitation_states(db: Database, letter: str) -> dict[str, str]:
    """Return the state of the newest invitation or reminder to each sign-on, by `ledger_name`."""
    return dict(db.execute(_INVITATION_STATES, {"letter": letter}).fetchall())


def states_of(db: Database, letter: str, addressees: Sequence[str]) -> dict[str, str]:
    """Return the state of the newest invitation or reminder to each of some sign-ons, by `ledger_name`."""
    dispatches = [row[0] for row in db.execute(_REQUESTS, {"letter": letter}).fetchall()]
    states: dict[str, str] = {}
    for addressee in addressees:
        for dispatch in dispatches:
            row = db.execute(_STATE, {"dispatch": dispatch, "addressee": addressee}).fetchone()
            states |= {addressee: row[0]} if row else {}
    return states


def to_signer(db: Database, letter: str, addressee: str) -> tuple[SignerMail, ...]:
    """Return the emails to the signer of a sign-on, oldest first. `addressee` is the `ledger_name`."""
    mails: list[SignerMail] = []
    for dispatch, kind in db.execute(_MAILINGS, {"letter": letter}).fetchall():
        values = {"dispatch": dispatch, "addressee": addressee, "first": f"{addressee}/", "last": f"{addressee}0"}
        for name, state, at, answer in db.execute(_TO_SIGNER, values).fetchall():
            what = name.split("/")[1] if "/" in name else kind
            mails.append(SignerMail(what, DeliveryState(state), from_text(at), answer))
    return tuple(sorted(mails, key=lambda mail: mail.changed_at))


def forget_sent(db: Database) -> None:
    """Delete the messages of emails sent to signatories, because they contain personal links."""
    db.execute(_FORGET_SENT)
