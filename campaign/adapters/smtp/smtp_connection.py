"""An SMTP connection as an asyncio protocol: it moves the bytes of a `Dialogue` and watches the time.

There is no task and no future for each message. Replies are handled as they come in, and what follows is written at
once.
"""

import asyncio
from collections import deque
from typing import Any

from campaign.adapters.smtp.dialogue import Dialogue, ServerExtensions
from campaign.adapters.smtp.reply_parser import ReplyParser, one_line
from campaign.adapters.smtp.single_mail import SingleMail
from campaign.adapters.smtp.transport import BeforeBody, M, MailSource, Sendable
from campaign.core.delivery.attempt import Outcome

# Replies are far shorter. `asyncio.Protocol` would allocate a quarter of a megabyte for each read.
_BUFFER_BYTES = 16_384
# How much is given to the transport at once. It buffers what the network does not accept yet.
_WRITE_BYTES = 262_144
_QUIT_SECONDS = 5.0
# RFC 5321 section 4.5.3.2: five minutes for most commands, ten after the final dot, because the server then works.
_AFTER_DOT = 2


class SmtpConnection(asyncio.BufferedProtocol):
    """A `Connection` that is open and logged in. `timeout_seconds` is the longest wait for a reply; twice that after
    the final dot."""

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
        """Whether the connection broke or is closing, so that no body may count as sent."""
        if self._transport.is_closing():
            self._break_off("Connection lost")
        return self._dialogue.closed

    def _fail(self, error: Exception) -> None:
        """End the connection after an error of the source, and let `serve` raise it. The event loop would only log the
        error, and `serve` would wait for ever."""
        self._error = error
        self._break_off(f"stopped by an error: {error}")

    def _break_off(self, reason: str) -> None:
        if not self._dialogue.closed:
            self._dialogue.break_off(reason)
        self._flush()

    def _flush(self) -> None:
        """Write the pending output; close the connection when the dialogue is closed."""
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
        if not self._transport.is_closing():  # over TLS, abort would fail after a second close
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
        """End the connection when the server has been silent for too long."""
        self._timer = None
        if not self._dialogue.waiting:
            return
        patience = self._timeout * (_AFTER_DOT if self._dialogue.has_body_out else 1)
        seconds_left = self._progress_at + patience - self._loop.time()
        if seconds_left <= 0:
            self._break_off("Timed out waiting for server response")
        else:
            self._timer = self._loop.call_later(seconds_left, self._check_timeout)


class _NoSource:
    """The source of a connection that is not in use yet."""

    def next(self) -> None:
        return None

    def more(self) -> bool:
        return False

    def ready(self, mail: Sendable) -> None:
        raise AssertionError("there is no message")

    def finish(self, mail: Sendable, outcome: Outcome) -> None:
        raise AssertionError("there was no message")
