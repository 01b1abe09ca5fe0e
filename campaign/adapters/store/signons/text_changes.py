"""Under which version each sign-on stands, and how a new version takes them along or leaves them where they are."""

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
    """Keep a version, and deal with those who signed before it in the `way` that was chosen, None where nobody did."""
    earlier = versions.latest(db, new.letter)
    version = versions.add(db, new)
    if earlier is None:
        bind_first(db, new.letter, version.id, new.frozen_at)
    elif policy is not None:
        apply_change(db, VersionChange(new.letter, earlier.id, version.id, policy, new.frozen_at, until))
    return version


def bind_first(db: Database, letter: str, version: int, at: dt.datetime) -> int:
    """Bind those who signed before anything was frozen to the first version. Returns how many."""
    rows = db.execute(_BIND, {"letter": letter, "version": version}).fetchall()
    for row in rows:
        record.add(db, RecordLine(at, letter, row[0], RecordEvent.BOUND, Actor.PROGRAM, {"version": str(version)}))
    return len(rows)


def count_under(db: Database, letter: str, version: int) -> int:
    """How many have signed a version, listed or about to be."""
    number: int = db.execute(_COUNT_UNDER, {"letter": letter, "version": version}).fetchone()[0]
    return number


def apply_change(db: Database, change: VersionChange) -> int:
    """Keep how a new version deals with those who signed the one before, do what is to be done at once, and owe each of
    them the mail that says so, but for those who asked not to be written to. Returns how many it concerns."""
    db.execute(_ADD, _CHANGE.values(change))
    facts = {"version": str(change.version), "before": str(change.before), "way": change.policy.value}
    if change.until:
        facts["until"] = to_text(change.until)
    record.add(db, RecordLine(change.decided_at, change.letter, None, RecordEvent.CHANGED, Actor.COORDINATOR, facts))
    concerned = db.execute(_UNDER, {"letter": change.letter, "version": change.before}).fetchall()
    for signon, mail in concerned:
        if opt_outs.since(db, mail) is None:
            notices.add(db, change.letter, signon, NoticeKind(change.policy.value), change.decided_at, facts)
        elif change.policy is ChangePolicy.WINDOW:
            _leave_under_earlier(db, signon, change)
    if change.policy is ChangePolicy.CORRECTION:
        _carry_over(db, change, change.decided_at)
    return len(concerned)


def changes(db: Database, letter: str) -> tuple[VersionChange, ...]:
    """The changes of a letter's words while there were sign-ons, oldest first."""
    return tuple(_CHANGE.read(row) for row in db.execute(_OF, {"letter": letter}).fetchall())


def close_windows(db: Database, at: dt.datetime) -> int:
    """Carry the silent over where the time for objections has passed by `at`. Returns how many were carried."""
    carried = 0
    for row in db.execute(_OPEN, {"at": to_text(at)}).fetchall():
        due = _CHANGE.read(row)
        if db.execute(_CLOSE, {"version": due.version, "at": to_text(at)}).fetchone():
            carried += _carry_over(db, due, at)
    return carried


def object_to(db: Database, signon: int, change: VersionChange, at: dt.datetime) -> bool:
    """The signer objects to a new version: the sign-on stays under the one before. False when it no longer may."""
    row = db.execute(_KEEP_UNDER_EARLIER, {"signon": signon, "before": change.before}).fetchone()
    if row:
        facts = {"version": str(change.version), "before": str(change.before)}
        record.add(db, RecordLine(at, row[0], signon, RecordEvent.OBJECTED, Actor.SIGNER, facts))
    return row is not None


def agree(db: Database, signon: int, version: int, at: dt.datetime) -> bool:
    """The signer agrees to a newer version, and stands under it from now on. False when it stands there already."""
    row = db.execute(_AGREE, {"signon": signon, "version": version}).fetchone()
    if row:
        record.add(db, RecordLine(at, row[0], signon, RecordEvent.AGREED, Actor.SIGNER, {"version": str(version)}))
    return row is not None


def _leave_under_earlier(db: Database, signon: int, change: VersionChange) -> None:
    """Who asked not to be written to hears of no window, so silence says nothing: the sign-on stays where it is."""
    if db.execute(_KEEP_UNDER_EARLIER, {"signon": signon, "before": change.before}).fetchone():
        facts = {"version": str(change.version), "before": str(change.before), "why": opt_outs.REASON}
        record.add(db, RecordLine(change.decided_at, change.letter, signon, RecordEvent.OBJECTED, Actor.PROGRAM, facts))


def _carry_over(db: Database, change: VersionChange, at: dt.datetime) -> int:
    rows = db.execute(_CARRY, _CHANGE.values(change)).fetchall()
    facts = {"version": str(change.version), "before": str(change.before), "way": change.policy.value}
    for row in rows:
        record.add(db, RecordLine(at, change.letter, row[0], RecordEvent.CARRIED, Actor.PROGRAM, facts))
    return len(rows)
