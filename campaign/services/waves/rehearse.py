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
from campaign.core.message.mail import Mail
from campaign.core.settings import PLAIN, Rules, SmtpTable
from campaign.services.campaign import system_clock
from campaign.services.sending.order import Attempt, Callbacks, Limits, SendOrder
from campaign.services.sending.send_wave import PATIENCE, run_wave
from campaign.services.waves.basis import DRAFT
from campaign.services.waves.mails import mails
from campaign.services.waves.situation import Situation


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the catcher received, the ledger's rows as the mailer left them, and why it stopped early, if it did."""

    caught: tuple[Mail, ...]
    deliveries: tuple[Delivery, ...]
    stopped: str


async def rehearse(
    situation: Situation, wave: str, now: dt.datetime, watch: Callable[[Attempt], object] = lambda _: None
) -> Rehearsal:
    """Send the wave to the embedded catcher. Nothing leaves this machine."""
    planned = list(mails(situation, wave, now))
    with (
        tempfile.TemporaryDirectory(prefix="rehearsal-") as scratch,
        Store.open(Path(scratch) / "campaign.db") as store,
    ):
        released = _released(store, situation, planned, wave, now)
        async with catching() as catcher:
            server = SmtpTable(catcher.host, catcher.port, PLAIN)
            rules = Rules(per_minute=6000, connections=situation.settings.sending.connections)
            send = SendRules(rules, now + dt.timedelta(days=1), situation.settings.campaign.zone)
            transport = SmtpTransport(server, timeout_seconds=30)
            order = SendOrder(
                store,
                released,
                send,
                transport,
                system_clock,
                Limits(patience=PATIENCE),
                Callbacks(watch),
            )
            summary = await run_wave(order)
            left = store.read(deliveries.deliveries, released.id)
            return Rehearsal(tuple(catcher.mails), left, summary.stopped)


def _released(store: Store, situation: Situation, planned: list[Planned], wave: str, now: dt.datetime) -> Dispatch:
    digest = situation.version.digest if situation.version else DRAFT
    version = store.write(versions.add, situation.name, digest, (), "rehearsal", now)
    dispatch = store.write(deliveries.plan, situation.name, wave, version.id, planned, now)
    assert dispatch is not None  # the scratch store is empty, so nothing can be released in it
    store.write(deliveries.release, dispatch.id, dispatch.planned_at, now)
    return dispatch
