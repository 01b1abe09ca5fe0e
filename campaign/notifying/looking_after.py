"""What a program that runs on does for signers: owed mails are made, and what waits is sent, look after look."""

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from campaign.dispatch.carry import only_mailer
from campaign.dispatch.situation import Situation, gather
from campaign.errors import CampaignError, Refused
from campaign.folder import Folder
from campaign.letters import digest_of, texts_of
from campaign.mailer.run import Cause
from campaign.mailer.smtp import SmtpTransport
from campaign.notifying import making
from campaign.notifying.sending import IN_TURN, send_waiting
from campaign.notifying.writing import Writer
from campaign.settings import Settings
from campaign.store import Store, leases, mailings, notices

SECONDS_BETWEEN_LOOKS = 2.0


class Looking:
    """Looks after the mails of one letter's signers. `say` takes a sentence for the coordinator, each only once.

    Without a mail server nothing is made: what is owed stays owed, and that is said.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        place: Folder,
        letter: str,
        clock: Callable[[], dt.datetime],
        say: Callable[[str], object],
    ) -> None:
        self._store = store
        self._settings = settings
        self._place = place
        self._letter = letter
        self._clock = clock
        self._say = say
        self._said: set[str] = set()
        self._writer: tuple[object, Writer] | None = None

    async def until(self, stopping: asyncio.Event) -> None:
        """Look again and again. What goes wrong is said, and tried again at the next look."""
        while not stopping.is_set():
            try:
                await self.look(stopping)
            except CampaignError as error:
                self._tell(f"{error.message}{f'; {error.hint}' if error.hint else ''}")
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SECONDS_BETWEEN_LOOKS)

    async def look(self, stopping: asyncio.Event) -> None:
        """Make what is owed and send what waits, once. Another mailer at work is left to it."""
        owed = await asyncio.to_thread(self._owed)
        if self._settings.smtp is None:
            if owed:
                self._tell("mails are owed to signers and kept: no mail server is set; fill in [smtp] and start again")
            return
        if owed:
            await asyncio.to_thread(self._make)
        if await asyncio.to_thread(self._waits):
            await self._send(SmtpTransport(self._settings.smtp, self._settings.sending.timeout_seconds), stopping)

    async def _send(self, transport: SmtpTransport, stopping: asyncio.Event) -> None:
        try:
            with only_mailer(self._place.mailer_lock):
                self._store.write(leases.recover, self._clock())
                done = await send_waiting(self._store, self._settings, self._letter, transport, self._clock, stopping)
        except Refused:  # the other mailer's wave goes first
            return
        for summary in done:
            if summary.stopped and summary.cause is not Cause.OTHERS:
                self._tell(f"mails to signers wait: {summary.stopped}")

    def _owed(self) -> bool:
        return bool(self._store.read(notices.owed_after, self._letter, 0, 1))

    def _waits(self) -> bool:
        now = self._clock()
        return any(self._store.read(mailings.is_due, self._letter, post, now) for post in IN_TURN)

    def _make(self) -> None:
        made = making.make(self._store, self._current(), self._letter, self._clock())
        for each in made.unbuilt:
            self._tell(f"a mail cannot be written and stays owed: {each}")

    def _current(self) -> Writer:
        """A writer for how things stand: a new one once the text, the version or the number of signatories changed."""
        now = gather(self._place, self._settings, self._store, self._letter)
        mark = _mark(now)
        if self._writer is None or self._writer[0] != mark:
            self._writer = mark, Writer(self._store, now)
        return self._writer[1]

    def _tell(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._say(sentence)


def _mark(now: Situation) -> object:
    version = now.version.id if now.version else None
    return version, digest_of(texts_of(now.letters)), len(now.signatories)
