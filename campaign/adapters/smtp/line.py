"""One SMTP connection as asyncio sees it: bytes in and out, time, and its end.

There is no task and no future for a message: what the server says is handled as it comes, and what follows from it is
written at once.
"""

import asyncio
from collections import deque
from typing import Any

from campaign.adapters.smtp.dialogue import Dialogue, Offers
from campaign.adapters.smtp.replies import Replies, clean
from campaign.adapters.smtp.single_mail import SingleMail
from campaign.adapters.smtp.transport import BeforeBody, M, MailSource, Sendable
from campaign.core.delivery.attempt import Outcome

# What a server says at once is far less; `asyncio.Protocol` would have a quarter of a megabyte made ready each time.
_HEARING = 16_384
# What is given to the transport at once; it keeps what the network does not take.
_SLICE = 262_144
_FAREWELL_SECONDS = 5.0


class SmtpLine(asyncio.BufferedProtocol):
    """One SMTP connection, opened and logged in. A reply may be `timeout_seconds` after the one before it."""

    def __init__(self, transport: asyncio.Transport, offers: Offers, timeout_seconds: float) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._timeout = timeout_seconds
        self._heard = memoryview(bytearray(_HEARING))
        self._replies = Replies()
        self._dialogue: Dialogue[Any] = Dialogue(offers, _NoSource())
        self._unsent: deque[memoryview] = deque()
        self._paused = False
        self._progress_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._free = asyncio.Event()
        self._error: Exception | None = None
        self._lost = self._loop.create_future()

    @property
    def pipelining(self) -> bool:
        return self._dialogue.offers.pipelining

    async def serve(self, source: MailSource[M]) -> None:
        self._dialogue.source = source
        self._free.clear()
        self.wake()
        await self._free.wait()
        if self._error is not None:
            raise self._error

    def wake(self) -> None:
        if self._dialogue.has_room:
            try:
                if not self._closing():
                    self._dialogue.go_on()
            except Exception as error:  # noqa: BLE001 -- `serve` raises it
                self._give_up(error)
            self._flush()

    def send(self, mail: Sendable) -> None:
        try:
            if not self._closing():
                self._dialogue.send(mail)
        except Exception as error:  # noqa: BLE001 -- `serve` raises it
            self._give_up(error)
        self._flush()

    def keep_back(self, mail: Sendable) -> None:
        self._dialogue.keep_back(mail)
        self._flush()

    async def hand_over(self, mail: Sendable, before_body: BeforeBody) -> Outcome:
        single = SingleMail(self, mail, before_body)
        await self.serve(single)
        return single.result()

    async def close(self) -> None:
        if self._dialogue.idle and not self._closing():
            self._dialogue.quit()
            self._flush()
            await asyncio.wait((self._lost,), timeout=_FAREWELL_SECONDS)
        self._transport.abort()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._heard

    def buffer_updated(self, nbytes: int) -> None:
        replies = self._replies.feed(bytes(self._heard[:nbytes]))
        if replies:
            self._progress_at = self._loop.time()
        try:
            for reply in replies:
                self._dialogue.answered(reply)
        except Exception as error:  # noqa: BLE001 -- `serve` raises it
            self._give_up(error)
        self._flush()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._progress_at = self._loop.time()
        self._pump()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fall(clean(str(exc or "")) or "Connection lost")
        if not self._lost.done():
            self._lost.set_result(None)

    def _closing(self) -> bool:
        """Whether the connection broke, or is about to, so that a body had better not be said to have gone out."""
        if self._transport.is_closing():
            self._fall("Connection lost")
        return self._dialogue.over

    def _give_up(self, error: Exception) -> None:
        """End the connection, and `serve` with this error of the source. The event loop, which calls from outside
        `serve`, would only log it, and `serve` would wait for ever."""
        self._error = error
        self._fall(f"given up: {error}")

    def _fall(self, words: str) -> None:
        if not self._dialogue.over:
            self._dialogue.fall(words)
        self._flush()

    def _flush(self) -> None:
        """Write what is to be said; end the connection when it is of no more use."""
        dialogue = self._dialogue
        if dialogue.over:
            self._end()
        elif dialogue.out:
            self._write(b"".join(dialogue.out))
            dialogue.out.clear()
        elif dialogue.idle and not dialogue.source.more():
            self._free.set()

    def _end(self) -> None:
        self._free.set()
        self._unsent.clear()
        if not self._transport.is_closing():  # over TLS a second close would take from abort what it works on
            self._transport.close()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _write(self, data: bytes) -> None:
        self._progress_at = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._timeout, self._look)
        if len(data) <= _SLICE and not (self._paused or self._unsent):
            self._transport.write(data)
            return
        whole = memoryview(data)
        self._unsent.extend(whole[at : at + _SLICE] for at in range(0, len(data), _SLICE))
        self._pump()

    def _pump(self) -> None:
        while self._unsent and not self._paused:
            self._transport.write(self._unsent.popleft())

    def _look(self) -> None:
        """Whether the server has been silent for too long."""
        self._timer = None
        if not self._dialogue.waiting:
            return
        left = self._progress_at + self._timeout - self._loop.time()
        if left <= 0:
            self._fall("Timed out waiting for server response")
        else:
            self._timer = self._loop.call_later(left, self._look)


class _NoSource:
    """What a line that is not served yet asks."""

    def next(self) -> None:
        return None

    def more(self) -> bool:
        return False

    def ready(self, mail: Sendable) -> None:
        raise AssertionError("nobody has a body")

    def ended(self, mail: Sendable, outcome: Outcome) -> None:
        raise AssertionError("nobody had a message")
