"""A worker that shares a campaign on PostgreSQL with workers on other machines."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.core.settings import Settings
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.sending.lease import WorkerId
from campaign.services.sending.mailer import mailer_work
from campaign.services.sending.scheduler import MailerCallbacks
from campaign.services.sending.send_wave import stop_on_signals
from campaign.services.sending.worker import Worker


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How one worker works."""

    connections: int | None
    """Connections to the mail server at a time; None for those in [sending]."""
    mails: int
    """The most mails of a wave in one job."""
    jobs: int
    """Waves worked on at a time."""
    lease_seconds: int
    """How long others wait for a word from it before they take its work over."""


def join_fleet(
    campaign: Campaign, options: WorkerOptions, show: Callable[[str], object], callbacks: MailerCallbacks
) -> tuple[str, Callable[[], None]]:
    """Make one of the campaign's workers ready, and take up what lost ones left behind. Returns the database's name for
    people, and what works until Ctrl-C; the messages in hand are finished then.

    Raises Refused for a campaign on SQLite or without a mail server, UsageError where the part that speaks to the queue
    is not installed, StoreError.
    """
    _check(campaign)
    try:
        from campaign.adapters.queue.connection import QueueConnection, make_ready, work_until
    except ImportError as error:
        raise UsageError(
            "the part that shares work among machines is not installed", fix="pip install 'undersigned[worker]'"
        ) from error
    # It logs what it meets with its traces; what a person should know of it, the worker says in a sentence.
    for name in ("procrastinate", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    stopping = asyncio.Event()
    single = mailer_work(campaign, callbacks)
    work = replace(
        single,
        settings=lambda: _with_connections(single.settings(), options.connections),
        limits=replace(single.limits, mails=options.mails),
        worker=WorkerId(seconds=options.lease_seconds),
    )
    worker = Worker(work, stopping, show)
    worker.begin()
    make_ready(campaign.settings.store.database)
    queue = QueueConnection(campaign.settings.store.database, worker, options.jobs, options.lease_seconds)

    async def work_until_stopped() -> None:
        with stop_on_signals(stopping):
            await work_until(stopping, queue)

    return campaign.store.engine.name, lambda: asyncio.run(work_until_stopped())


def _check(campaign: Campaign) -> None:
    if not campaign.settings.store.database:
        raise Refused(
            f"workers share a PostgreSQL database, and {campaign.folder.database} is one machine's own file",
            fix="campaign migrate-store moves the campaign there; on one machine campaign send run does the same work",
        )
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, nothing can go", fix="fill in [smtp] in campaign.toml")


def _with_connections(settings: Settings, connections: int | None) -> Settings:
    if connections is None:
        return settings
    return replace(settings, sending=replace(settings.sending, connections=connections))
