"""Turns pending notices into deliveries: each exactly once, even if the program ends in between."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import merging, notices, opt_outs, submissions
from campaign.adapters.store.signons.notices import Notice
from campaign.adapters.store.times import to_text
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.board import ledger_name
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.states import SIGNED
from campaign.errors import ComposeError
from campaign.services.notices.writing import NoticeWriter, Occasion

WAVE = "notices"
MOST_PREVIEWED = 10_000
_BATCH_SIZE = 100
# The states in which a notice is still useful. After that it is dropped.
_ONLY_WHILE = {
    NoticeKind.CONFIRM: (SignOnState.PENDING,),
    NoticeKind.QUESTION: (SignOnState.PENDING, SignOnState.CONFIRMED),
    NoticeKind.LISTED: (SignOnState.LISTED,),
    NoticeKind.REFUSED: (SignOnState.REFUSED,),
    NoticeKind.MERGED: SIGNED,
}


@dataclass(frozen=True, slots=True)
class PendingNotice:
    """A pending notice with its composed email."""

    notice: Notice
    signon: SignOn
    planned: PlannedDelivery


@dataclass(slots=True)
class MakingResult:
    """The numbers of notices queued and dropped, and the ones that could not be composed, with the reason."""

    queued: int = 0
    dropped: int = 0
    failures: tuple[str, ...] = ()


def pending_notices(store: Store, writer: NoticeWriter, letter: str, at: dt.datetime) -> tuple[PendingNotice, ...]:
    """Compose the pending notices for a preview. Stores nothing."""
    notices_to_queue = (
        _write_notice(store, writer, notice, at)
        for notice in store.read(notices.pending_after, letter, 0, MOST_PREVIEWED)
    )
    return tuple(notice for notice in notices_to_queue if notice is not None)


def queue_pending(store: Store, writer: NoticeWriter, letter: str, at: dt.datetime) -> MakingResult:
    """Queue the pending notices to a letter's signers. A notice that cannot be composed stays pending."""
    result, before = MakingResult(), 0
    while batch := store.read(notices.pending_after, letter, before, _BATCH_SIZE):
        for notice in batch:
            _queue_notice(store, writer, notice, result, at)
        before = batch[-1].id
    return result


def _queue_notice(store: Store, writer: NoticeWriter, notice: Notice, result: MakingResult, at: dt.datetime) -> None:
    try:
        pending = _write_notice(store, writer, notice, at)
    except ComposeError as error:
        result.failures += (f"{error.message}; {error.fix}",)
        return
    if pending is None:
        result.dropped += store.write(notices.remove, notice)
    else:
        result.queued += store.write(_queue, pending, writer.newest_version.id, at)


def _queue(db: Database, pending: PendingNotice, version: int, at: dt.datetime) -> bool:
    """Replace the pending notice by a delivery, in one transaction. False if another program has done it."""
    if not notices.remove(db, pending.notice):
        return False
    mailing = signer_mailings.open_mailing(db, pending.notice.letter, MailingKind.NOTICE, WAVE, version, at)
    signer_mailings.queue(db, mailing.id, pending.planned, at)
    return True


def _write_notice(store: Store, writer: NoticeWriter, notice: Notice, at: dt.datetime) -> PendingNotice | None:
    """Compose a notice; None if it is no longer useful, or the signer asked for no more emails."""
    if notice.submission:
        return _write_request(store, writer, notice, at)
    signon, signer = store.read(signons.one, notice.signon), store.read(signons.signer, notice.signon)
    kind = notice.kind
    if signon is not None and kind is NoticeKind.MERGED:
        signon = store.read(merging.standing, signon)
    if signon is None or signer is None or not _is_of_use(kind, signon, signer):
        return None
    if not (kind.is_answer or kind.is_about_new_text) and store.read(opt_outs.since, signer.address):
        return None
    key = f"{ledger_name(notice.signon)}/{kind}/{to_text(notice.owed_at)}"
    occasion = Occasion(kind, signon, signer, notice.facts)
    return PendingNotice(notice, signon, writer.write(occasion, WAVE, key, at))


def _write_request(store: Store, writer: NoticeWriter, notice: Notice, at: dt.datetime) -> PendingNotice | None:
    """Compose the notice that asks to confirm a form; None if the form was confirmed or deleted since."""
    submission = store.read(submissions.one, notice.submission)
    if submission is None or submission.answers is None:
        return None
    signon, signer = submission.as_signon()
    key = f"{submission.key}/{notice.kind}/{to_text(notice.owed_at)}"
    occasion = Occasion(notice.kind, signon, signer, notice.facts, submission=submission)
    return PendingNotice(notice, signon, writer.write(occasion, WAVE, key, at))


def _is_of_use(kind: NoticeKind, signon: SignOn, signer: Signer) -> bool:
    return bool(signer.address) and signon.state in _ONLY_WHILE.get(kind, (signon.state,))
