"""The letters that the website serves, and whether they or the settings have changed while it does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from campaign.adapters import settings as settings_files
from campaign.adapters.settings.environment import ENV_FILE
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign

_SECONDS_BETWEEN_LOOKS = 2.0


def served_letters(campaign: Campaign) -> tuple[Campaign, ...]:
    """The campaign once for each letter that has a frozen version, the current one first, with its own address.

    While there is only one, or none is frozen, the site is the current letter's.
    """
    names = campaign.frozen_letters
    if len(names) < 2:
        name = names[0] if names and not campaign.campaign_settings.campaign.letter else campaign.letter
        return (campaign.with_letter(name, ""),)
    return tuple(campaign.with_letter(name, name) for name in names)


class Changes:
    """Notices when the settings or the letters of a campaign that is served change."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        """The campaign with the newest settings that can be used."""
        self._served = self._letters()
        self._files = self._settings_files()

    async def wait(self, ended: asyncio.Event, show: Callable[[str], object]) -> None:
        """Wait until something has changed, or `ended` is set. Settings with an error are shown once, as a sentence,
        and change nothing."""
        while not ended.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _SECONDS_BETWEEN_LOOKS)
                return
            if await asyncio.to_thread(self._look, show):
                return

    def _look(self, show: Callable[[str], object]) -> bool:
        files = self._settings_files()
        has_new_settings = files != self._files and self._take(show)
        self._files = files
        try:
            return has_new_settings or self._letters() != self._served
        except CampaignError:  # the database is busy: the next look will see it
            return False

    def _take(self, show: Callable[[str], object]) -> bool:
        """Read the settings. Returns whether they can be used."""
        folder, before = self.campaign.folder, self.campaign.campaign_settings
        try:
            settings = settings_files.load(folder.root)
        except CampaignError as error:
            problems = "; ".join(str(problem) for problem in error.problems) or error.message
            show(f"campaign.toml has changed and cannot be used; the pages go on with the earlier settings: {problems}")
            return False
        if settings.store.database != before.store.database:
            show("[store] has changed: stop campaign serve and start it again to use the other database")
            return False
        self.campaign = self.campaign.with_settings(settings)
        return True

    def _letters(self) -> tuple[str, ...]:
        return self.campaign.frozen_letters

    def _settings_files(self) -> tuple[bytes | None, ...]:
        root = self.campaign.folder.root
        return tuple(_content(root / name) for name in ("campaign.toml", ENV_FILE))


def _content(path: Path) -> bytes | None:
    """What is in a file; None if it cannot be read, as while an editor writes it."""
    try:
        return path.read_bytes()
    except OSError:
        return None
