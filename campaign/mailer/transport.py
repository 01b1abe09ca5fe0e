"""What the mailer needs of a way out: lines that hand over one message at a time and say how far they came."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from campaign.delivery.judge import Outcome
from campaign.mail import Mail

BeforeBody = Callable[[], Awaitable[bool]]


class Line(Protocol):
    """One open connection. It is used by one task at a time."""

    async def hand_over(self, mail: Mail, before_body: BeforeBody) -> Outcome:
        """Hand over one message. Calls `before_body` once the server is ready for the body, and sends the body only
        when it answers True. Never raises for what the other side does: that is the outcome."""
        ...

    async def close(self) -> None:
        """End the connection; never raises."""
        ...


class Transport(Protocol):
    """Opens lines."""

    async def connect(self) -> "Line | Outcome":
        """An open line, or why there is none. Raises CampaignError when no try will mend it (a wrong password)."""
        ...
