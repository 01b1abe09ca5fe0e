"""A helper process that does one task at a time and ends with the serving process."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

W = TypeVar("W")
R = TypeVar("R")

_NICENESS = 10  # added to its niceness, so that other processes go first
_SECONDS_TO_END = 5.0


class SideProcessEnded(Exception):
    """The process ended during a task. The next task starts it again."""


class SideProcess:
    """A process that calls `factory(argument)` once and then does tasks with the result.

    Both must be picklable. The first task starts the process. Only one task can run at a time.
    """

    def __init__(self, factory: Callable[[Any], W], argument: object) -> None:
        self._factory = (factory, argument)
        self._process: Any = None
        self._pipe: Connection | None = None
        self._closing = threading.Lock()

    async def ask(self, work: Callable[..., R], *values: object) -> R:
        """The result of `work(worker, *values)` in the process, where `worker` is what the factory returned.

        Raises what `work` raises, or SideProcessEnded.
        """
        return await asyncio.to_thread(self._ask, work, values)

    async def end(self) -> None:
        """Kill the process. It only reads, so nothing is lost."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.join, _SECONDS_TO_END)
        self._close_pipe()

    def _ask(self, work: Callable[..., R], values: tuple[object, ...]) -> R:
        pipe = self._open_pipe()
        try:
            pipe.send((work, values))
            succeeded, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._process = None
            self._close_pipe()
            raise SideProcessEnded("the helper process has ended") from error
        if not succeeded:
            raise answer
        result: R = answer
        return result

    def _close_pipe(self) -> None:
        """Close the pipe once. Two threads can get here, and a second close could close another file."""
        with self._closing:
            pipe, self._pipe = self._pipe, None
            if pipe is not None:
                pipe.close()

    def _open_pipe(self) -> Connection:
        if self._process is None or self._pipe is None:
            context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, *self._factory), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe


def _work(pipe: Connection, factory: Callable[[Any], Any], argument: object) -> None:
    """Do tasks until the other end is closed. Ctrl-C is left to the serving process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker: Any = None
    while True:
        try:
            work, values = pipe.recv()
        except EOFError:
            return
        try:
            first, worker = worker is None, factory(argument) if worker is None else worker
            answer = (True, work(worker, *values))
        except Exception as error:  # noqa: BLE001 -- raised again in the serving process
            first, answer = False, (False, error)
        pipe.send(answer)
        if first:  # the first answer is urgent, later ones are not
            os.nice(_NICENESS)
