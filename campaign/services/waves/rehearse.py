"""A rehearsal: the wave's mails through the very mailer and real SMTP, to a catcher on this machine.

The ledger of a rehearsal is a scratch one, so the campaign's own record is not touched. Pace, window, timetable and
deadline are lifted: a rehearsal may happen at any time.
"""

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.smtp import SmtpTransport
from campaign.adapters.smtp.catcher import catching
from campaign.adapters.store import Store, versions
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Delivery, Dispatch, Planned
from campaign.core.delivery.rules import SendRules
from campaign.core.letters.version import NewVersion
from campaign.core.message.mail import Mail
from campaign.core.settings import PLAIN, Rules, SmtpTable
from campaign.services.campaign import Campaign, system_clock
from campaign.services.sending.order import Attempt, Callbacks, Limits, SendOrder
from campaign.services.sending.send_wave import PATIENCE, run_wave
from campaign.services.waves.mails import mails
from campaign.services.waves.outlook import Outlook
from campaign.services.waves.state import LetterState
from campaign.services.waves.texts import DRAFT


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the catcher received, the ledger's rows as the mailer left them, and why it stopped early, if it did."""

    caught: tuple[Mail, ...]
    deliveries: tuple[Delivery, ...]
    stopped: str


async def rehearse(
    campaign: Campaign, outlook: Outlook, watch: Callable[[Attempt], object] = lambda _: None
) -> Rehearsal:
    """Send the wave to the embedded catcher; `watch` is told of each attempt. Nothing leaves this machine."""
    state, settings, now = outlook.state, campaign.settings, campaign.now()
    planned = list(mails(campaign, state, outlook.audience, outlook.aim.wave, now))
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch,
        Store.open(Path(scratch) / "campaign.db") as store,
    ):
        released = _released(store, state, planned, outlook.aim.wave, now)
        async with catching() as catcher:
            server = SmtpTable(catcher.host, catcher.port, PLAIN)
            rules = Rules(per_minute=6000, connections=settings.sending.connections)
            send = SendRules(rules, now + dt.timedelta(days=1), settings.campaign.zone)
            transport = SmtpTransport(server, timeout_seconds=30)
            limits, callbacks = Limits(patience=PATIENCE), Callbacks(watch)
            order = SendOrder(store, released, send, transport, system_clock, limits, callbacks)
            summary = await run_wave(order)
            left = store.read(deliveries.deliveries, released.id)
            return Rehearsal(tuple(catcher.mails), left, summary.stopped)


def _released(store: Store, state: LetterState, planned: list[Planned], wave: str, now: dt.datetime) -> Dispatch:
    digest = state.version.digest if state.version else DRAFT
    version = store.write(versions.add, NewVersion(state.name, digest, (), "rehearsal", now))
    dispatch = store.write(deliveries.plan, state.name, wave, version.id, planned, now)
    assert dispatch is not None  # the scratch store is empty, so nothing can be released in it
    store.write(deliveries.release, dispatch.id, dispatch.planned_at, now)
    return dispatch
