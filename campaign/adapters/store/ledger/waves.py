"""Waves: their purpose and time, pausing, and what planning needs to know of earlier waves and of answers."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.audience import PastDelivery, WavePurpose
from campaign.core.delivery.records import Mailing, MailingKind, PlannedDelivery
from campaign.core.delivery.states import DeliveryState

_DESCRIBE = """
    UPDATE dispatch SET purpose = :purpose, not_before_at = :not_before_at, signatories = :signatories,
        selection = :selection
    WHERE id = :dispatch AND released_at IS NULL"""
_PAUSE = """
    UPDATE dispatch SET paused_at = :at, paused_why = :why
    WHERE id = :dispatch AND released_at IS NOT NULL AND paused_at IS NULL RETURNING id"""
_UNPAUSE = """
    UPDATE dispatch SET paused_at = NULL, paused_why = '' WHERE id = :dispatch AND paused_at IS NOT NULL RETURNING id"""
_CANCEL = """
    UPDATE dispatch SET cancelled_at = :at
    WHERE id = :dispatch AND released_at IS NOT NULL AND cancelled_at IS NULL"""
_WAITING = """
    SELECT letter, wave FROM dispatch AS d WHERE released_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM delivery AS v WHERE v.dispatch = d.id AND v.state IN ('queued', 'deferred'))
    ORDER BY id"""
_EXPIRED_SINCE = """
    SELECT letter, wave FROM dispatch AS d
    WHERE kind = 'letter' AND released_at IS NOT NULL AND cancelled_at IS NULL AND EXISTS (
        SELECT 1 FROM delivery AS v WHERE v.dispatch = d.id AND v.state = 'expired' AND v.changed_at > :since)
    ORDER BY id"""
_EARLIER_DELIVERIES = """
    SELECT v.addressee, v.mail, d.wave, d.purpose, v.state
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND d.wave <> :wave AND v.state <> 'planned' ORDER BY v.id"""
_FIRST_MESSAGE_IDS = """
    SELECT lower(v.mail), v.message_id FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND d.wave <> :wave AND v.state = 'sent' ORDER BY v.id DESC"""
# Somebody who got the letter and is not in `but`, where each key is in a list of its own.
_RECIPIENT = """
    SELECT 1 FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND v.state = 'sent'
        AND v.addressee NOT IN (SELECT value ->> 0 FROM json_each(:but)) LIMIT 1"""
_COUNTRIES = "SELECT DISTINCT country FROM addressee WHERE letter = :letter ORDER BY country"
_COUNTRY = "SELECT country FROM addressee WHERE letter = :letter AND key = :addressee"
_SENT_SINCE = """
    SELECT v.mail, min(e.at) AS went_at FROM delivery_event AS e JOIN delivery AS v ON v.id = e.delivery
    WHERE e.state IN ('sent', 'uncertain') AND e.at > :since GROUP BY v.id, v.mail ORDER BY went_at"""
# Only among the newest 1,000 attempts, so that it takes no longer in a large ledger.
_NEWEST_ATTEMPT = """
    SELECT e.at FROM (SELECT delivery, at FROM delivery_event WHERE stage <> '' ORDER BY id DESC LIMIT 1000) AS e
    JOIN delivery AS v ON v.id = e.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE (d.kind = 'letter') = (:post = 'letter') ORDER BY e.at DESC LIMIT 1"""
_ANSWERS = """
    SELECT addressee, kind, at, '' AS stance FROM reply AS r
    WHERE kind IN ('person', 'complaint') AND proof <> 'claim' AND (:addressee = '' OR addressee = :addressee)
    AND EXISTS (
        SELECT 1 FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
        WHERE v.id = r.delivery AND d.letter = :letter AND d.kind = 'letter')
    UNION ALL
    SELECT addressee, 'position', at, stance FROM position
    WHERE letter = :letter AND (:addressee = '' OR addressee = :addressee)
    ORDER BY at"""


@dataclass(frozen=True, slots=True)
class AddresseeAnswer:
    """An answer of an addressee: a reply, a complaint, or a position that was recorded."""

    addressee: str  # the key
    kind: str  # "person", "complaint" or "position"
    at: dt.datetime
    stance: str  # of a position, else ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a wave is planned for."""

    purpose: WavePurpose = WavePurpose.FIRST
    not_before_at: dt.datetime | None = None  # None: the timetable's time
    signatories: tuple[str, ...] = ()  # keys of the organisations named under its emails
    selection: tuple[str, ...] = ()  # words that select a part of the list; empty for the whole list


def plan(
    db: Database,
    letter: str,
    wave: str,
    version: int,
    planned: Iterable[PlannedDelivery],
    intent: Intent,
    at: dt.datetime,
) -> Mailing | None:
    """Store a mailing with its deliveries and purpose. None if it is released already."""
    mailing = deliveries.plan(db, letter, wave, version, planned, at)
    return describe(db, mailing, intent) if mailing else None


def describe(db: Database, mailing: Mailing, intent: Intent) -> Mailing:
    """Set the purpose of a mailing, unless it is released. Returns the mailing as it is stored."""
    values = {
        "dispatch": mailing.id,
        "purpose": intent.purpose,
        "not_before_at": to_text(intent.not_before_at) if intent.not_before_at else None,
        "signatories": "\n".join(intent.signatories),
        "selection": "\n".join(intent.selection),
    }
    db.execute(_DESCRIBE, values)
    current = deliveries.find_mailing(db, mailing.letter, mailing.wave)
    assert current is not None  # it was read in the same transaction, or is released and never deleted
    return current


def cancel(db: Database, mailing: int, reason: str, at: dt.datetime) -> int:
    """Cancel a mailing: no further body is sent, and what is being sent now is not tried again. Returns how many
    deliveries waited. A mailing that is not released can be planned again."""
    db.execute(_CANCEL, {"dispatch": mailing, "at": to_text(at)})
    return deliveries.close(db, mailing, DeliveryState.CANCELLED, reason, at)


def pause(db: Database, mailing: int, reason: str, at: dt.datetime) -> bool:
    """Pause a released mailing: no further body is sent. False if it is paused already, or not released."""
    values = {"dispatch": mailing, "why": reason, "at": to_text(at)}
    return db.execute(_PAUSE, values).fetchone() is not None


def unpause(db: Database, mailing: int) -> bool:
    """Resume a paused mailing. False if it was not paused."""
    return db.execute(_UNPAUSE, {"dispatch": mailing}).fetchone() is not None


def waiting_mailings(db: Database) -> tuple[Mailing, ...]:
    """Return the released mailings of all letters with emails to send, including paused ones, oldest first."""
    rows = db.execute(_WAITING).fetchall()
    mailings = (deliveries.find_mailing(db, letter, wave) for letter, wave in rows)
    return tuple(mailing for mailing in mailings if mailing)


def has_expired(db: Database, since: dt.datetime) -> bool:
    """Return whether emails of a released wave expired after `since`."""
    return db.execute(_EXPIRED_SINCE, {"since": to_text(since)}).fetchone() is not None


def reopen_expired(db: Database, since: dt.datetime, at: dt.datetime) -> int:
    """Queue the emails of released waves again that expired after `since`, because the deadline is ahead again. Returns
    how many."""
    number = 0
    for letter, wave in db.execute(_EXPIRED_SINCE, {"since": to_text(since)}).fetchall():
        mailing = deliveries.find_mailing(db, letter, wave)
        assert mailing is not None  # it was read in the same transaction
        deliveries.cancel_doubles(db, mailing, at)
        number += deliveries.reopen(db, mailing.id, "the deadline is ahead again", at, since)
    return number


def earlier_deliveries(db: Database, letter: str, except_wave: str) -> tuple[PastDelivery, ...]:
    """Return the deliveries of a letter's other waves, except those that are only planned."""
    rows = db.execute(_EARLIER_DELIVERIES, {"letter": letter, "wave": except_wave}).fetchall()
    return tuple(
        PastDelivery(key, address, wave, WavePurpose(purpose), DeliveryState(state))
        for key, address, wave, purpose, state in rows
    )


def first_message_ids(db: Database, letter: str, except_wave: str) -> dict[str, str]:
    """Return the Message-ID of the first email of other waves to each email address, in lower case."""
    return dict(db.execute(_FIRST_MESSAGE_IDS, {"letter": letter, "wave": except_wave}).fetchall())


def answers(db: Database, letter: str, addressee: str = "") -> tuple[AddresseeAnswer, ...]:
    """Return the answers of a letter's addressees, or of one of them, oldest first."""
    rows = db.execute(_ANSWERS, {"letter": letter, "addressee": addressee}).fetchall()
    return tuple(AddresseeAnswer(key, kind, from_text(at), stance) for key, kind, at, stance in rows)


def all_answered(db: Database, letter: str) -> bool:
    """Return whether the letter was sent, and everybody who got it has answered."""
    keys = sorted({answer.addressee for answer in answers(db, letter)})
    return _has_recipient(db, letter, []) and not _has_recipient(db, letter, keys)


def _has_recipient(db: Database, letter: str, except_keys: Sequence[str]) -> bool:
    return (
        db.execute(_RECIPIENT, {"letter": letter, "but": json.dumps([[key] for key in except_keys])}).fetchone()
        is not None
    )


def countries(db: Database, letter: str) -> tuple[str, ...]:
    """Return the countries of a letter's addressees, with "" if one of them is unknown."""
    return tuple(row[0] for row in db.execute(_COUNTRIES, {"letter": letter}).fetchall())


def country(db: Database, letter: str, addressee: str) -> str:
    """Return an addressee's country, "" if it is unknown."""
    row = db.execute(_COUNTRY, {"letter": letter, "addressee": addressee}).fetchone()
    return row[0] if row else ""


def newest_attempt(db: Database, kind: MailingKind) -> dt.datetime | None:
    """Return the last attempt of any worker among mailings that share a pace with `kind`; None if it was long ago."""
    row = db.execute(_NEWEST_ATTEMPT, {"post": kind.value}).fetchone()
    return from_text(row[0]) if row else None


def sent_since(db: Database, since: dt.datetime) -> Sequence[tuple[str, dt.datetime]]:
    """Return the email addresses to which any letter was sent, or may have been, after `since`; oldest first."""
    rows = db.execute(_SENT_SINCE, {"since": to_text(since)}).fetchall()
    return tuple((address, from_text(at)) for address, at in rows)
