"""Sends email while the pages are served: queues the pending notices to signers, and sends all that is due.

The letter and the emails to signers are sent side by side, so that neither waits for the other.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from campaign.adapters.clock import repeat
from campaign.adapters.files.lock import try_lock
from campaign.adapters.store.ledger import leases
from campaign.core.delivery.records import Delivery, Mailing, MailingKind, MailQueue
from campaign.core.letters import digest_of, texts_of
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.notices import queueing
from campaign.services.notices.notifying import count_strangers, note_many_forms, over_budget
from campaign.services.notices.writing import NoticeWriter
from campaign.services.sending.handing_over import queue_lock
from campaign.services.sending.message_dates import signer_or_none
from campaign.services.sending.scheduler import TURN_LIMITS, MailerCallbacks, MailerWork, WaveScheduler
from campaign.services.sending.sending_mark import SendingMark
from campaign.services.waves.letter_state import LetterState, read_letter_state

SECONDS_BETWEEN_LOOKS = 2.0
# The longest wait for a mail server that is back.
_AWAY = (dt.timedelta(minutes=1),)
_TURN = replace(TURN_LIMITS, time=dt.timedelta(seconds=5))

# How often to look for what a mailer that was killed left claimed.
_BETWEEN_RELEASES = dt.timedelta(minutes=1)


class BackgroundMailer:
    """Sends the emails to one letter's signers, and the released waves of all letters; or only one of these, as
    `queues` says.

    `show` gets sentences for the coordinator, each only once. Without a mail server the notices stay pending, and a
    sentence says so.
    """

    def __init__(
        self, campaign: Campaign, show: Callable[[str], object], queues: Collection[MailQueue] = tuple(MailQueue)
    ) -> None:
        self._campaign = campaign
        self._show = show
        self._seen: set[str] = set()
        self._released_at: dict[MailQueue, dt.datetime] = {}
        self._was_over_budget = False
        self._writer: tuple[object, NoticeWriter] | None = None
        callbacks = MailerCallbacks(
            trouble=self._show_once, called_off=self._report_cancellation, stopped=self._report_stop
        )
        work = MailerWork(
            campaign.store,
            lambda: campaign.settings,
            campaign.now,
            callbacks=callbacks,
            limits=_TURN,
            retry_waits=_AWAY,
            signing=partial(signer_or_none, campaign.folder),
            mark=SendingMark(campaign.store),
        )
        self._schedulers = {queue: WaveScheduler(replace(work, queue=queue)) for queue in queues}

    async def send_until(self, stopping: asyncio.Event) -> None:
        """Run repeatedly until `stopping` is set. An error is shown, and the next run tries again."""

        async def send_queue(queue: MailQueue) -> None:
            async def look() -> float:
                await self._look_at(queue, stopping)
                return SECONDS_BETWEEN_LOOKS

            await repeat(stopping, look, failed)

        def failed(error: CampaignError) -> float:
            self._show_once(error.sentence)
            return SECONDS_BETWEEN_LOOKS

        async with asyncio.TaskGroup() as group:
            for queue in self._schedulers:
                group.create_task(send_queue(queue))

    async def look(self, stopping: asyncio.Event) -> None:
        """Queue the pending notices and send what is due, once, the letter first. Sends nothing from a queue while
        another mailer holds its lock."""
        for queue in self._schedulers:
            await self._look_at(queue, stopping)

    async def _look_at(self, queue: MailQueue, stopping: asyncio.Event) -> None:
        if queue is MailQueue.SIGNERS and not await self._queue_notices():
            return
        if self._campaign.settings.smtp is None:
            return
        due = await asyncio.to_thread(self._due, queue)
        if not due and not self._may_hold_dead_claims(queue):
            return
        with try_lock(queue_lock(self._campaign.folder, queue)) as is_locked:
            if is_locked:
                self._campaign.store.write(leases.recover, self._campaign.now(), queue)
                for wave in due:
                    await self._schedulers[queue].turn(wave.id, stopping)

    def _may_hold_dead_claims(self, queue: MailQueue) -> bool:
        """Whether to release now what a mailer that was killed left claimed: nothing of it is due until then. True at
        the first look, then once a minute."""
        now = self._campaign.now()
        last = self._released_at.get(queue)
        if last is not None and now - last < _BETWEEN_RELEASES:
            return False
        self._released_at[queue] = now
        return True

    async def _queue_notices(self) -> bool:
        """Queue what may go. False if nothing can be sent."""
        may_queue = await asyncio.to_thread(self._may_queue)
        if self._campaign.settings.smtp is None:
            if may_queue:
                self._show_once(
                    "emails to signers wait: no mail server is set. Fill in [smtp] in campaign.toml and start again"
                )
            return False
        if may_queue:
            await asyncio.to_thread(self._queue_pending)
        await asyncio.to_thread(self._report_budget)
        return True

    def _due(self, queue: MailQueue) -> list[Mailing]:
        return [wave for wave, _ in self._schedulers[queue].due() if self._is_ours(wave)]

    def _is_ours(self, wave: Mailing) -> bool:
        return wave.kind is MailingKind.LETTER or wave.letter == self._campaign.letter

    def _report_budget(self) -> None:
        """Tell the coordinator, each time that it begins, that emails wait for the budget of a day."""
        store, budget = self._campaign.store, self._campaign.settings.signing.budget
        waiting = count_strangers(self._campaign)
        is_over = waiting > budget.per_minute and not queueing.may_queue(
            store, self._campaign.letter, budget, self._campaign.now()
        )
        if is_over and not self._was_over_budget:
            self._show(over_budget(self._campaign.settings, waiting))
            note_many_forms(self._campaign)
        self._was_over_budget = is_over or (self._was_over_budget and waiting > 0)

    def _report_stop(self, wave: Mailing, why: str) -> None:
        self._show_once(
            f"wave {wave.wave}: {why}" if wave.kind is MailingKind.LETTER else f"emails to signers wait: {why}"
        )

    def _report_cancellation(self, delivery: Delivery, why: str) -> None:
        self._show_once(f"cancelled: {delivery.name}: {why}")

    def _may_queue(self) -> bool:
        campaign = self._campaign
        return queueing.may_queue(campaign.store, campaign.letter, campaign.settings.signing.budget, campaign.now())

    def _queue_pending(self) -> None:
        store, letter = self._campaign.store, self._campaign.letter
        result = queueing.queue_pending(store, self._current_writer(), letter, self._campaign.now())
        for failure in result.failures:
            self._show_once(f"an email cannot be composed and waits: {failure}")

    def _current_writer(self) -> NoticeWriter:
        """The notice writer; a new one after a change of text, version or number of signatories."""
        campaign = self._campaign
        state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
        fingerprint = _fingerprint(state)
        if self._writer is None or self._writer[0] != fingerprint:
            self._writer = fingerprint, NoticeWriter(campaign.store, campaign.folder, campaign.settings, state)
        return self._writer[1]

    def _show_once(self, sentence: str) -> None:
        if sentence not in self._seen:
            self._seen.add(sentence)
            self._show(sentence)


def _fingerprint(state: LetterState) -> object:
    version = state.version.id if state.version else None
    return version, digest_of(texts_of(state.letters)), len(state.signatories)
