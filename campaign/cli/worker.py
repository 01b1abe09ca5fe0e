"""`campaign worker`: one of several mailers that share a campaign on PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.run import settings_anew, transport_to
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.settings import Settings
    from campaign.services.sending.queue import Fleet

_SECONDS = 60


@click.command()
@click.option(
    "--connections",
    type=click.IntRange(1, 100),
    help="Connections to the mail server at a time, in place of those in [sending].",
)
@click.option(
    "--mails", type=click.IntRange(1, 10_000), default=500, show_default=True, help="Mails of a wave in one job."
)
@click.option("--jobs", type=click.IntRange(1, 20), default=1, show_default=True, help="Waves worked on at a time.")
@click.option(
    "--lease",
    type=click.IntRange(2, 3600),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long others wait for a word from it before they take its work over.",
)
@pass_campaign
def worker(campaign: Context, connections: int | None, jobs: int, mails: int, lease: int) -> None:
    """Send released waves together with the workers on other machines. Ctrl-C finishes the messages in hand.

    The campaign's database must be a PostgreSQL one. Start as many as wanted, on as many machines: each needs the
    campaign's campaign.toml and .env. What a worker that dies had in hand is taken over when its lease has ended.
    """
    _may_work(campaign)
    queue_ready = _queue(campaign.settings.database)
    stopping, fleet = _fleet(campaign, connections, jobs, mails, lease)
    fleet.crew.begin()
    queue_ready()
    campaign.out.say(f"at work on {campaign.store.engine.name} (Ctrl-C ends it)")
    asyncio.run(_work(stopping, fleet))
    campaign.out.say("ended; what was in hand is written down")


def _may_work(campaign: Context) -> None:
    if not campaign.settings.database:
        raise Refused(
            f"workers share a PostgreSQL database, and {campaign.folder.database} is one machine's own file",
            hint="campaign migrate-store moves the campaign there; on one machine campaign send run does the same work",
        )
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, nothing can go", hint="fill in [smtp] in campaign.toml")


def _queue(address: str) -> Callable[[], None]:
    """What makes the work queue ready. Raises UsageError where the part that speaks to it is not installed."""
    try:
        from campaign.services.sending.queue import make_ready
    except ImportError as error:
        raise UsageError(
            "the part that shares work among machines is not installed", hint="pip install 'undersigned[worker]'"
        ) from error
    # It logs what it meets with its traces; what a person should know of it, the worker says in a sentence.
    for name in ("procrastinate", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return lambda: make_ready(address)


def _fleet(
    campaign: Context, connections: int | None, jobs: int, mails: int, lease: int
) -> tuple[asyncio.Event, Fleet]:
    from campaign.services.sending.crew import Crew
    from campaign.services.sending.lease import Tenant
    from campaign.services.sending.queue import Fleet
    from campaign.services.sending.worker import Work

    stopping = asyncio.Event()
    work = Work(
        store=campaign.store,
        settings=lambda: _settings(campaign, connections),
        transport=transport_to,
        clock=campaign.now,
        called_off=lambda delivery, why: say(f"called off: {delivery.name} <{delivery.mail}>: {why}"),
        tenant=Tenant(seconds=lease),
        at_most_mails=mails,
    )

    def say(line: str) -> None:
        local = campaign.now().astimezone(campaign.settings.campaign.zone)
        campaign.out.say(f"{local:%H:%M:%S}  {line}")

    crew = Crew(work, stopping, say, campaign.out.remark)
    return stopping, Fleet(campaign.settings.database, crew, jobs, lease)


async def _work(stopping: asyncio.Event, fleet: Fleet) -> None:
    from campaign.services.sending.queue import work_until
    from campaign.services.sending.send_wave import stopped_by_signals

    with stopped_by_signals(stopping):
        await work_until(stopping, fleet)


def _settings(campaign: Context, connections: int | None) -> Settings:
    loaded = settings_anew(campaign)
    if connections is None:
        return loaded
    return replace(loaded, sending=replace(loaded.sending, connections=connections))
