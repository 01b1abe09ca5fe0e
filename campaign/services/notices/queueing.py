"""Turns pending notices into deliveries: each exactly once, even if the program ends in between.

Those that ask strangers to confirm a form have a mailing of their own, which goes last, and a budget. What the budget
does not allow stays pending.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import merging, notices, opt_outs, request_limits, submissions
from campaign.adapters.store.signons.notices import Notice
from campaign.adapters.store.times import to_text
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.board import ledger_name
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.core.signons.states import SIGNED
from campaign.errors import ComposeError
from campaign.services.notices.writing import NoticeWriter, Occasion

WAVE = "notices"
CONFIRMATIONS = "confirmations"
MAILINGS = {WAVE: MailingKind.NOTICE, CONFIRMATIONS: MailingKind.CONFIRMATION}
MOST_PREVIEWED = 10_000
_BATCH_SIZE = 100
# The states in which a notice is still useful. After that it is dropped.
_ONLY_WHILE = {
    NoticeKind.CONFIRM: (SignOnState.PENDING,),
    NoticeKind.QUESTION: (SignOnState.PENDING, SignOnState.CONFIRMED),
    NoticeKind.LISTED: (SignOnState.LISTED,),
    NoticeKind.REFUSED: (SignOnState.REFUSED,),
    NoticeKind.MERGED: SIGNED,
    NoticeKind.SENT: (SignOnState.LISTED,),
    NoticeKind.RESULT: (SignOnState.LISTED,),
}


@dataclass(frozen=True, slots=True)
class PendingNotice:
    """A pending notice with its composed email."""

    notice: Notice
    signon: SignOn
    planned: PlannedDelivery
    is_confirmation: bool = False
    """Whether it asks a stranger to confirm a form, so that the budget counts it."""

    @property
    def wave(self) -> str:
        """The name of its mailing."""
        return CONFIRMATIONS if self.is_confirmation else WAVE


@dataclass(slots=True)
class MakingResult:
    """The numbers of notices queued and dropped, and the ones that could not be composed, with the reason."""

    queued: int = 0
    dropped: int = 0
    failures: tuple[str, ...] = ()


def pending_notices(store: Store, writer: NoticeWriter, letter: str, at: dt.datetime) -> tuple[PendingNotice, ...]:
    """Compose the pending notices for a preview. Stores nothing."""
    left = store.read(request_limits.budget_left, writer.budget, at)
    batch = (
        *store.read(notices.pending_after, letter, 0, MOST_PREVIEWED),
        *store.read(notices.pending_confirmations, letter, left),
    )
    notices_to_queue = (_write_notice(store, writer, notice, at) for notice in batch)
    return tuple(notice for notice in notices_to_queue if notice is not None)


def queue_pending(store: Store, writer: NoticeWriter, letter: str, at: dt.datetime) -> MakingResult:
    """Queue the pending notices to a letter's signers. A notice that cannot be composed stays pending."""
    result = MakingResult()
    for notice in _to_queue(store, writer, letter, at):
        _queue_notice(store, writer, notice, result, at)
    return result


def may_queue(store: Store, letter: str, budget: ConfirmationBudget, at: dt.datetime) -> bool:
    """Whether a notice is pending that may be queued now."""
    if store.read(notices.pending_after, letter, 0, 1):
        return True
    return bool(store.read(notices.pending_confirmations, letter, store.read(request_limits.budget_left, budget, at)))


def _to_queue(store: Store, writer: NoticeWriter, letter: str, at: dt.datetime) -> Iterator[Notice]:
    """The pending notices, those of strangers last and within their budget."""
    before = 0
    while batch := store.read(notices.pending_after, letter, before, _BATCH_SIZE):
        yield from batch
        before = batch[-1].id
    left = store.read(request_limits.budget_left, writer.budget, at)
    yield from store.read(notices.pending_confirmations, letter, left)


def _queue_notice(store: Store, writer: NoticeWriter, notice: Notice, result: MakingResult, at: dt.datetime) -> None:
    try:
        pending = _write_notice(store, writer, notice, at)
    except ComposeError as error:
        result.failures += (f"{error.message}; {error.fix}",)
        return
    if pending is None:
        result.dropped += store.write(notices.remove, notice)
    else:
        result.queued += store.write(_queue, pending, writer, at)


def _queue(db: Database, pending: PendingNotice, writer: NoticeWriter, at: dt.datetime) -> bool:
    """Replace the pending notice by a delivery, in one transaction. False if another program has done it, or has used
    the rest of the budget."""
    if pending.is_confirmation and not request_limits.budget_left(db, writer.budget, at):
        return False
    if not notices.remove(db, pending.notice):
        return False
    if pending.is_confirmation:
        request_limits.note_queued(db, at)
    letter, version, wave = pending.notice.letter, writer.newest_version.id, pending.wave
    mailing = signer_mailings.open_mailing(db, letter, MAILINGS[wave], wave, version, at)
    signer_mailings.queue(db, mailing.id, pending.planned, at)
    return True


def _write_notice(store: Store, writer: NoticeWriter, notice: Notice, at: dt.datetime) -> PendingNotice | None:
    """Compose a notice; None if it is no longer useful, or the signer asked for no more emails."""
    if notice.submission:
        return _write_request(store, writer, notice, at)
    signon, signer = store.read(signons.one, notice.signon), store.read(signons.signer, notice.signon)
    kind = notice.kind
    if signon is not None and kind is NoticeKind.MERGED:
        signon = store.read(merging.merge_target, signon)
    if signon is None or signer is None or not _is_of_use(kind, signon, signer):
        return None
    if kind.can_be_stopped and store.read(opt_outs.since, signer.address):
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
    wave = CONFIRMATIONS if submission.by_stranger else WAVE
    key = f"{submission.key}/{notice.kind}/{to_text(notice.owed_at)}"
    occasion = Occasion(notice.kind, signon, signer, notice.facts, submission=submission)
    return PendingNotice(notice, signon, writer.write(occasion, wave, key, at), submission.by_stranger)


def _is_of_use(kind: NoticeKind, signon: SignOn, signer: Signer) -> bool:
    return bool(signer.address) and signon.state in _ONLY_WHILE.get(kind, (signon.state,))
