"""Waves as people and the timetable steer them: what a wave is for, when it goes, whether it is held, whom it skips."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.times import from_text, to_text
from campaign.core.delivery.audience import Past, Purpose
from campaign.core.delivery.records import Dispatch, Planned, Post
from campaign.core.delivery.states import State

_DESCRIBE = """
    UPDATE dispatch SET purpose = :purpose, not_before_at = :not_before_at, signatories = :signatories
    WHERE id = :dispatch AND released_at IS NULL"""
_PAUSE = """
    UPDATE dispatch SET paused_at = :at, paused_why = :why
    WHERE id = :dispatch AND released_at IS NOT NULL AND paused_at IS NULL RETURNING id"""
_UNPAUSE = """
    UPDATE dispatch SET paused_at = NULL, paused_why = '' WHERE id = :dispatch AND paused_at IS NOT NULL RETURNING id"""
_WAITING = """
    SELECT letter, wave FROM dispatch AS d WHERE released_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM delivery AS v WHERE v.dispatch = d.id AND v.state IN ('queued', 'deferred'))
    ORDER BY id"""
_PAST = """
    SELECT v.addressee, v.mail, d.wave, d.purpose, v.state
    FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND d.wave <> :wave AND v.state <> 'planned' ORDER BY v.id"""
_BEGUN = """
    SELECT lower(v.mail), v.message_id FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND d.wave <> :wave AND v.state = 'sent' ORDER BY v.id DESC"""
# One of those who have had the letter, but for some; each of them stands in a list of its own.
_HAD = """
    SELECT 1 FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter' AND v.state = 'sent'
        AND v.addressee NOT IN (SELECT value ->> 0 FROM json_each(:but)) LIMIT 1"""
_COUNTRIES = "SELECT DISTINCT country FROM addressee WHERE letter = :letter ORDER BY country"
_COUNTRY = "SELECT country FROM addressee WHERE letter = :letter AND key = :addressee"
_GONE = """
    SELECT v.mail, min(e.at) AS went_at FROM delivery_event AS e JOIN delivery AS v ON v.id = e.delivery
    WHERE e.state IN ('sent', 'uncertain') AND e.at > :since GROUP BY v.id, v.mail ORDER BY went_at"""
# Among the newest attempts of all, so that it costs the same in a great ledger.
_NEWEST = """
    SELECT e.at FROM (SELECT delivery, at FROM delivery_event WHERE stage <> '' ORDER BY id DESC LIMIT 1000) AS e
    JOIN delivery AS v ON v.id = e.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE (d.kind = 'letter') = (:post = 'letter') ORDER BY e.at DESC LIMIT 1"""
_ANSWERED = """
    SELECT addressee, kind, at, '' AS stance FROM reply AS r
    WHERE kind IN ('person', 'complaint') AND (:addressee = '' OR addressee = :addressee) AND EXISTS (
        SELECT 1 FROM delivery AS v JOIN dispatch AS d ON d.id = v.dispatch
        WHERE v.id = r.delivery AND d.letter = :letter AND d.kind = 'letter')
    UNION ALL
    SELECT addressee, 'position', at, stance FROM position
    WHERE letter = :letter AND (:addressee = '' OR addressee = :addressee)
    ORDER BY at"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What an addressee let us know, and when. `kind` is person, complaint or position, which has a stance."""

    addressee: str
    kind: str
    at: dt.datetime
    stance: str


@dataclass(frozen=True, slots=True)
class Intent:
    """What a wave is planned as. `not_before_at` is None where the timetable's time counts."""

    purpose: Purpose = Purpose.FIRST
    not_before_at: dt.datetime | None = None
    signatories: tuple[str, ...] = ()


def plan(
    db: Database, letter: str, wave: str, version: int, mails: Iterable[Planned], intent: Intent, at: dt.datetime
) -> Dispatch | None:
    """Keep a dispatch with its mails and what it is for. None when it is already released."""
    planned = deliveries.plan(db, letter, wave, version, mails, at)
    return describe(db, planned, intent) if planned else None


def describe(db: Database, dispatch: Dispatch, intent: Intent) -> Dispatch:
    """Say what a dispatch is for; nothing changes once it is released. The dispatch as it is kept."""
    values = {
        "dispatch": dispatch.id,
        "purpose": intent.purpose,
        "not_before_at": to_text(intent.not_before_at) if intent.not_before_at else None,
        "signatories": "\n".join(intent.signatories),
    }
    db.execute(_DESCRIBE, values)
    kept = deliveries.dispatch(db, dispatch.letter, dispatch.wave)
    assert kept is not None  # a dispatch is never deleted
    return kept


def pause(db: Database, dispatch: int, why: str, at: dt.datetime) -> bool:
    """Hold a released dispatch: no further body goes out. False when it is held already, or not released."""
    values = {"dispatch": dispatch, "why": why, "at": to_text(at)}
    return db.execute(_PAUSE, values).fetchone() is not None


def unpause(db: Database, dispatch: int) -> bool:
    """Let a dispatch go on. False when it was not held."""
    return db.execute(_UNPAUSE, {"dispatch": dispatch}).fetchone() is not None


def waiting(db: Database) -> tuple[Dispatch, ...]:
    """The released dispatches of all letters that have mails to send, held ones too, the oldest first."""
    rows = db.execute(_WAITING).fetchall()
    found = (deliveries.dispatch(db, letter, wave) for letter, wave in rows)
    return tuple(each for each in found if each)


def past(db: Database, letter: str, but_wave: str) -> tuple[Past, ...]:
    """The deliveries of a letter's other waves to its addressees, but for those that were only planned."""
    rows = db.execute(_PAST, {"letter": letter, "wave": but_wave}).fetchall()
    return tuple(Past(key, mail, wave, Purpose(purpose), State(state)) for key, mail, wave, purpose, state in rows)


def begun(db: Database, letter: str, but_wave: str) -> dict[str, str]:
    """By mail address, in small letters, the Message-ID of the first mail of other waves that went there."""
    return dict(db.execute(_BEGUN, {"letter": letter, "wave": but_wave}).fetchall())


def answered(db: Database, letter: str, addressee: str = "") -> tuple[Answered, ...]:
    """What the addressees of a letter let us know, or what one of them did; oldest first."""
    rows = db.execute(_ANSWERED, {"letter": letter, "addressee": addressee}).fetchall()
    return tuple(Answered(key, kind, from_text(at), stance) for key, kind, at, stance in rows)


def all_answered(db: Database, letter: str) -> bool:
    """Whether all who have had the letter have answered it, and there are any."""
    keys = sorted({each.addressee for each in answered(db, letter)})
    return _had(db, letter, []) and not _had(db, letter, keys)


def _had(db: Database, letter: str, but: Sequence[str]) -> bool:
    return db.execute(_HAD, {"letter": letter, "but": json.dumps([[key] for key in but])}).fetchone() is not None


def countries(db: Database, letter: str) -> tuple[str, ...]:
    """The countries of a letter's addressees, "" among them where somebody's is not known."""
    return tuple(row[0] for row in db.execute(_COUNTRIES, {"letter": letter}).fetchall())


def country(db: Database, letter: str, addressee: str) -> str:
    """An addressee's country, "" where it is not known."""
    row = db.execute(_COUNTRY, {"letter": letter, "addressee": addressee}).fetchone()
    return row[0] if row else ""


def newest_attempt(db: Database, post: Post) -> dt.datetime | None:
    """When a mail of those that share a pace with `post` was last tried, by whoever; None where that is long ago."""
    row = db.execute(_NEWEST, {"post": post.value}).fetchone()
    return from_text(row[0]) if row else None


def gone_since(db: Database, since: dt.datetime) -> Sequence[tuple[str, dt.datetime]]:
    """To which mail addresses messages went, or may have gone, after a moment, of all letters; oldest first."""
    rows = db.execute(_GONE, {"since": to_text(since)}).fetchall()
    return tuple((mail, from_text(at)) for mail, at in rows)
