"""The mailer that keeps running: it sends all released mailings as they become due, until it is asked to stop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.settings import load
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.core.delivery.records import MailQueue
from campaign.core.delivery.states import WAITING
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.message_dates import signer_or_none
from campaign.services.sending.scheduler import IdleWave, MailerCallbacks, MailerWork, WaveScheduler
from campaign.services.sending.send_wave import mailer_lock, stop_on_signals
from campaign.services.sending.sending_mark import SendingMark


def mailer_work(campaign: Campaign, callbacks: MailerCallbacks) -> MailerWork:
    """What the campaign's mailer needs. It reads campaign.toml again each time it looks for due mailings."""
    mark, signing = SendingMark(campaign.store), partial(signer_or_none, campaign.folder)
    store, settings = campaign.store, lambda: load(campaign.folder.root)
    return MailerWork(store, settings, campaign.now, callbacks=callbacks, signing=signing, mark=mark)


@contextmanager
def hold_mailer(campaign: Campaign) -> Iterator[int]:
    """Be the campaign's only mailer within the block.

    Yields how many deliveries an earlier mailer left half-sent; they are `uncertain` now. Raises Refused when no mail
    server is set, another mailer is running, or the
    database is older than what was sent.
    """
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, so nothing can be sent", fix="fill in [smtp] in campaign.toml")
    folder = campaign.folder
    with (
        hold_lock(folder.run_lock, "campaign send run is running already", hint="stop it first", patience=1),
        mailer_lock(folder.mailer_lock),
        mailer_lock(folder.signers_lock),
    ):
        SendingMark(campaign.store).check()
        yield campaign.store.write(leases.recover, campaign.now())


def mails_left(campaign: Campaign) -> int:
    """How many messages of released mailings are waiting, over all letters."""
    counts = [campaign.store.read(deliveries.counts, wave.id) for wave in campaign.store.read(waves.waiting_mailings)]
    return sum(count.get(state, 0) for count in counts for state in WAITING)


async def send_until_stopped(work: MailerWork, *, once: bool = False) -> None:
    """Run `send_until` until Ctrl-C."""
    stopping = asyncio.Event()
    with stop_on_signals(stopping):
        await send_until(stopping, work, once=once)


async def send_until(stopping: asyncio.Event, work: MailerWork, *, once: bool = False) -> None:
    """Send released messages as they become due, until `stopping` is set; the messages in hand are finished first. With
    `once`, send what is due now and return.

    Call it within `hold_mailer`. Raises CampaignError when trying again cannot help: a wrong password, a database that
    fails, settings that are invalid at the start.
    """
    idle: dict[MailQueue, tuple[IdleWave, ...]] = {}

    def show_idle(queue: MailQueue, waves: tuple[IdleWave, ...]) -> None:
        is_news = idle.get(queue) != waves
        idle[queue] = waves
        if len(idle) == len(MailQueue) and (is_news or queue is MailQueue.LETTER):
            work.callbacks.idle(tuple(wave for queue in MailQueue for wave in idle[queue]))

    async def send_queue(queue: MailQueue) -> None:
        callbacks = replace(work.callbacks, idle=partial(show_idle, queue))
        scheduler = WaveScheduler(replace(work, queue=queue, callbacks=callbacks))
        while not stopping.is_set():
            wait = await scheduler.look(stopping)
            if once or await wait_for_stop(stopping, wait.total_seconds()):
                return

    try:
        async with asyncio.TaskGroup() as group:
            for queue in MailQueue:
                group.create_task(send_queue(queue))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
