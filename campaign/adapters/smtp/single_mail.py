"""A source of one message, for those who hand over a single one and wait for how it ended."""

import asyncio

from campaign.adapters.smtp.transport import BeforeBody, MailConnection, Sendable
from campaign.core.delivery.attempt import Outcome, Stage


class SingleMail:
    """Gives a line its one message, and has it back when that has ended."""

    def __init__(self, connection: MailConnection, mail: Sendable, before_body: BeforeBody) -> None:
        self._connection = connection
        self._next: Sendable | None = mail
        self._before_body = before_body
        self._asking: asyncio.Task[None] | None = None
        self._outcome: Outcome | None = None
        self._error: Exception | None = None

    def result(self) -> Outcome:
        """How it ended. Raises what `before_body` raised."""
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
        """Whatever keeps the body back also ends the line, since the server now waits for a body."""
        allowed = False
        try:
            allowed = await self._before_body()
        except Exception as error:  # noqa: BLE001 -- raised again by `result`
            self._error = error
        if allowed:
            self._connection.send(mail)
        else:
            self._connection.keep_back(mail)
