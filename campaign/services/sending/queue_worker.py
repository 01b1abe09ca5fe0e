"""A worker that shares a campaign's PostgreSQL database with workers on other machines."""

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
from campaign.services.sending.sending_mark import SendingMark
from campaign.services.sending.worker import Worker


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """The options of one worker."""

    connections: int | None
    """Connections to the mail server at a time; None for the number in [sending]."""
    mails: int
    """The largest number of messages in one job."""
    jobs: int
    """How many jobs run at a time."""
    lease_seconds: int
    """After how many seconds without a sign of life other workers take over its work."""


def join_fleet(
    campaign: Campaign, options: WorkerOptions, show: Callable[[str], object], callbacks: MailerCallbacks
) -> tuple[str, Callable[[], None]]:
    """Prepare a worker, and recover deliveries of workers that were lost.

    Returns the database's name for people, and a function that works until Ctrl-C, which finishes the messages in hand
    first. Raises Refused for a campaign on SQLite or without a mail server, UsageError when the extra `worker` is not
    installed, and StoreError.
    """
    _check(campaign)
    try:
        from campaign.adapters.queue.connection import QueueConnection, make_ready, work_until
    except ImportError as error:
        raise UsageError(
            "campaign worker needs the extra worker, which is not installed",
            fix="pip install 'undersigned[worker]'",
        ) from error
    # These libraries log errors with their tracebacks. The worker reports them to people in one sentence instead.
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
    SendingMark(campaign.store).check()
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
            f"workers need a PostgreSQL database, and this campaign uses the file {campaign.folder.database}",
            fix="run campaign migrate-store to move to PostgreSQL; on one machine campaign send run does the same work",
        )
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, so nothing can be sent", fix="fill in [smtp] in campaign.toml")


def _with_connections(settings: Settings, connections: int | None) -> Settings:
    if connections is None:
        return settings
    return replace(settings, sending=replace(settings.sending, connections=connections))
