"""Sending a released wave through the mail server, or writing it into the outbox folder when none is set."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import outbox
from campaign.adapters.store.ledger import deliveries, leases
from campaign.core.delivery.records import Delivery, Mailing, MailingKind
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.services.campaign import Campaign
from campaign.services.sending.order import RunCallbacks
from campaign.services.sending.send_wave import order_for, run_wave
from campaign.services.sending.sent_copies import saving_copies
from campaign.services.waves.plan import PlannedWave


@dataclass(frozen=True, slots=True)
class WaveResult:
    """The state of a wave after a run."""

    wave: Mailing
    counts: Mapping[DeliveryState, int]
    """The number of deliveries in each state. Notices to signers never end, so only those of this run count."""
    stop_reason: str = ""
    """Why the run ended early; "" if it did not."""
    cancellations: tuple[tuple[Delivery, str], ...] = ()
    """The deliveries that were cancelled during the run, each with the reason."""
    next_due_at: dt.datetime | None = None
    """When the next deferred delivery is tried again, aware UTC; None if none is deferred."""

    @property
    def total(self) -> int:
        """The number of deliveries in `counts`."""
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        """The number of emails that the server accepted."""
        return self.counts.get(DeliveryState.SENT, 0)


@dataclass(frozen=True, slots=True)
class HandedOverWave:
    """A released wave that a mailer that runs already sends."""

    wave: Mailing
    waiting: int
    """How many emails wait."""


@dataclass(frozen=True, slots=True)
class WrittenWave:
    """The emails of a wave as files, because no mail server is set. They stay queued: nothing was sent."""

    wave: Mailing
    folder: Path
    files: tuple[tuple[Delivery, Path], ...]
    """Each delivery with its file."""


def carry_out(campaign: Campaign, wave: PlannedWave, callbacks: RunCallbacks) -> WaveResult | WrittenWave:
    """Send the queued deliveries of a released wave; `callbacks` report progress.

    Call it inside `hold_queue`, outside an event loop.
    """
    return _write(campaign, wave) if campaign.settings.smtp is None else _send(campaign, wave, callbacks)


def wave_result(campaign: Campaign, wave: PlannedWave) -> WaveResult:
    """The current state of a wave."""
    return _result(campaign, wave, _ids_of_this_run(wave))


def _send(campaign: Campaign, wave: PlannedWave, callbacks: RunCallbacks) -> WaveResult:
    campaign.store.write(leases.recover, campaign.now(), wave.mailing.kind.queue)
    ids = _ids_of_this_run(wave)
    with saving_copies(campaign, callbacks.trouble):
        summary = asyncio.run(run_wave(order_for(campaign, wave.mailing, callbacks)))
    return _result(campaign, wave, ids, summary.stop_reason, tuple(summary.cancellations))


def _write(campaign: Campaign, wave: PlannedWave) -> WrittenWave:
    folder, files = campaign.folder.outbox / wave.mailing.wave, list[tuple[Delivery, Path]]()
    for delivery in wave.deliveries(*WAITING):
        path = outbox.write(folder, delivery, wave.message(delivery))
        note = f"written to {campaign.folder.display_path(path)}"
        campaign.store.write(deliveries.note, delivery.id, delivery.state, note, campaign.now())
        files.append((delivery, path))
    return WrittenWave(wave.mailing, folder, tuple(files))


def _result(
    campaign: Campaign,
    wave: PlannedWave,
    ids: frozenset[int] | None,
    stop_reason: str = "",
    cancellations: tuple[tuple[Delivery, str], ...] = (),
) -> WaveResult:
    counts = (
        wave.counts
        if ids is None
        else dict(Counter(delivery.state for delivery in wave.deliveries() if delivery.id in ids))
    )
    due = campaign.store.read(deliveries.next_due, wave.mailing.id)
    return WaveResult(wave.mailing, counts, stop_reason, cancellations, due)


def _ids_of_this_run(wave: PlannedWave) -> frozenset[int] | None:
    """The waiting deliveries of notices, which never end; None for a wave, where every delivery counts."""
    return (
        frozenset(delivery.id for delivery in wave.deliveries(*WAITING))
        if wave.mailing.kind in (MailingKind.NOTICE, MailingKind.CONFIRMATION)
        else None
    )
