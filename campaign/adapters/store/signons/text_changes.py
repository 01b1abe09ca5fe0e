"""Which version each sign-on is for, and what a new version means for existing sign-ons.

A change is open until nobody who is listed still has to decide. Until then the page shows the text before it, and every
name stays where it is: who agrees is only noted (`agreed`), and moves when the new text becomes the public one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.store import versions
from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, opt_outs, record, rows
from campaign.adapters.store.signons.rows import SIGNON
from campaign.adapters.store.times import to_text
from campaign.core.letters.version import NewVersion, Version
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.change import ChangePolicy, OpenChange, VersionChange, open_change
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, RecordLine, record_line
from campaign.core.signons.states import SIGNED

_SIGNED_STATES = "(" + ", ".join(f"'{state}'" for state in SIGNED) + ")"
_BIND = f"""
    UPDATE signon SET version = :version WHERE letter = :letter AND version IS NULL AND state IN {_SIGNED_STATES}
    RETURNING id"""
_COUNT_SIGNED = f"""
    SELECT count(*) FROM signon WHERE letter = :letter AND version IS NOT NULL AND state IN {_SIGNED_STATES}"""
# Those who stand under an earlier version. An unconfirmed sign-on of version 0.1.0 is not among them.
_CONCERNED = f"""
    SELECT {SIGNON.select("s")}, p.mail FROM signon AS s LEFT JOIN signer AS p ON p.signon = s.id
    WHERE s.letter = :letter AND s.version < :version AND s.state IN ('confirmed', 'listed') ORDER BY s.id"""
_IS_UNDECIDED = """
    SELECT 1 FROM signon WHERE letter = :letter AND state = 'listed' AND held = 0 AND version < :version
      AND coalesce(agreed, 0) < :version LIMIT 1"""
_CHANGE = Columns(VersionChange, renamed={"policy": "way"})
_ADD = insert("change", _CHANGE.without("closed_at", "adopted_at"))
_OF = f"SELECT {_CHANGE.select()} FROM change WHERE letter = :letter ORDER BY version"
# A window may be open although its text is public: a coordinator adopted it, or version 0.1.0 showed it at once.
_LETTERS_WITH_OPEN_CHANGES = """
    SELECT DISTINCT letter FROM change WHERE adopted_at IS NULL OR (way = 'window' AND closed_at IS NULL)"""
_CLOSE = "UPDATE change SET closed_at = :at WHERE letter = :letter AND way = 'window' AND closed_at IS NULL"
_ADOPT = "UPDATE change SET adopted_at = :at WHERE letter = :letter AND adopted_at IS NULL"
_SET_AGREED = "UPDATE signon SET agreed = :version, held = 0 WHERE id = :signon"
_MOVE = "UPDATE signon SET version = :version, agreed = NULL, held = 0 WHERE id = :signon"
_OBJECT = "UPDATE signon SET held = 1, agreed = NULL WHERE id = :signon"
_SIGNED_AND_CONFIRMED = (SignOnState.CONFIRMED, SignOnState.LISTED)


@dataclass(frozen=True, slots=True)
class ConcernedSigner:
    """A signatory under an earlier text, and what a change means for him or her."""

    signon: SignOn
    address: str
    """The email address, "" for none."""
    has_opted_out: bool
    """Whether the address asked for no more emails."""
    change: OpenChange
    """All changes since the last text that he or she agreed to."""

    @property
    def gets_mail(self) -> bool:
        return bool(self.address) and not self.has_opted_out


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


def count_signed(db: Database, letter: str) -> int:
    """Count the sign-ons to any version: signed, confirmed or listed."""
    number: int = db.execute(_COUNT_SIGNED, {"letter": letter}).fetchone()[0]
    return number


def apply_change(db: Database, change: VersionChange) -> int:
    """Save the policy of a new version, do what it does at once, and queue one notice to each signer of any earlier
    one.

    Everybody is asked from the last text that he or she agreed to. Silence is no consent of those who get no notice:
    who
    asked for no more emails stays under the earlier text, and the coordinator asks those without an address. Returns
    how many get a notice.
    """
    db.execute(_ADD, _CHANGE.values(change))
    facts = {"version": str(change.version), "before": str(change.before), "way": change.policy.value}
    if change.until:
        facts["until"] = to_text(change.until)
    record.add(db, RecordLine(change.decided_at, change.letter, None, RecordEvent.CHANGED, Actor.COORDINATOR, facts))
    signers = concerned(db, change.letter, change.version, changes(db, change.letter))
    for signer in signers:
        _inform(db, signer, change.decided_at)
    settle(db, change.letter, change.decided_at)
    return sum(signer.gets_mail for signer in signers)


def concerned(
    db: Database, letter: str, version: int, all_changes: Sequence[VersionChange]
) -> tuple[ConcernedSigner, ...]:
    """Return the signatories who have not agreed to `version`, with what `all_changes` mean for each."""
    rows = db.execute(_CONCERNED, {"letter": letter, "version": version}).fetchall()
    read = ((SIGNON.read(row[:-1]), row[-1] or "") for row in rows)
    return tuple(
        ConcernedSigner(signon, address, bool(address) and opt_outs.since(db, address) is not None, change)
        for signon, address in read
        if (change := open_change(signon.last_agreed or 0, all_changes, has_objected=signon.has_objected)) is not None
    )


def ask_late(db: Database, signon: int, at: dt.datetime) -> None:
    """Ask or inform a signer who confirmed an earlier text than the newest."""
    known, newest = rows.one(db, signon), None
    if known is not None:
        newest = versions.latest(db, known.letter)
    if known is None or newest is None or known.version is None or known.last_agreed == newest.id:
        return
    for signer in concerned(db, known.letter, newest.id, changes(db, known.letter)):
        if signer.signon.id == signon:
            _inform(db, signer, at)


def changes(db: Database, letter: str) -> tuple[VersionChange, ...]:
    """Return the changes of a letter after the first sign-on, oldest first."""
    return tuple(_CHANGE.read(row) for row in db.execute(_OF, {"letter": letter}).fetchall())


def close_windows(db: Database, at: dt.datetime) -> int:
    """Close objection windows that have ended: who was informed and did not object agrees to the new version. Then show
    each text that nobody still decides about. Returns how many agreed by silence.

    The windows of one letter close together, with the last one.
    """
    silent = 0
    for (letter,) in db.execute(_LETTERS_WITH_OPEN_CHANGES).fetchall():
        all_changes = changes(db, letter)
        open_windows = [
            change for change in all_changes if change.policy is ChangePolicy.WINDOW and not change.closed_at
        ]
        if open_windows and all(change.is_due(at) for change in open_windows):
            for signer in concerned(db, letter, all_changes[-1].version, all_changes):
                if signer.change.policy is ChangePolicy.WINDOW and signer.gets_mail:
                    _agree_by_silence(db, signer, at)
                    silent += 1
            db.execute(_CLOSE, {"letter": letter, "at": to_text(at)})
        settle(db, letter, at)
    return silent


def _agree_by_silence(db: Database, signer: ConcernedSigner, at: dt.datetime) -> None:
    """Note the consent to a proposed text, or move to a text that is public already."""
    signon, version = signer.signon, signer.change.version
    public_version = versions.public(db, signon.letter)
    if public_version is None or version > public_version.id:
        db.execute(_SET_AGREED, {"signon": signon.id, "version": version})
        return
    db.execute(_MOVE, {"signon": signon.id, "version": version})
    facts = {"version": str(version), "before": str(signon.version)}
    record.add(db, RecordLine(at, signon.letter, signon.id, RecordEvent.CARRIED, Actor.PROGRAM, facts))


def object_to(db: Database, signon: int, change: VersionChange, at: dt.datetime) -> bool:
    """Record an objection: the sign-on stays under the version that it is under. False if it is under another version,
    or its signer objected before."""
    known = rows.one(db, signon)
    if known is None or known.has_objected or known.state not in _SIGNED_AND_CONFIRMED:
        return False
    if known.version is None or known.version >= change.version:
        return False
    db.execute(_OBJECT, {"signon": signon})
    facts = {"version": str(change.version), "before": str(known.version)}
    record.add(db, RecordLine(at, known.letter, signon, RecordEvent.OBJECTED, Actor.SIGNER, facts))
    settle(db, known.letter, at)
    return True


def take_objection(db: Database, known: SignOn, facts: Mapping[str, str], at: dt.datetime) -> None:
    """Record that an objection holds for another sign-on of the same organisation, too."""
    db.execute(_OBJECT, {"signon": known.id})
    record.add(db, record_line(known, RecordEvent.OBJECTED, Actor.COORDINATOR, at, facts))


def agree(
    db: Database,
    signon: int,
    version: int,
    at: dt.datetime,
    actor: Actor = Actor.SIGNER,
    more: Mapping[str, str] = {},
) -> bool:
    """Record consent to a newer version. False if the signer agreed to it already.

    The sign-on moves to it at once if the page shows it, else when it does: its name stays on the page until then.
    """
    known = rows.one(db, signon)
    if known is None or known.state not in SIGNED or known.version is None or (known.last_agreed or 0) >= version:
        return False
    public_version = versions.public(db, known.letter)
    if public_version is not None and version <= public_version.id:
        db.execute(_MOVE, {"signon": signon, "version": version})
        facts = {"version": str(version), **more}
    else:
        db.execute(_SET_AGREED, {"signon": signon, "version": version})
        facts = {"agreed": str(version), **more}
    record.add(db, RecordLine(at, known.letter, signon, RecordEvent.AGREED, actor, facts))
    settle(db, known.letter, at)
    return True


def settle(db: Database, letter: str, at: dt.datetime) -> bool:
    """Make the newest version the public one, unless a window is open or somebody who is listed has not decided."""
    all_changes = changes(db, letter)
    if not any(change.adopted_at is None for change in all_changes):
        return False
    if any(change.policy is ChangePolicy.WINDOW and not change.closed_at for change in all_changes):
        return False
    if db.execute(_IS_UNDECIDED, {"letter": letter, "version": all_changes[-1].version}).fetchone():
        return False
    adopt(db, letter, at)
    return True


def undecided(db: Database, letter: str) -> tuple[ConcernedSigner, ...]:
    """Return the listed signatories who have neither agreed nor objected to the newest version."""
    all_changes = changes(db, letter)
    if not all_changes:
        return ()
    signers = concerned(db, letter, all_changes[-1].version, all_changes)
    return tuple(
        signer for signer in signers if signer.signon.state is SignOnState.LISTED and not signer.signon.has_objected
    )


def adopt(db: Database, letter: str, at: dt.datetime) -> int:
    """Show the newest version from now on, with those who agreed to it. Returns how many moved."""
    newest = versions.latest(db, letter)
    assert newest is not None  # a change is one of two versions
    public_version = versions.public(db, letter)
    db.execute(_ADOPT, {"letter": letter, "at": to_text(at)})
    signers = [
        SIGNON.read(row[:-1]) for row in db.execute(_CONCERNED, {"letter": letter, "version": newest.id}).fetchall()
    ]
    moved = [signon for signon in signers if signon.agreed is not None]
    for signon in moved:
        db.execute(_MOVE, {"signon": signon.id, "version": signon.agreed})
        facts = {"version": str(signon.agreed), "before": str(signon.version)}
        record.add(db, RecordLine(at, letter, signon.id, RecordEvent.CARRIED, Actor.PROGRAM, facts))
    if public_version is not None and not moved:
        facts = {"version": str(newest.id), "before": str(public_version.id), "why": "adopted"}
        record.add(db, RecordLine(at, letter, None, RecordEvent.CHANGED, Actor.PROGRAM, facts))
    return len(moved)


def _inform(db: Database, signer: ConcernedSigner, at: dt.datetime) -> None:
    """Queue the one notice about all changes since the last text that was agreed to; a correction counts as agreed."""
    signon, change = signer.signon, signer.change
    for kind in NoticeKind:
        if kind.is_about_new_text:
            notices.cancel(db, signon.id, kind)
    if change.policy is ChangePolicy.CORRECTION:
        db.execute(_SET_AGREED, {"signon": signon.id, "version": change.version})
    if signer.has_opted_out and change.policy is not ChangePolicy.CORRECTION and not signon.has_objected:
        db.execute(_OBJECT, {"signon": signon.id})
        why = {"version": str(change.version), "before": str(signon.version), "why": opt_outs.REASON}
        record.add(db, RecordLine(at, signon.letter, signon.id, RecordEvent.OBJECTED, Actor.PROGRAM, why))
    if signer.gets_mail:
        notices.add(db, signon.letter, signon.id, NoticeKind(change.policy.value), at, notice_facts(signer))


def notice_facts(signer: ConcernedSigner) -> dict[str, str]:
    """The facts of the notice to a signer about a new text."""
    change = signer.change
    facts = {"version": str(change.version), "before": str(signer.signon.last_agreed), "way": change.policy.value}
    return facts | ({"until": to_text(change.until)} if change.until else {})
