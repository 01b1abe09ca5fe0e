"""A rehearsal: the wave is sent by the real mailer over SMTP to a local server that keeps every email.

It uses a temporary database, so the campaign's own is not changed. Pace, sending hours, timetable and deadline do not
apply.
"""

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.smtp import SmtpTransport
from campaign.adapters.smtp.catcher import run_catcher
from campaign.adapters.store import Store, versions
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Delivery, Mailing, PlannedDelivery
from campaign.core.delivery.rules import SendRules
from campaign.core.letters.version import NewVersion
from campaign.core.message.message import Message
from campaign.core.settings import PLAIN, SendingRules, SmtpTable
from campaign.services.campaign import Campaign, system_clock
from campaign.services.sending.order import Attempt, RunCallbacks, RunLimits, SendOrder
from campaign.services.sending.send_wave import PATIENCE, run_wave
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.plan_inputs import WaveInputs
from campaign.services.waves.planned_deliveries import planned_deliveries
from campaign.services.waves.texts import DRAFT


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The result of a rehearsal."""

    messages: tuple[Message, ...]
    """What the local server received."""
    deliveries: tuple[Delivery, ...]
    """The deliveries in the temporary database, as the mailer left them."""
    stop_reason: str
    """Why the run ended early; "" if it did not."""


async def rehearse(
    campaign: Campaign, inputs: WaveInputs, watch: Callable[[Attempt], object] = lambda _: None
) -> Rehearsal:
    """Send the wave to a server on this machine; `watch` is called for each attempt. Nothing leaves this machine."""
    state, settings, now = inputs.state, campaign.settings, campaign.now()
    planned = list(planned_deliveries(campaign, state, inputs.audience, inputs.options.wave, now))
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch,
        Store.open(Path(scratch) / "campaign.db") as store,
    ):
        mailing = _release(store, state, planned, inputs.options.wave, now)
        async with run_catcher() as catcher:
            server = SmtpTable(catcher.host, catcher.port, PLAIN)
            rules = SendingRules(per_minute=6000, connections=settings.sending.connections)
            send = SendRules(rules, now + dt.timedelta(days=1), settings.campaign.zone)
            transport = SmtpTransport(server, timeout_seconds=30)
            limits, callbacks = RunLimits(patience=PATIENCE), RunCallbacks(watch)
            order = SendOrder(store, mailing, send, transport, system_clock, limits, callbacks)
            summary = await run_wave(order)
            rows = store.read(deliveries.deliveries, mailing.id)
            return Rehearsal(tuple(catcher.mails), rows, summary.stop_reason)


def _release(store: Store, state: LetterState, planned: list[PlannedDelivery], wave: str, now: dt.datetime) -> Mailing:
    digest = state.version.digest if state.version else DRAFT
    version = store.write(versions.add, NewVersion(state.name, digest, (), "rehearsal", now))
    mailing = store.write(deliveries.plan, state.name, wave, version.id, planned, now)
    assert mailing is not None  # the temporary database is empty, so nothing in it is released
    store.write(deliveries.release, mailing.id, mailing.planned_at, now)
    return mailing
