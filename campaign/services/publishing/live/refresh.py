"""Keeps the snapshot no older than a second or two: a second process builds, the serving one swaps what it answers."""

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages, Update
from campaign.services.publishing.live.process import SideProcess
from campaign.services.publishing.live.snapshot import Snapshot

_LOG = logging.getLogger("campaign.services.publishing.live")
_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_AFTER_TROUBLE = 10.0
# Pictures and prints take seconds: they follow a new version at once, and the count no more often than this.
_SECONDS_BETWEEN_PRINTS = 60.0


def live_site(campaign: Campaign) -> "LiveSite":
    """The live site of a campaign's letter, empty until it is kept fresh. The process that builds it needs no password,
    so it is given none."""
    settings = replace(campaign.settings, smtp=None, imap=None)
    return LiveSite(LiveSource(campaign.folder, settings, campaign.store.where, campaign.letter), campaign.now)


class LiveSite:
    """What is answered now: `snapshot`, which is replaced as things change. `ready` is set once there is something."""

    def __init__(self, place: LiveSource, clock: Callable[[], dt.datetime]) -> None:
        self.snapshot = Snapshot()
        self.ready = asyncio.Event()
        self._looked = asyncio.Event()
        self._new_text = asyncio.Event()
        self._place = place
        self._clock = clock
        self._prints = PdfLanguages()  # those on the snapshot
        self._costly_paths = frozenset[str]()
        self._wanted = self._printed = 0  # what picture and print would show, and what those on the snapshot show

    @contextlib.asynccontextmanager
    async def keep_fresh(self) -> AsyncIterator[None]:
        """Refresh the snapshot until the block ends. It begins after the first look, a second or two later."""
        helpers = SideProcess(Builder, self._place), SideProcess(Builder, self._place)
        keeping = (self._keep_looking(helpers[0]), self._keep_printing(helpers[1]))
        tasks = [asyncio.create_task(each) for each in keeping]
        try:
            await self._looked.wait()
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*(helper.end() for helper in helpers))
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_looking(self, helper: SideProcess) -> None:
        while True:
            begun = time.monotonic()
            went_well = await self._look(helper)
            self._looked.set()
            took = time.monotonic() - begun
            # Never more than half of the time, however large the letter is.
            pause = max(_SECONDS_BETWEEN_LOOKS - took, took) if went_well else _SECONDS_AFTER_TROUBLE
            await asyncio.sleep(pause)

    async def _look(self, helper: SideProcess) -> bool:
        try:
            made = await helper.ask(Builder.look, self._clock(), self._prints)
        except Exception as error:  # noqa: BLE001 -- whatever it is, what is shown stays, and the next look may go well
            _LOG.error("the letter's pages stay as they are: %s", _told(error))
            return False
        if made is not None:
            if made.version != self._prints.version:
                made = replace(made, gone=made.gone | self._costly_paths)  # they show another text
                self._prints, self._printed = PdfLanguages(made.version), 0
                self._new_text.set()
            self._put(made)
            self._wanted = made.costly
            self.ready.set()
        return True

    async def _keep_printing(self, helper: SideProcess) -> None:
        await self.ready.wait()
        while True:
            self._new_text.clear()
            if self._wanted != self._printed:
                await self._print(helper)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._new_text.wait(), _SECONDS_BETWEEN_PRINTS)

    async def _print(self, helper: SideProcess) -> None:
        wanted = self._wanted
        try:
            made = await helper.ask(Builder.costly, self._clock())
        except Exception as error:  # noqa: BLE001 -- as above
            _LOG.error("picture and print stay as they are: %s", _told(error))
            return
        finally:
            await helper.end()  # seldom needed, and large
        if made.version == self._prints.version:
            self._put(made)
            self._costly_paths = frozenset(made.files)
            self._printed, self._prints = wanted, PdfLanguages(made.version, made.prints)

    def _put(self, made: Update) -> None:
        for problem in made.problems:
            _LOG.warning("%s", problem)
        embedded = self._place.settings.web.frame_ancestors
        self.snapshot = self.snapshot.with_files(made.version, made.files, made.gone, embedded)


def _told(error: Exception) -> str:
    """Our own errors in their words; of others only the kind: what they say may hold people's data."""
    return error.message if isinstance(error, CampaignError) else type(error).__name__
