"""A released wave carried out: sent through the mail server, or, without one, written into the outbox folder."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import outbox
from campaign.adapters.store.ledger import deliveries, leases
from campaign.core.delivery.records import Delivery, Dispatch, Post
from campaign.core.delivery.states import WAITING, State
from campaign.services.campaign import Campaign
from campaign.services.sending.order import Callbacks
from campaign.services.sending.send_wave import order_for, run_wave
from campaign.services.waves.plan import Plan


@dataclass(frozen=True, slots=True)
class WaveResult:
    """How a wave stands after a run."""

    wave: Dispatch
    counts: Mapping[State, int]
    """How many of its mails stand in each state; of the answers to signers, which never end, those of this run."""
    stopped: str = ""
    """Why the run ended early, "" where it did not."""
    called_off: tuple[tuple[Delivery, str], ...] = ()
    """The mails that were called off on the way, each with the reason."""
    next_due_at: dt.datetime | None = None
    """When the first deferred mail is tried again, aware UTC; None where none is deferred."""

    @property
    def total(self) -> int:
        """How many mails are counted."""
        return sum(self.counts.values())

    @property
    def sent(self) -> int:
        """How many mails the server has taken."""
        return self.counts.get(State.SENT, 0)


@dataclass(frozen=True, slots=True)
class WrittenWave:
    """The mails of a wave as files, because no mail server is set. The ledger keeps them queued: nothing was sent."""

    wave: Dispatch
    folder: Path
    files: tuple[tuple[Delivery, Path], ...]


def carry_out(campaign: Campaign, plan: Plan, callbacks: Callbacks) -> WaveResult | WrittenWave:
    """Send what waits in a released wave; `callbacks` show it. Call it inside `only_mailer`, outside of
    an event loop."""
    return _write(campaign, plan) if campaign.settings.smtp is None else _send(campaign, plan, callbacks)


def result_of(campaign: Campaign, plan: Plan) -> WaveResult:
    """How a wave stands now."""
    return _result(campaign, plan, _ids_of_this_run(plan))


def _send(campaign: Campaign, plan: Plan, callbacks: Callbacks) -> WaveResult:
    campaign.store.write(leases.recover, campaign.now())
    ids = _ids_of_this_run(plan)
    summary = asyncio.run(run_wave(order_for(campaign, plan.dispatch, callbacks)))
    return _result(campaign, plan, ids, summary.stopped, tuple(summary.called_off))


def _write(campaign: Campaign, plan: Plan) -> WrittenWave:
    folder, files = campaign.folder.outbox / plan.dispatch.wave, list[tuple[Delivery, Path]]()
    for mail in plan.mails(*WAITING):
        path = outbox.write(folder, mail, plan.message(mail))
        note = f"written to {campaign.folder.shown(path)}"
        campaign.store.write(deliveries.note, mail.id, mail.state, note, campaign.now())
        files.append((mail, path))
    return WrittenWave(plan.dispatch, folder, tuple(files))


def _result(
    campaign: Campaign,
    plan: Plan,
    ids: frozenset[int] | None,
    stopped: str = "",
    called_off: tuple[tuple[Delivery, str], ...] = (),
) -> WaveResult:
    counts = plan.counts if ids is None else dict(Counter(mail.state for mail in plan.mails() if mail.id in ids))
    due = campaign.store.read(deliveries.next_due, plan.dispatch.id)
    return WaveResult(plan.dispatch, counts, stopped, called_off, due)


def _ids_of_this_run(plan: Plan) -> frozenset[int] | None:
    """Of the answers to signers, which never end, those that wait; None for a wave, of which all count."""
    return frozenset(mail.id for mail in plan.mails(*WAITING)) if plan.dispatch.post is Post.NOTICE else None
