"""The protocols between the mailer and SMTP: connections send messages and report how each ended."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from campaign.core.delivery.attempt import Outcome

BeforeBody = Callable[[], Awaitable[bool]]


class Sendable(Protocol):
    """A message with its envelope, such as a `Message`."""

    @property
    def sender(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def envid(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def body(self) -> list[bytes]: ...


M = TypeVar("M", bound=Sendable)


class MailSource(Protocol[M]):
    """Provides the messages of a connection. `finish` is called exactly once for each message that `next` returned."""

    def next(self) -> M | None:
        """The next message; None while there is none. `Connection.wake` asks again."""
        ...

    def more(self) -> bool:
        """Whether there may be another message. `Connection.serve` returns when there will be none."""
        ...

    def ready(self, mail: M) -> None:
        """The server waits for the body. Answer with `Connection.send` or `Connection.keep_back`, now or later."""
        ...

    def finish(self, mail: M, outcome: Outcome) -> None:
        """The message has ended with this outcome."""
        ...


class MailConnection(Protocol):
    """An open connection. Whatever the server does is reported as an outcome and never raised."""

    @property
    def pipelining(self) -> bool:
        """Whether commands are sent before earlier ones are answered (RFC 2920)."""
        ...

    async def serve(self, source: MailSource[M]) -> None:
        """Send the messages of the source until there are no more, or the connection ends."""
        ...

    def wake(self) -> None:
        """Ask the source for its next message, if there is room for one."""
        ...

    def send(self, mail: Sendable) -> None:
        """Send the body of a message that is `ready`."""
        ...

    def keep_back(self, mail: Sendable) -> None:
        """Do not send the body. The connection ends, because the server waits for one."""
        ...

    async def hand_over(self, mail: Sendable, before_body: BeforeBody) -> Outcome:
        """Send one message. Calls `before_body` once the server is ready for the body, and sends the body only when it
        returns True."""
        ...

    async def close(self) -> None:
        """Close the connection. Never raises."""
        ...


class Transport(Protocol):
    """Opens connections."""

    async def connect(self) -> "MailConnection | Outcome":
        """Open a connection, or return why that failed. Raises CampaignError when trying again cannot help."""
        ...
