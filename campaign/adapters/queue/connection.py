"""The work queue: Procrastinate on the campaign's own PostgreSQL wakes workers, shares jobs out and watches over both.

Its tables lie in a schema of their own, one for each version of Procrastinate: since jobs carry no truth, workers of
two versions need not know of each other, and nothing is ever migrated.
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
# Jobs of waves with a pace or limits run one after the other, whoever runs them.
_ALONE_LOCK = "alone"
_CONNECTION_ERRORS = (ProcrastinateException, psycopg.Error, OSError)
_RECONNECT_SECONDS = 2.0
_AGAIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class QueueConnection:
    """A worker's place at the queue."""

    address: str
    """Of the PostgreSQL database."""
    handler: JobHandler
    concurrency: int
    """So many at a time."""
    heartbeat_seconds: int
    """After so many without a heartbeat, others give its jobs up."""


def make_ready(address: str) -> None:
    """Make the queue's tables where they are not there yet. Raises StoreError."""
    prepare(address, SCHEMA, SchemaManager.get_schema())


async def work_until(stopping: asyncio.Event, queue: QueueConnection) -> None:
    """Do what the queue wakes this worker for, until `stopping` is set; the messages in hand are finished. While the
    database is away it is tried again and again."""
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
        queue.handler.trouble(f"the work queue is out of reach, tried again: {' '.join(str(error).split())}")
        await wait_for_stop(stopping, _RECONNECT_SECONDS)


async def cancel(task: asyncio.Task[None], busy: Callable[[], bool]) -> BaseException | None:
    """End a task, and give what it raised. A cancellation that comes while a connection is made can be lost on the way,
    so it is said again; never while messages are in hand, since those are finished."""
    task.cancel()
    while not task.done():
        await asyncio.wait((task,), timeout=_AGAIN_SECONDS)
        if not busy():
            task.cancel()
    return None if task.cancelled() else task.exception()


async def _session(queue: QueueConnection) -> None:
    """One connection to the queue, until it breaks or is cancelled. Looks have a place of their own, so that they never
    wait for a delivery."""
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
    raise ConnectionError("its connection broke")  # nobody asked it to end


def _app(queue: QueueConnection) -> procrastinate.App:
    """The two tasks there are."""
    worker = queue.handler
    connector = procrastinate.PsycopgConnector(conninfo=queue.address, kwargs={"options": f"-c search_path={SCHEMA}"})
    app = procrastinate.App(connector=connector)

    @app.task(name=_DELIVER, queue=_DELIVER)
    async def deliver(dispatch: int, *, alone: bool) -> None:
        with _report_errors(worker.trouble):
            if not alone:
                await ask_for(worker.another(dispatch))
            more = await worker.deliver(dispatch)
            if alone and more:
                await ask_for(Job(dispatch, alone))

    @app.periodic(cron=_EVERY_FIVE_SECONDS)
    @app.task(name=_LOOK, queue=_LOOK, queueing_lock=_LOOK)
    async def look(timestamp: int) -> None:
        with _report_errors(worker.trouble):
            await _give_up_stalled(app, queue.heartbeat_seconds)
            for job in worker.look():
                await ask_for(job)

    async def ask_for(job: Job | None) -> None:
        """One waits for each wave, at most."""
        if job is not None:
            task = deliver.configure(queueing_lock=f"{_DELIVER} {job.mailing}", lock=_ALONE_LOCK if job.alone else None)
            with suppress(AlreadyEnqueued):
                await task.defer_async(dispatch=job.mailing, alone=job.alone)

    return app


async def _give_up_stalled(app: procrastinate.App, seconds: int) -> None:
    """Jobs of workers that are gone stay `doing` for ever: they are given up, since a look makes new ones."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        with suppress(ProcrastinateException):  # another look was quicker
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@contextmanager
def _report_errors(trouble: Callable[[str], object]) -> Iterator[None]:
    """What goes wrong in a job is reported, and left to the next look."""
    try:
        yield
    except CampaignError as error:
        trouble(error.sentence)
    except Exception as error:  # noqa: BLE001 -- the queue would only write it into a log that nobody keeps
        trouble(f"a job ended with {type(error).__name__}: {error}")


def _first_error(error: BaseException | None) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error or ConnectionError("its connection broke")
