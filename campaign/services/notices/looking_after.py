"""What a program that runs on does about mails: owed ones are made, and what waits is sent, look after look.

Signers come first, since somebody waits for the answer; then released waves of the letter have a short turn.
"""

import asyncio
import datetime as dt
from collections.abc import Callable

from campaign.adapters.clock import repeat
from campaign.adapters.files.folder import Folder
from campaign.adapters.files.lock import try_lock
from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import leases, mailings
from campaign.adapters.store.signons import notices
from campaign.core.delivery.records import Delivery, Post
from campaign.core.letters import digest_of, texts_of
from campaign.core.settings import Settings
from campaign.errors import CampaignError
from campaign.services.notices import making
from campaign.services.notices.sending import IN_TURN, send_waiting
from campaign.services.notices.writing import Writer
from campaign.services.sending.run import Cause
from campaign.services.sending.worker import Rounds, Work
from campaign.services.waves.situation import Situation, gather

SECONDS_BETWEEN_LOOKS = 2.0
# Longer than this nobody who has just signed waits for a wave of the letter.
_A_WAVES_TURN = dt.timedelta(seconds=5)


class Looking:
    """Looks after the mails of one letter's signers, and after released waves. `say` takes a sentence for the
    coordinator, each only once.

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
        work = Work(
            store,
            lambda: settings,
            _transport,
            clock,
            called_off=self._called_off,
            troubled=self._tell,
            at_a_time=_A_WAVES_TURN,
        )
        self._rounds = Rounds(work, settings)

    async def until(self, stopping: asyncio.Event) -> None:
        """Look again and again. What goes wrong is said, and tried again at the next look."""

        async def look() -> float:
            await self.look(stopping)
            return SECONDS_BETWEEN_LOOKS

        def failed(error: CampaignError) -> float:
            self._tell(f"{error.message}{f'; {error.hint}' if error.hint else ''}")
            return SECONDS_BETWEEN_LOOKS

        await repeat(stopping, look, failed)

    async def look(self, stopping: asyncio.Event) -> None:
        """Make what is owed, send what waits, once: to signers, then in waves. Another mailer at work is left to it."""
        owed = await asyncio.to_thread(self._owed)
        if self._settings.smtp is None:
            if owed:
                self._tell("mails are owed to signers and kept: no mail server is set; fill in [smtp] and start again")
            return
        if owed:
            await asyncio.to_thread(self._make)
        to_signers = await asyncio.to_thread(self._waits)
        waves = [wave for wave, _ in await asyncio.to_thread(self._rounds.due) if wave.post is Post.LETTER]
        if not (to_signers or waves):
            return
        with try_lock(self._place.mailer_lock) as ours:
            if ours:  # else the other mailer's wave goes first
                self._store.write(leases.recover, self._clock())
                await self._send(stopping)
                for wave in waves:
                    await self._rounds.turn(wave.id, stopping)

    async def _send(self, stopping: asyncio.Event) -> None:
        transport = _transport(self._settings)
        done = await send_waiting(self._store, self._settings, self._letter, transport, self._clock, stopping)
        for summary in done:
            if summary.stopped and summary.cause is not Cause.OTHERS:
                self._tell(f"mails to signers wait: {summary.stopped}")

    def _called_off(self, delivery: Delivery, why: str) -> None:
        self._tell(f"called off: {delivery.name}: {why}")

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


def _transport(settings: Settings) -> SmtpTransport:
    assert settings.smtp is not None  # asked before each look
    return SmtpTransport(settings.smtp, settings.sending.timeout_seconds)


def _mark(now: Situation) -> object:
    version = now.version.id if now.version else None
    return version, digest_of(texts_of(now.letters)), len(now.signatories)
