"""The campaign that every service takes: its folder, and its settings and store, each opened when first asked for."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from jinja2 import Environment

from campaign.adapters import settings as settings_files
from campaign.adapters.files import content
from campaign.adapters.files import folder as folders
from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store
from campaign.adapters.store.signons import text_changes
from campaign.core.settings import Settings


def system_clock() -> dt.datetime:
    """The time now, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass
class Campaign:
    """One campaign, as the surfaces hold it and the services use it. Close it when done, or use it in a `with`.

    Only services read and write its store.
    """

    start: Path
    """A folder in the campaign: the campaign's own folder is this one, or the nearest above it."""
    clock: Callable[[], dt.datetime] = system_clock
    """Gives the time now, aware and in UTC. Services read it by `now`, and pass `now` on where a clock is wanted."""
    _open: ExitStack = field(default_factory=ExitStack, repr=False)

    @classmethod
    def from_parts(
        cls, folder: Folder, settings: Settings, store: Store, letter: str, clock: Callable[[], dt.datetime]
    ) -> Self:
        """A campaign whose parts are at hand already. Whoever opened the store closes it."""
        campaign = cls(folder.root, clock)
        campaign.folder, campaign.settings, campaign.store, campaign.letter = folder, settings, store, letter
        return campaign

    def with_settings(self, settings: Settings) -> Self:
        """The same campaign, its store open, with other settings."""
        return self.from_parts(self.folder, settings, self.store, self.letter, self.clock)

    @cached_property
    def folder(self) -> Folder:
        """Where its files lie. Raises FolderError when there is no campaign."""
        return folders.find(self.start)

    @cached_property
    def settings(self) -> Settings:
        """campaign.toml and the secrets, read once. Raises SettingsError, naming each problem."""
        return settings_files.load(self.folder.root)

    @cached_property
    def store(self) -> Store:
        """The store, brought up to date; made where there is none yet. Raises StoreError."""
        store = self._open.enter_context(Store.open(self.settings.store.database or self.folder.database))
        store.write(text_changes.close_windows, self.now())  # what has become due since the program last ran
        return store

    @cached_property
    def templates(self) -> Environment:
        """The campaign's templates over ours."""
        return content.templates(self.folder.templates)

    @property
    def has_store(self) -> bool:
        """Whether there is a store already; asking for `store` would make one."""
        return bool(self.settings.store.database) or self.folder.database.exists()

    @cached_property
    def letter(self) -> str:
        """The name of the letter that is worked on. Raises FolderError when it is not clear which one."""
        return folders.choose_letter(self.folder, self.settings.campaign.letter)

    def now(self) -> dt.datetime:
        """The time now, aware, in UTC."""
        return self.clock()

    def close(self) -> None:
        """Close the store, where it was opened."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
