"""A source of a single message, for callers that send one message and wait for its outcome."""

import asyncio

from campaign.adapters.smtp.transport import BeforeBody, MailConnection, Sendable
from campaign.core.delivery.attempt import Outcome, Stage


class SingleMail:
    """The `MailSource` of one message."""

    def __init__(self, connection: MailConnection, mail: Sendable, before_body: BeforeBody) -> None:
        self._connection = connection
        self._next: Sendable | None = mail
        self._before_body = before_body
        self._asking: asyncio.Task[None] | None = None
        self._outcome: Outcome | None = None
        self._error: Exception | None = None

    def result(self) -> Outcome:
        """The outcome. Raises the error that `before_body` raised."""
        if self._error:
            raise self._error
        return self._outcome or Outcome(Stage.MAIL, None, "Connection lost")

    def next(self) -> Sendable | None:
        mail, self._next = self._next, None
        return mail

    def more(self) -> bool:
        return self._outcome is None

    def ready(self, mail: Sendable) -> None:
        self._asking = asyncio.ensure_future(self._ask(mail))

    def finish(self, mail: Sendable, outcome: Outcome) -> None:
        self._outcome = outcome

    async def _ask(self, mail: Sendable) -> None:
        """Ask `before_body`, and send the body after True. Otherwise the connection ends."""
        allowed = False
        try:
            allowed = await self._before_body()
        except Exception as error:  # noqa: BLE001 -- raised again by `result`
            self._error = error
        if allowed:
            self._connection.send(mail)
        else:
            self._connection.keep_back(mail)
