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
_SECONDS_BETWEEN_UPDATES = 1.0
_SECONDS_AFTER_TROUBLE = 10.0
# Pictures and prints take seconds: they follow a new version at once, and the count no more often than this.
_SECONDS_BETWEEN_SLOW_UPDATES = 60.0


def live_site(campaign: Campaign) -> "LiveSite":
    """The live site of a campaign's letter, empty until it is kept fresh. The process that builds it needs no password,
    so it is given none."""
    settings = replace(campaign.settings, smtp=None, imap=None)
    return LiveSite(LiveSource(campaign.folder, settings, campaign.store.location, campaign.letter), campaign.now)


class LiveSite:
    """What is answered now: `snapshot`, which is replaced as things change. `ready` is set once there is something."""

    def __init__(self, source: LiveSource, clock: Callable[[], dt.datetime]) -> None:
        self.snapshot = Snapshot()
        self.ready = asyncio.Event()
        self._first_update_done = asyncio.Event()
        self._new_text = asyncio.Event()
        self._source = source
        self._clock = clock
        self._pdfs = PdfLanguages()  # those on the snapshot
        self._slow_paths = frozenset[str]()
        self._current_slow_state = self._applied_slow_state = (
            0  # what picture and print would show, and what those on the snapshot show
        )

    @contextlib.asynccontextmanager
    async def keep_fresh(self) -> AsyncIterator[None]:
        """Refresh the snapshot until the block ends. It begins after the first look, a second or two later."""
        helpers = SideProcess(Builder, self._source), SideProcess(Builder, self._source)
        loops = (self._keep_updating(helpers[0]), self._keep_slow_files_fresh(helpers[1]))
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            await self._first_update_done.wait()
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*(helper.end() for helper in helpers))
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_updating(self, helper: SideProcess) -> None:
        while True:
            started = time.monotonic()
            went_well = await self._update(helper)
            self._first_update_done.set()
            took = time.monotonic() - started
            # Never more than half of the time, however large the letter is.
            pause = max(_SECONDS_BETWEEN_UPDATES - took, took) if went_well else _SECONDS_AFTER_TROUBLE
            await asyncio.sleep(pause)

    async def _update(self, helper: SideProcess) -> bool:
        try:
            update = await helper.ask(Builder.update, self._clock(), self._pdfs)
        except Exception as error:  # noqa: BLE001 -- whatever it is, what is shown stays, and the next look may go well
            _LOG.error("the letter's pages stay as they are: %s", _log_text(error))
            return False
        if update is not None:
            if update.version != self._pdfs.version:
                update = replace(
                    update, removed_paths=update.removed_paths | self._slow_paths
                )  # they show another text
                self._pdfs, self._applied_slow_state = PdfLanguages(update.version), 0
                self._new_text.set()
            self._apply(update)
            self._current_slow_state = update.slow_state
            self.ready.set()
        return True

    async def _keep_slow_files_fresh(self, helper: SideProcess) -> None:
        await self.ready.wait()
        while True:
            self._new_text.clear()
            if self._current_slow_state != self._applied_slow_state:
                await self._update_slow_files(helper)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._new_text.wait(), _SECONDS_BETWEEN_SLOW_UPDATES)

    async def _update_slow_files(self, helper: SideProcess) -> None:
        slow_state = self._current_slow_state
        try:
            update = await helper.ask(Builder.slow_update, self._clock())
        except Exception as error:  # noqa: BLE001 -- as above
            _LOG.error("picture and print stay as they are: %s", _log_text(error))
            return
        finally:
            await helper.end()  # seldom needed, and large
        if update.version == self._pdfs.version:
            self._apply(update)
            self._slow_paths = frozenset(update.files)
            self._applied_slow_state, self._pdfs = slow_state, PdfLanguages(update.version, update.pdf_languages)

    def _apply(self, update: Update) -> None:
        for problem in update.problems:
            _LOG.warning("%s", problem)
        frame_ancestors = self._source.settings.web.frame_ancestors
        self.snapshot = self.snapshot.with_files(update.version, update.files, update.removed_paths, frame_ancestors)


def _log_text(error: Exception) -> str:
    """Our own errors in their words; of others only the kind: what they say may hold people's data."""
    return error.message if isinstance(error, CampaignError) else type(error).__name__
