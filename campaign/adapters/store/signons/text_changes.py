"""Which version each sign-on is for, and what a new version means for existing sign-ons."""

import datetime as dt

from campaign.adapters.store import versions
from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, opt_outs, record
from campaign.adapters.store.times import to_text
from campaign.core.letters.version import NewVersion, Version
from campaign.core.signons.change import ChangePolicy, VersionChange
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, RecordLine
from campaign.core.signons.states import SIGNED

_SIGNED_STATES = "(" + ", ".join(f"'{state}'" for state in SIGNED) + ")"
_BIND = f"""
    UPDATE signon SET version = :version WHERE letter = :letter AND version IS NULL AND state IN {_SIGNED_STATES}
    RETURNING id"""
_COUNT_UNDER = f"""
    SELECT count(*) FROM signon WHERE letter = :letter AND version = :version AND state IN {_SIGNED_STATES}"""
_CARRY = f"""
    UPDATE signon SET version = :version
    WHERE letter = :letter AND version = :before AND held = 0 AND state IN {_SIGNED_STATES} RETURNING id"""
_UNDER = f"""
    SELECT s.id, p.mail FROM signon AS s JOIN signer AS p ON p.signon = s.id
    WHERE s.letter = :letter AND s.version = :version AND s.state IN {_SIGNED_STATES} AND p.mail_key IS NOT NULL"""
_CHANGE = Columns(VersionChange, renamed={"policy": "way"})
_ADD = insert("change", _CHANGE.without("closed_at"))
_OF = f"SELECT {_CHANGE.select()} FROM change WHERE letter = :letter ORDER BY version"
_OPEN = f"""
    SELECT {_CHANGE.select()} FROM change
    WHERE way = 'window' AND closed_at IS NULL AND until <= :at ORDER BY version"""
_CLOSE = "UPDATE change SET closed_at = :at WHERE version = :version AND closed_at IS NULL RETURNING version"
_KEEP_UNDER_EARLIER = f"""
    UPDATE signon SET held = 1 WHERE id = :signon AND version = :before AND held = 0 AND state IN {_SIGNED_STATES}
    RETURNING letter"""
_AGREE = f"""
    UPDATE signon SET version = :version, held = 0
    WHERE id = :signon AND version < :version AND state IN {_SIGNED_STATES} RETURNING letter"""


def freeze(
    db: Database, new: NewVersion, policy: ChangePolicy | None = None, until: dt.datetime | None = None
) -> Version:
    """Add a version, and apply `policy` to those who signed the one before; None if nobody did.

    `until` is the end of an objection window. Returns the version.
    """
    earlier = versions.latest(db, new.letter)
    version = versions.add(db, new)
    if earlier is None:
        bind_first(db, new.letter, version.id, new.frozen_at)
    elif policy is not None:
        apply_change(db, VersionChange(new.letter, earlier.id, version.id, policy, new.frozen_at, until))
    return version


def bind_first(db: Database, letter: str, version: int, at: dt.datetime) -> int:
    """Put sign-ons from before anything was frozen under the first version. Returns how many."""
    rows = db.execute(_BIND, {"letter": letter, "version": version}).fetchall()
    for row in rows:
        record.add(db, RecordLine(at, letter, row[0], RecordEvent.BOUND, Actor.PROGRAM, {"version": str(version)}))
    return len(rows)


def count_under(db: Database, letter: str, version: int) -> int:
    """Count the sign-ons to a version: signed, confirmed or listed."""
    number: int = db.execute(_COUNT_UNDER, {"letter": letter, "version": version}).fetchone()[0]
    return number


def apply_change(db: Database, change: VersionChange) -> int:
    """Save the policy of a new version, do what it does at once, and queue a notice to each signer of the one before.

    Addresses that opted out get no notice. Returns how many signers are concerned.
    """
    db.execute(_ADD, _CHANGE.values(change))
    facts = {"version": str(change.version), "before": str(change.before), "way": change.policy.value}
    if change.until:
        facts["until"] = to_text(change.until)
    record.add(db, RecordLine(change.decided_at, change.letter, None, RecordEvent.CHANGED, Actor.COORDINATOR, facts))
    concerned = db.execute(_UNDER, {"letter": change.letter, "version": change.before}).fetchall()
    for signon, address in concerned:
        if opt_outs.since(db, address) is None:
            notices.add(db, change.letter, signon, NoticeKind(change.policy.value), change.decided_at, facts)
        elif change.policy is ChangePolicy.WINDOW:
            _leave_under_earlier(db, signon, change)
    if change.policy is ChangePolicy.CORRECTION:
        _carry_over(db, change, change.decided_at)
    return len(concerned)


def changes(db: Database, letter: str) -> tuple[VersionChange, ...]:
    """Return the changes of a letter after the first sign-on, oldest first."""
    return tuple(_CHANGE.read(row) for row in db.execute(_OF, {"letter": letter}).fetchall())


def close_windows(db: Database, at: dt.datetime) -> int:
    """Close objection windows that have ended: who did not object moves to the new version. Returns how many moved."""
    carried = 0
    for row in db.execute(_OPEN, {"at": to_text(at)}).fetchall():
        due = _CHANGE.read(row)
        if db.execute(_CLOSE, {"version": due.version, "at": to_text(at)}).fetchone():
            carried += _carry_over(db, due, at)
    return carried


def object_to(db: Database, signon: int, change: VersionChange, at: dt.datetime) -> bool:
    """Record an objection: the sign-on stays under the version before. False if it is under another
    version, or its signer objected before."""
    row = db.execute(_KEEP_UNDER_EARLIER, {"signon": signon, "before": change.before}).fetchone()
    if row:
        facts = {"version": str(change.version), "before": str(change.before)}
        record.add(db, RecordLine(at, row[0], signon, RecordEvent.OBJECTED, Actor.SIGNER, facts))
    return row is not None


def agree(db: Database, signon: int, version: int, at: dt.datetime) -> bool:
    """Record consent: the sign-on moves to a newer version. False if it is there already."""
    row = db.execute(_AGREE, {"signon": signon, "version": version}).fetchone()
    if row:
        record.add(db, RecordLine(at, row[0], signon, RecordEvent.AGREED, Actor.SIGNER, {"version": str(version)}))
    return row is not None


def _leave_under_earlier(db: Database, signon: int, change: VersionChange) -> None:
    """Keep the sign-on of an address that opted out: its signer gets no notice, so silence is not consent."""
    if db.execute(_KEEP_UNDER_EARLIER, {"signon": signon, "before": change.before}).fetchone():
        facts = {"version": str(change.version), "before": str(change.before), "why": opt_outs.REASON}
        record.add(db, RecordLine(change.decided_at, change.letter, signon, RecordEvent.OBJECTED, Actor.PROGRAM, facts))


def _carry_over(db: Database, change: VersionChange, at: dt.datetime) -> int:
    rows = db.execute(_CARRY, _CHANGE.values(change)).fetchall()
    facts = {"version": str(change.version), "before": str(change.before), "way": change.policy.value}
    for row in rows:
        record.add(db, RecordLine(at, change.letter, row[0], RecordEvent.CARRIED, Actor.PROGRAM, facts))
    return len(rows)
