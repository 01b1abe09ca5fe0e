"""One SMTP connection as asyncio sees it: bytes in and out, time, and its end.

There is no task and no future for a message: what the server says is handled as it comes, and what follows from it is
written at once.
"""

import asyncio
from collections import deque
from typing import Any

from campaign.adapters.smtp.dialogue import Dialogue, ServerExtensions
from campaign.adapters.smtp.reply_parser import ReplyParser, one_line
from campaign.adapters.smtp.single_mail import SingleMail
from campaign.adapters.smtp.transport import BeforeBody, M, MailSource, Sendable
from campaign.core.delivery.attempt import Outcome

# What a server says at once is far less; `asyncio.Protocol` would have a quarter of a megabyte made ready each time.
_BUFFER_BYTES = 16_384
# What is given to the transport at once; it keeps what the network does not take.
_WRITE_BYTES = 262_144
_QUIT_SECONDS = 5.0


class SmtpConnection(asyncio.BufferedProtocol):
    """One SMTP connection, opened and logged in. A reply may be `timeout_seconds` after the one before it."""

    def __init__(self, transport: asyncio.Transport, extensions: ServerExtensions, timeout_seconds: float) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._timeout = timeout_seconds
        self._buffer = memoryview(bytearray(_BUFFER_BYTES))
        self._parser = ReplyParser()
        self._dialogue: Dialogue[Any] = Dialogue(extensions, _NoSource())
        self._unsent: deque[memoryview] = deque()
        self._paused = False
        self._progress_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._done = asyncio.Event()
        self._error: Exception | None = None
        self._lost = self._loop.create_future()

    @property
    def pipelining(self) -> bool:
        return self._dialogue.extensions.pipelining

    async def serve(self, source: MailSource[M]) -> None:
        self._dialogue.source = source
        self._done.clear()
        self.wake()
        await self._done.wait()
        if self._error is not None:
            raise self._error

    def wake(self) -> None:
        if self._dialogue.has_room:
            try:
                if not self._is_closing():
                    self._dialogue.start_next()
            except Exception as error:  # noqa: BLE001 -- `serve` raises it
                self._fail(error)
            self._flush()

    def send(self, mail: Sendable) -> None:
        try:
            if not self._is_closing():
                self._dialogue.send(mail)
        except Exception as error:  # noqa: BLE001 -- `serve` raises it
            self._fail(error)
        self._flush()

    def keep_back(self, mail: Sendable) -> None:
        self._dialogue.keep_back(mail)
        self._flush()

    async def hand_over(self, mail: Sendable, before_body: BeforeBody) -> Outcome:
        single = SingleMail(self, mail, before_body)
        await self.serve(single)
        return single.result()

    async def close(self) -> None:
        if self._dialogue.idle and not self._is_closing():
            self._dialogue.quit()
            self._flush()
            await asyncio.wait((self._lost,), timeout=_QUIT_SECONDS)
        self._transport.abort()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        replies = self._parser.feed(bytes(self._buffer[:nbytes]))
        if replies:
            self._progress_at = self._loop.time()
        try:
            for reply in replies:
                self._dialogue.handle(reply)
        except Exception as error:  # noqa: BLE001 -- `serve` raises it
            self._fail(error)
        self._flush()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._progress_at = self._loop.time()
        self._write_unsent()

    def connection_lost(self, exc: Exception | None) -> None:
        self._break_off(one_line(str(exc or "")) or "Connection lost")
        if not self._lost.done():
            self._lost.set_result(None)

    def _is_closing(self) -> bool:
        """Whether the connection broke, or is about to, so that a body had better not be said to have gone out."""
        if self._transport.is_closing():
            self._break_off("Connection lost")
        return self._dialogue.closed

    def _fail(self, error: Exception) -> None:
        """End the connection, and `serve` with this error of the source. The event loop, which calls from outside
        `serve`, would only log it, and `serve` would wait for ever."""
        self._error = error
        self._break_off(f"given up: {error}")

    def _break_off(self, reason: str) -> None:
        if not self._dialogue.closed:
            self._dialogue.break_off(reason)
        self._flush()

    def _flush(self) -> None:
        """Write what is to be said; end the connection when it is of no more use."""
        dialogue = self._dialogue
        if dialogue.closed:
            self._end()
        elif dialogue.output:
            self._write(b"".join(dialogue.output))
            dialogue.output.clear()
        elif dialogue.idle and not dialogue.source.more():
            self._done.set()

    def _end(self) -> None:
        self._done.set()
        self._unsent.clear()
        if not self._transport.is_closing():  # over TLS a second close would take from abort what it works on
            self._transport.close()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _write(self, data: bytes) -> None:
        self._progress_at = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._timeout, self._check_timeout)
        if len(data) <= _WRITE_BYTES and not (self._paused or self._unsent):
            self._transport.write(data)
            return
        whole = memoryview(data)
        self._unsent.extend(whole[at : at + _WRITE_BYTES] for at in range(0, len(data), _WRITE_BYTES))
        self._write_unsent()

    def _write_unsent(self) -> None:
        while self._unsent and not self._paused:
            self._transport.write(self._unsent.popleft())

    def _check_timeout(self) -> None:
        """Whether the server has been silent for too long."""
        self._timer = None
        if not self._dialogue.waiting:
            return
        seconds_left = self._progress_at + self._timeout - self._loop.time()
        if seconds_left <= 0:
            self._break_off("Timed out waiting for server response")
        else:
            self._timer = self._loop.call_later(seconds_left, self._check_timeout)


class _NoSource:
    """What a line that is not served yet asks."""

    def next(self) -> None:
        return None

    def more(self) -> bool:
        return False

    def ready(self, mail: Sendable) -> None:
        raise AssertionError("nobody has a body")

    def finish(self, mail: Sendable, outcome: Outcome) -> None:
        raise AssertionError("nobody had a message")
