"""What the mailer needs of a way out: lines that hand over messages and say how far each came."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from campaign.core.delivery.attempt import Outcome

BeforeBody = Callable[[], Awaitable[bool]]


class Sendable(Protocol):
    """A message with its envelope, such as a `Mail`."""

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
    """Whose messages go over a line. Each message that `next` gives is told of once by `ended`, whatever happens."""

    def next(self) -> M | None:
        """The next message, None while there is none; `Line.wake` makes the line ask again."""
        ...

    def more(self) -> bool:
        """Whether there may be a next one. A line that is idle is given back when there will be none."""
        ...

    def ready(self, mail: M) -> None:
        """The server waits for the body. Answered by `Line.send` or `Line.keep_back`, now or later."""
        ...

    def finish(self, mail: M, outcome: Outcome) -> None:
        """How far it came. The outcome's stage is the one that answered last or fell silent."""
        ...


class MailConnection(Protocol):
    """One open connection. It never raises for what the other side does: that is the outcome."""

    @property
    def pipelining(self) -> bool:
        """Whether commands go ahead of the answers to those before them (RFC 2920)."""
        ...

    async def serve(self, source: MailSource[M]) -> None:
        """Hand over what the source gives, until there will be no more, or the connection ended."""
        ...

    def wake(self) -> None:
        """Ask the source for its next message, if there is room for one."""
        ...

    def send(self, mail: Sendable) -> None:
        """Let the body of a message that is `ready` go out."""
        ...

    def keep_back(self, mail: Sendable) -> None:
        """Keep it back; the line ends with it, since the server waits for a body."""
        ...

    async def hand_over(self, mail: Sendable, before_body: BeforeBody) -> Outcome:
        """One message alone. Calls `before_body` once the server is ready for the body, and sends the body only when
        it answers True."""
        ...

    async def close(self) -> None:
        """End the connection; never raises."""
        ...


class Transport(Protocol):
    """Opens lines."""

    async def connect(self) -> "MailConnection | Outcome":
        """An open line, or why there is none. Raises CampaignError when no try will mend it (a wrong password)."""
        ...
