"""A process beside the serving one, which works on one thing at a time and ends with it."""

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

_NICENESS = 10  # how far behind other processes it stands
_SECONDS_TO_END = 5.0


class SideProcessEnded(Exception):
    """The process ended while it was asked. It is started anew when it is asked again."""


class SideProcess:
    """A process that holds what `made` makes of `given`, and works with it. Both are known by name to a new process.

    Started when it is first asked. Ask one thing at a time.
    """

    def __init__(self, factory: Callable[[Any], W], argument: object) -> None:
        self._factory = (factory, argument)
        self._process: Any = None
        self._pipe: Connection | None = None
        self._closing = threading.Lock()

    async def ask(self, work: Callable[..., R], *values: object) -> R:
        """What `work` gives for what the process holds and `values`. Raises what it raises, or SideProcessEnded."""
        return await asyncio.to_thread(self._ask, work, values)

    async def end(self) -> None:
        """End the process, whatever it is doing. It only reads, so nothing is lost."""
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
            raise SideProcessEnded("the process beside the serving one has ended") from error
        if not succeeded:
            raise answer
        result: R = answer
        return result

    def _close_pipe(self) -> None:
        """Close the pipe, once: who asks and who ends it are two threads, and a second close could hit another file."""
        with self._closing:
            pipe, self._pipe = self._pipe, None
            if pipe is not None:
                pipe.close()

    def _open_pipe(self) -> Connection:
        if self._process is None or self._pipe is None:
            context = multiprocessing.get_context("spawn")  # a fork would take the serving one's threads' locks along
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, *self._factory), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe


def _work(pipe: Connection, factory: Callable[[Any], Any], argument: object) -> None:
    """Answer until the other end is gone. Ctrl-C is the serving process's."""
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
        except Exception as error:  # noqa: BLE001 -- it belongs to the one who asked
            first, answer = False, (False, error)
        pipe.send(answer)
        if first:  # somebody waits for the first answer; from then on others come first
            os.nice(_NICENESS)
