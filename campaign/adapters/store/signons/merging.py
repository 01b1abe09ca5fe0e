"""Merging two sign-ons of one organisation: one stays, with the contact, the words and the agreements of both.

Nobody withdrew anything, so nobody may be lost: a signer whose sign-on goes into a row without a contact becomes its
contact, with the same personal link; the signer is told what happened to the sign-on.
"""

import datetime as dt
from dataclasses import replace

from campaign.adapters.store import signons
from campaign.adapters.store.columns import update
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import notices, proposed_changes, record, text_changes
from campaign.adapters.store.signons.transitions import transition
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.merging import MergeOutcome, has_contact, merge_facts, merge_outcome
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, private_digest, record_line
from campaign.core.signons.states import SIGNED

_MARK = f"{update('signon', 'merged_into')} WHERE id = :signon"
_LEAVE_ORGANISATION = "UPDATE signon SET organisation = '' WHERE id = :signon"
_TAKE_OVER = """
    UPDATE signon SET organisation = :organisation,
                      position = (SELECT o.position FROM signon AS o WHERE o.id = :duplicate)
    WHERE id = :remaining"""
_FORGET_SIGNER = "DELETE FROM signer WHERE signon = :remaining"
_MOVE_SIGNER = "UPDATE signer SET signon = :remaining WHERE signon = :duplicate"
_SPEAK = f"{update('signon', 'quote', 'language', 'source')} WHERE id = :signon"
_FORGET_NOTICES = "DELETE FROM notice WHERE signon = :signon"


def merge(db: Database, remaining: SignOn, duplicate: SignOn, by: str, at: dt.datetime) -> bool:
    """Merge two sign-ons of one organisation: `remaining` stays, `duplicate` is withdrawn; its history stays.

    If only the duplicate is in the directory, the remaining one takes its place there. False if one of the two has
    changed since it was read.
    """
    if remaining.merged_into is not None or signons.one(db, remaining.id) != remaining:
        return False
    contact, signer = signons.signer(db, remaining.id), signons.signer(db, duplicate.id)
    outcome = merge_outcome(remaining, duplicate, contact, signer)
    into = {"into": str(remaining.id), "state": SignOnState.WITHDRAWN.value, "by": by}
    line = record_line(duplicate, RecordEvent.MERGED, Actor.COORDINATOR, at, into)

    def leave() -> None:
        db.execute(_MARK, {"signon": duplicate.id, "merged_into": remaining.id})
        if duplicate.organisation and not remaining.organisation:
            organisation = duplicate.organisation
            db.execute(_LEAVE_ORGANISATION, {"signon": duplicate.id})
            db.execute(_TAKE_OVER, {"remaining": remaining.id, "duplicate": duplicate.id, "organisation": organisation})
        _move_contact(db, remaining, duplicate, outcome, contact)

    if not transition(db, duplicate, SignOnState.WITHDRAWN, line, then=leave):
        return False
    facts = {"from": str(duplicate.id), "by": by}
    line = record_line(remaining, RecordEvent.MERGED, Actor.COORDINATOR, at, facts)
    record.add(db, replace(line, private=private_digest(signer) if outcome.contact_moves else b""))
    _move_notices(db, remaining, duplicate, outcome)
    _take_decisions(db, remaining, duplicate, outcome, by, at)
    if duplicate.state in SIGNED and has_contact(signer):
        holder = remaining if outcome.contact_moves else duplicate
        notices.add(db, holder.letter, holder.id, NoticeKind.MERGED, at, merge_facts(duplicate, outcome))
    return True


def merge_target(db: Database, signon: SignOn) -> SignOn:
    """The sign-on that this one was merged into, or itself."""
    while signon.merged_into is not None and (into := signons.one(db, signon.merged_into)) is not None:
        signon = into
    return signon


def _move_contact(
    db: Database, remaining: SignOn, duplicate: SignOn, outcome: MergeOutcome, contact: Signer | None
) -> None:
    """Make the duplicate's signer the contact. The row then counts as signed by itself: no table changes it."""
    if not outcome.contact_moves:
        return
    numbers = {"remaining": remaining.id, "duplicate": duplicate.id}
    proposed_changes.forget(db, remaining.id)  # of somebody who is no longer the contact
    if contact is not None:
        db.execute(_FORGET_SIGNER, {"remaining": remaining.id})
    db.execute(_MOVE_SIGNER, numbers)
    db.execute(
        _SPEAK,
        {
            "signon": remaining.id,
            "quote": outcome.quote,
            "language": outcome.language,
            "source": duplicate.source.value,
        },
    )


def _move_notices(db: Database, remaining: SignOn, duplicate: SignOn, outcome: MergeOutcome) -> None:
    """Drop what the duplicate's signer would still get, but for news of a text that is not agreed to yet."""
    for notice in notices.of_signon(db, duplicate.id):
        is_news = notice.kind.is_about_new_text and (outcome.agreed or 0) < int(notice.facts["version"])
        if outcome.contact_moves and is_news:
            notices.add(db, notice.letter, remaining.id, notice.kind, notice.owed_at, notice.facts)
    db.execute(_FORGET_NOTICES, {"signon": duplicate.id})


def _take_decisions(
    db: Database, remaining: SignOn, duplicate: SignOn, outcome: MergeOutcome, by: str, at: dt.datetime
) -> None:
    """Bring what the duplicate's signer decided about newer texts to the sign-on that stays."""
    facts = {"by": by, "how": f"merged with {duplicate.key}"}
    if outcome.agreed is not None and outcome.agreed != remaining.last_agreed:
        text_changes.agree(db, remaining.id, outcome.agreed, at, Actor.COORDINATOR, facts)
    if outcome.has_objected and not remaining.has_objected:
        objection = record.last_of(db, duplicate.id, RecordEvent.OBJECTED)
        text_changes.take_objection(db, remaining, {**(objection.line.facts if objection else {}), **facts}, at)
    text_changes.settle(db, remaining.letter, at)  # the duplicate may have been the last one to decide
