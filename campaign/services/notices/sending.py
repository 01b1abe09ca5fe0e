"""Sending mails to signatories, for a program that runs on: all that waits, each kind by its own rules."""

import asyncio
import datetime as dt
from collections.abc import Callable

from campaign.adapters.smtp.transport import Transport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, mailings
from campaign.core.delivery.records import Dispatch, Post
from campaign.core.delivery.rules import SendRules, wave_rules
from campaign.core.settings import Settings
from campaign.services.sending.limits import WaveLeave
from campaign.services.sending.run import Run, Step, Summary, run
from campaign.services.sending.send_wave import expire

# Answers to signers first: somebody waits for them.
IN_TURN = (Post.NOTICE, Post.INVITATION, Post.REMINDER)


async def send_waiting(
    store: Store,
    settings: Settings,
    letter: str,
    transport: Transport,
    clock: Callable[[], dt.datetime],
    stopping: asyncio.Event,
    watch: Callable[[Step], object] = lambda _: None,
) -> tuple[Summary, ...]:
    """Send what waits in the letter's mails to signatories, until nothing more is due or it is stopping.

    Call it while holding the mailer lock, after `leases.recover`. What is past its deadline expires. Sent mails'
    bytes are dropped.
    """
    done: list[Summary] = []
    for post in IN_TURN:
        for left in store.read(mailings.left, letter, post):
            if stopping.is_set():
                return tuple(done)
            dispatch = store.read(deliveries.dispatch, letter, left.wave)
            assert dispatch is not None  # dispatches are never taken away
            rules = wave_rules(settings, dispatch)
            done.append(await _sent(_run(store, rules, dispatch, transport, clock, watch), stopping))
            expire(store, rules, dispatch.id, clock())
            store.write(mailings.forget_sent)
    return tuple(done)


async def _sent(plan: Run, stopping: asyncio.Event) -> Summary:
    """One run, which ends after the message in hand when the program does."""

    async def pass_on() -> None:
        await stopping.wait()
        plan.stopping.set()

    listening = asyncio.create_task(pass_on())
    try:
        return await run(plan)
    finally:
        listening.cancel()


def _run(
    store: Store,
    rules: SendRules,
    dispatch: Dispatch,
    transport: Transport,
    clock: Callable[[], dt.datetime],
    watch: Callable[[Step], object],
) -> Run:
    return Run(
        store=store,
        dispatch=dispatch.id,
        transport=transport,
        rules=rules.rules,
        leave=WaveLeave(store, rules, dispatch, clock()),
        clock=clock,
        watch=watch,
        stopping=asyncio.Event(),
    )
