"""Keeps the snapshot at most a second or two old. A second process builds files, the serving process swaps them in."""

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
from campaign.services.publishing.live.helper_process import SideProcess
from campaign.services.publishing.live.snapshot import Snapshot

_LOG = logging.getLogger("campaign.services.publishing.live")
_SECONDS_BETWEEN_UPDATES = 1.0
_SECONDS_AFTER_TROUBLE = 10.0
# Pictures and PDF files take seconds. They are built at once for a new version, else no more often than this.
_SECONDS_BETWEEN_SLOW_UPDATES = 60.0


def live_site(campaign: Campaign) -> "LiveSite":
    """The live site of the campaign's letter. It is empty until `keep_fresh` runs.

    The passwords are removed from the settings, because the building process does not need them.
    """
    settings = replace(campaign.settings, smtp=None, imap=None)
    return LiveSite(LiveSource(campaign.folder, settings, campaign.store.location, campaign.letter), campaign.now)


class LiveSite:
    """The site as it is answered now.

    `snapshot` is replaced when something changes. `ready` is set when the first one has files.
    """

    def __init__(self, source: LiveSource, clock: Callable[[], dt.datetime]) -> None:
        self.snapshot = Snapshot()
        self.ready = asyncio.Event()
        self._first_update_done = asyncio.Event()
        self._new_text = asyncio.Event()
        self._source = source
        self._clock = clock
        self._pdfs = PdfLanguages()  # the ones in the snapshot
        self._slow_paths = frozenset[str]()
        self._current_slow_state = self._applied_slow_state = (
            0  # what picture and print would show, and what those on the snapshot show
        )

    @contextlib.asynccontextmanager
    async def keep_fresh(self) -> AsyncIterator[None]:
        """Refresh the snapshot until the block ends. The block begins after the first update, a second or two later."""
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
            # Building never takes more than half of the time, however large the letter is.
            pause = max(_SECONDS_BETWEEN_UPDATES - took, took) if went_well else _SECONDS_AFTER_TROUBLE
            await asyncio.sleep(pause)

    async def _update(self, helper: SideProcess) -> bool:
        try:
            update = await helper.ask(Builder.update, self._clock(), self._pdfs)
        except Exception as error:  # noqa: BLE001 -- the old pages stay, and the next update may succeed
            _LOG.error("the letter's pages are not updated: %s", _log_text(error))
            return False
        if update is not None:
            if update.version != self._pdfs.version:
                update = replace(
                    update, removed_paths=update.removed_paths | self._slow_paths
                )  # they show the earlier version
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
            _LOG.error("the share picture and the PDF are not updated: %s", _log_text(error))
            return
        finally:
            await helper.end()  # it is large and seldom needed
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
    """The message of this program's own errors; only the type of others, whose message may contain personal data."""
    return error.message if isinstance(error, CampaignError) else type(error).__name__
