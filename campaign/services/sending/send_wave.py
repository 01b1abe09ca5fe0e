"""Sends a released mailing, continuing where the last run ended."""

import asyncio
import datetime as dt
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.smtp import SmtpTransport, Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, server_limits, signer_mailings, waves
from campaign.adapters.store.ledger.server_limits import ServerLimit
from campaign.core.delivery.limits import domain_of
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.rules import SendRules, wave_rules
from campaign.core.delivery.states import MEANINGS, DeliveryState
from campaign.core.languages.in_english import moment
from campaign.core.settings import Settings
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.message_dates import MailDating, signer_or_none
from campaign.services.sending.order import RunCallbacks, RunLimits, RunSummary, SendOrder, StopCause
from campaign.services.sending.run import run
from campaign.services.sending.send_policy import SendPolicy
from campaign.services.sending.sending_mark import SendingMark

# How long a run in a terminal waits for a deferred delivery before it ends.
PATIENCE = dt.timedelta(seconds=60)


def mailer_lock(lock: Path) -> AbstractContextManager[None]:
    """Hold the campaign's mailer lock. Raises Refused when another mailer is running."""
    return hold_lock(lock, "another mailer is at work on this campaign", hint="wait for it, or stop it first")


def transport_for(settings: Settings) -> Transport:
    """The connection to the mail server in [smtp]. Raises Refused when none is set."""
    if settings.smtp is None:
        raise Refused("no mail server is set any more", fix="fill in [smtp] in campaign.toml")
    helo = domain_of(settings.sender.address)
    return SmtpTransport(settings.smtp, settings.sending.timeout_seconds, helo=helo if helo.isascii() else "")


def server_name(settings: Settings) -> str:
    """The mail server and the login, which its limits belong to; "" when none is set."""
    smtp = settings.smtp
    return f"{smtp.username}@{smtp.host}:{smtp.port}" if smtp else ""


def order_for(campaign: Campaign, wave: Mailing, callbacks: RunCallbacks) -> SendOrder:
    """The order for `run_wave` in a terminal, which waits up to a minute for deferred messages."""
    settings = campaign.settings
    rules, transport = wave_rules(settings, wave), transport_for(settings)
    limits, server, mark = RunLimits(patience=PATIENCE), server_name(settings), SendingMark(campaign.store)
    dating = MailDating(rules.zone, signer_or_none(campaign.folder, settings))
    order = SendOrder(campaign.store, wave, rules, transport, campaign.now, limits, callbacks, server=server, mark=mark)
    return replace(order, dating=dating)


async def run_wave(order: SendOrder, stopping: asyncio.Event | None = None) -> RunSummary:
    """Send the deliveries of a released mailing that are left.

    It ends when nothing more is due, when the policy forbids to go on, at the order's limits, or, after the messages in
    hand, once `stopping` is set. Without `stopping`, Ctrl-C ends it and pauses a wave of the letter, so that no other
    mailer continues what a person stopped. After the deadline, deliveries that still wait become `expired`. The bytes
    of messages to signers are deleted once they are sent.

    On SQLite, call it within `mailer_lock`, after `leases.recover`. Raises Refused, before anything is sent, when the
    database is older than what was sent.
    """
    store, wave = order.store, order.wave
    if order.mark:
        order.mark.check()
    policy = SendPolicy(store, order.rules, wave, order.clock())
    asked, own = stopping or asyncio.Event(), asyncio.Event()
    with nullcontext() if stopping else stop_on_signals(asked):
        async with _forward_stop(asked, own, order.limits.time):
            summary = await run(order, policy, own)
    expire(store, order.rules, wave.id, order.clock())
    _note_limit(order, summary)
    if wave.kind is not MailingKind.LETTER:
        store.write(signer_mailings.forget_sent)
    if asked.is_set() and not stopping and wave.kind is MailingKind.LETTER:
        store.write(waves.pause, wave.id, "stopped by hand", order.clock())
    summary.stop_reason = summary.stop_reason or (
        "stopped by hand" if asked.is_set() else _pause_reason(store, wave.id)
    )
    return summary


def _note_limit(order: SendOrder, summary: RunSummary) -> None:
    """Store a limit of the mail server, so that every mailer waits, and say until when."""
    if summary.cause is StopCause.LIMIT:
        until_at = order.clock() + summary.wait
        order.store.write(server_limits.note, order.server, ServerLimit(until_at, summary.stop_reason))
        summary.stop_reason += f"; the emails stay queued, and it is tried again {moment(until_at, order.rules.zone)}"
    elif summary.attempts and summary.cause is StopCause.NONE and order.server:
        order.store.write(server_limits.forget, order.server)


def _pause_reason(store: Store, mailing: int) -> str:
    wave = store.read(deliveries.mailing_by_id, mailing)
    return f"paused: {wave.paused_why}" if wave.paused_at else ""


def expire(store: Store, rules: SendRules, mailing: int, now: dt.datetime) -> int:
    """Mark the waiting deliveries of a mailing as `expired` when its deadline has passed. Returns how many."""
    if not rules.is_over(now):
        return 0
    return store.write(deliveries.close, mailing, DeliveryState.EXPIRED, MEANINGS[DeliveryState.EXPIRED], now)


@asynccontextmanager
async def _forward_stop(
    asked: asyncio.Event, stopping: asyncio.Event, time: dt.timedelta | None
) -> AsyncIterator[None]:
    """Within the block, set `stopping` once `asked` is set or `time` has passed. A run sets only `stopping`, so its end
    does not stop others who share `asked`."""

    async def forward() -> None:
        await wait_for_stop(asked, time.total_seconds()) if time else await asked.wait()
        stopping.set()

    task = asyncio.create_task(forward())
    try:
        yield
    finally:
        task.cancel()


@contextmanager
def stop_on_signals(stopping: asyncio.Event) -> Iterator[None]:
    """Within the block, the first Ctrl-C sets `stopping`, and a second one ends the process."""
    loop = asyncio.get_running_loop()
    names = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        stopping.set()
        release()

    def release() -> None:
        for name in names:
            loop.remove_signal_handler(name)

    try:
        for name in names:
            loop.add_signal_handler(name, stop)
    except (NotImplementedError, RuntimeError):  # on Windows, or outside the main thread
        yield
        return
    try:
        yield
    finally:
        release()
