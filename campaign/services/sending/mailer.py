"""The mailer that goes on: it sends all released waves as they become due, until it is asked to stop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.settings import load
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.core.delivery.states import WAITING
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.scheduler import MailerCallbacks, MailerWork, WaveScheduler
from campaign.services.sending.send_wave import mailer_lock, stop_on_signals


def mailer_work(campaign: Campaign, callbacks: MailerCallbacks) -> MailerWork:
    """The work of the campaign's mailer, by the settings as they are in campaign.toml at each look."""
    return MailerWork(campaign.store, lambda: load(campaign.folder.root), campaign.now, callbacks=callbacks)


@contextmanager
def hold_mailer(campaign: Campaign) -> Iterator[int]:
    """Be the campaign's only mailer meanwhile. Yields how many mails an earlier mailer had on the way when it ended:
    they are uncertain now. Raises Refused without a mail server, or when another mailer is at work."""
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, nothing can go", fix="fill in [smtp] in campaign.toml")
    with mailer_lock(campaign.folder.mailer_lock):
        yield campaign.store.write(leases.recover, campaign.now())


def mails_left(campaign: Campaign) -> int:
    """How many mails wait in the released waves of all letters."""
    counts = [campaign.store.read(deliveries.counts, wave.id) for wave in campaign.store.read(waves.waiting_mailings)]
    return sum(count.get(state, 0) for count in counts for state in WAITING)


async def send_until_stopped(work: MailerWork, *, once: bool = False) -> None:
    """`send_until` that Ctrl-C ends."""
    stopping = asyncio.Event()
    with stop_on_signals(stopping):
        await send_until(stopping, work, once=once)


async def send_until(stopping: asyncio.Event, work: MailerWork, *, once: bool = False) -> None:
    """Send what is released and due, and wait for what will be, until `stopping` is set; the messages in hand are
    finished. With `once`, do what is due now and end.

    Call it inside `hold_mailer`. Raises CampaignError when no further try can help: a wrong password, a store that is
    away, settings that cannot be used at the start.
    """
    scheduler = WaveScheduler(work)
    while not stopping.is_set():
        wait = await scheduler.look(stopping)
        if once or await wait_for_stop(stopping, wait.total_seconds()):
            return
