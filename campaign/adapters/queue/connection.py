"""The work queue: Procrastinate, on the campaign's own PostgreSQL, wakes the workers and distributes jobs to them.

Its tables are in their own schema, one for each version of Procrastinate. The rows of deliveries decide what is sent,
not the jobs, so workers of two versions can run side by side, and nothing has to be migrated.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ProcrastinateException
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager

from campaign.adapters.clock import wait_for_stop
from campaign.adapters.queue.jobs import Job, JobHandler
from campaign.adapters.store.postgres.queue import prepare
from campaign.errors import CampaignError

SCHEMA = "procrastinate_" + "_".join(procrastinate.__version__.split(".")[:2])
_DELIVER, _LOOK = "deliver", "look"
_EVERY_FIVE_SECONDS = "* * * * * */5"
# Jobs of waves with a pace or limits run one after the other, on any worker.
_ALONE_LOCK = "alone"
_CONNECTION_ERRORS = (ProcrastinateException, psycopg.Error, OSError)
_RECONNECT_SECONDS = 2.0
_AGAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class QueueConnection:
    """How a worker connects to the queue."""

    address: str
    """The address of the PostgreSQL database."""
    handler: JobHandler
    concurrency: int
    """How many jobs the worker does at a time."""
    heartbeat_seconds: int
    """After so many seconds without a heartbeat, other workers give up its jobs."""


def make_ready(address: str) -> None:
    """Create the queue's tables, if they do not exist. Raises StoreError."""
    prepare(address, SCHEMA, SchemaManager.get_schema())


async def work_until(stopping: asyncio.Event, queue: QueueConnection) -> None:
    """Do jobs until `stopping` is set, then finish the messages that are being sent.

    While the database cannot be reached, try again every two seconds.
    """
    while not stopping.is_set():
        session = asyncio.create_task(_session(queue))
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait((session, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        failure = await cancel(session, lambda: queue.handler.busy)
        if stopping.is_set():
            return
        error = _first_error(failure)
        if not isinstance(error, _CONNECTION_ERRORS):
            raise error
        queue.handler.trouble(f"the work queue cannot be reached; trying again: {' '.join(str(error).split())}")
        await wait_for_stop(stopping, _RECONNECT_SECONDS)


async def cancel(task: asyncio.Task[None], busy: Callable[[], bool]) -> BaseException | None:
    """Cancel a task, and return what it raised.

    A cancellation during a connection attempt can get lost, so it is repeated; not while messages are being sent,
    because those are finished.
    """
    task.cancel()
    while not task.done():
        await asyncio.wait((task,), timeout=_AGAIN_SECONDS)
        if not busy():
            task.cancel()
    return None if task.cancelled() else task.exception()


async def _session(queue: QueueConnection) -> None:
    """Serve one connection to the queue, until it breaks or is cancelled.

    Looks have their own slot, so that they never wait for a delivery.
    """
    app = _app(queue)
    async with app.open_async(), asyncio.TaskGroup() as group:
        group.create_task(_serve(app, queue, _DELIVER, queue.concurrency))
        group.create_task(_serve(app, queue, _LOOK, 1))


async def _serve(app: procrastinate.App, queue: QueueConnection, name: str, concurrency: int) -> None:
    await app.run_worker_async(
        queues=[name],
        concurrency=concurrency,
        delete_jobs="always",
        install_signal_handlers=False,
        update_heartbeat_interval=queue.heartbeat_seconds / 3,
        stalled_worker_timeout=queue.heartbeat_seconds,
    )
    raise ConnectionError("the connection broke")  # it never ends by itself


def _app(queue: QueueConnection) -> procrastinate.App:
    """Build the two tasks: to deliver, and to look for what is due."""
    worker = queue.handler
    connector = procrastinate.PsycopgConnector(conninfo=queue.address, kwargs={"options": f"-c search_path={SCHEMA}"})
    app = procrastinate.App(connector=connector)

    # Waiting jobs store the names of these parameters.
    @app.task(name=_DELIVER, queue=_DELIVER)
    async def deliver(dispatch: int, *, alone: bool, queue: str = "letter") -> None:
        with _report_errors(worker.trouble):
            if not alone:
                await ask_for(worker.additional_job(dispatch))
            more = await worker.deliver(dispatch)
            if alone and more:
                await ask_for(Job(dispatch, alone, queue))

    @app.periodic(cron=_EVERY_FIVE_SECONDS)
    @app.task(name=_LOOK, queue=_LOOK, queueing_lock=_LOOK)
    async def look(timestamp: int) -> None:
        with _report_errors(worker.trouble):
            await _give_up_stalled(app, queue.heartbeat_seconds)
            for job in worker.look():
                await ask_for(job)

    async def ask_for(job: Job | None) -> None:
        """Add a job, unless one of the same wave waits already."""
        if job is not None:
            task = deliver.configure(
                queueing_lock=f"{_DELIVER} {job.mailing}",
                lock=f"{_ALONE_LOCK} {job.queue}" if job.alone else None,
                priority=int(job.queue == "letter"),
            )
            with suppress(AlreadyEnqueued):
                await task.defer_async(dispatch=job.mailing, alone=job.alone, queue=job.queue)

    return app


async def _give_up_stalled(app: procrastinate.App, seconds: int) -> None:
    """Give up the jobs of dead workers, which would stay `doing` for ever; the next look adds new ones."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        with suppress(ProcrastinateException):  # another worker was quicker
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@contextmanager
def _report_errors(trouble: Callable[[str], object]) -> Iterator[None]:
    """Report an error of a job instead of raising it; the next look tries again."""
    try:
        yield
    except CampaignError as error:
        trouble(error.sentence)
    except Exception as error:  # noqa: BLE001 -- the queue would only log it
        trouble(f"a job ended with {type(error).__name__}: {error}")


def _first_error(error: BaseException | None) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error or ConnectionError("the connection broke")
