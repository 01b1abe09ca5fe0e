"""Sends email while the pages are served: queues the pending notices to signers, and sends all that is due.

Notices go first, because a signer waits for them; then released waves of the letter get a short turn.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from campaign.adapters.clock import repeat
from campaign.adapters.files.lock import try_lock
from campaign.adapters.store.ledger import leases
from campaign.adapters.store.signons import notices
from campaign.core.delivery.records import Delivery, Mailing, MailingKind
from campaign.core.letters import digest_of, texts_of
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.notices import queueing
from campaign.services.notices.writing import NoticeWriter
from campaign.services.sending.scheduler import TURN_LIMITS, MailerCallbacks, MailerWork, WaveScheduler
from campaign.services.sending.sending_mark import SendingMark
from campaign.services.waves.letter_state import LetterState, read_letter_state

SECONDS_BETWEEN_LOOKS = 2.0
# Notices first: a signer waits for them.
_PRIORITY = (MailingKind.NOTICE, MailingKind.INVITATION, MailingKind.REMINDER, MailingKind.LETTER)
# The longest that a signer waits for a wave, or for a mail server that is back.
_AWAY = (dt.timedelta(minutes=1),)
_TURN = replace(TURN_LIMITS, time=dt.timedelta(seconds=5))


class BackgroundMailer:
    """Sends the emails to one letter's signers, and the released waves of all letters.

    `show` gets sentences for the coordinator, each only once. Without a mail server the notices stay pending, and a
    sentence says so.
    """

    def __init__(self, campaign: Campaign, show: Callable[[str], object]) -> None:
        self._campaign = campaign
        self._show = show
        self._seen: set[str] = set()
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
            mark=SendingMark(campaign.store),
        )
        self._scheduler = WaveScheduler(work)

    async def send_until(self, stopping: asyncio.Event) -> None:
        """Run repeatedly until `stopping` is set. An error is shown, and the next run tries again."""

        async def look() -> float:
            await self.look(stopping)
            return SECONDS_BETWEEN_LOOKS

        def failed(error: CampaignError) -> float:
            self._show_once(error.sentence)
            return SECONDS_BETWEEN_LOOKS

        await repeat(stopping, look, failed)

    async def look(self, stopping: asyncio.Event) -> None:
        """Queue the pending notices and send what is due, once. Does not send while another mailer holds the lock."""
        has_pending = await asyncio.to_thread(self._has_pending)
        if self._campaign.settings.smtp is None:
            if has_pending:
                self._show_once(
                    "emails to signers wait: no mail server is set. Fill in [smtp] in campaign.toml and start again"
                )
            return
        if has_pending:
            await asyncio.to_thread(self._queue_pending)
        due = await asyncio.to_thread(self._due)
        if not due:
            return
        with try_lock(self._campaign.folder.mailer_lock) as is_locked:
            if is_locked:
                self._campaign.store.write(leases.recover, self._campaign.now())
                for wave in due:
                    await self._scheduler.turn(wave.id, stopping)

    def _due(self) -> list[Mailing]:
        waves = [wave for wave, _ in self._scheduler.due() if self._is_ours(wave)]
        return sorted(waves, key=lambda wave: _PRIORITY.index(wave.kind))

    def _is_ours(self, wave: Mailing) -> bool:
        return wave.kind is MailingKind.LETTER or wave.letter == self._campaign.letter

    def _report_stop(self, wave: Mailing, why: str) -> None:
        self._show_once(
            f"wave {wave.wave}: {why}" if wave.kind is MailingKind.LETTER else f"emails to signers wait: {why}"
        )

    def _report_cancellation(self, delivery: Delivery, why: str) -> None:
        self._show_once(f"cancelled: {delivery.name}: {why}")

    def _has_pending(self) -> bool:
        return bool(self._campaign.store.read(notices.pending_after, self._campaign.letter, 0, 1))

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
