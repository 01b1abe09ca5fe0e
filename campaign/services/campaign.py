"""The campaign that every service takes: its folder, settings and store, each opened on first use."""

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
    """The current time, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass
class Campaign:
    """One campaign: surfaces create it, services use it. Close it when done, or use it in a `with` statement.

    Only services read and write its store.
    """

    start: Path
    """A folder of the campaign. The campaign folder is this one, or the nearest parent that has a campaign.toml."""
    clock: Callable[[], dt.datetime] = system_clock
    """Returns the current time, aware, in UTC. Services call `now`, and pass `now` on to what needs a clock."""
    letter_name: str = ""
    """The letter that was asked for by name; "" for the one that the settings name, or the only one."""
    _open: ExitStack = field(default_factory=ExitStack, repr=False)

    @classmethod
    def from_parts(
        cls, folder: Folder, settings: Settings, store: Store, letter: str, clock: Callable[[], dt.datetime]
    ) -> Self:
        """A campaign with parts that are open already. The caller closes the store."""
        campaign = cls(folder.root, clock)
        campaign.folder, campaign.settings, campaign.store, campaign.letter = folder, settings, store, letter
        return campaign

    def with_settings(self, settings: Settings) -> Self:
        """The same campaign, with the same open store, and other settings."""
        return self.from_parts(self.folder, settings, self.store, self.letter, self.clock)

    @cached_property
    def folder(self) -> Folder:
        """The campaign folder. Raises FolderError when there is no campaign at `start` or above."""
        return folders.find(self.start)

    @cached_property
    def settings(self) -> Settings:
        """campaign.toml and the secrets, read once. Raises SettingsError with every problem."""
        return settings_files.load(self.folder.root)

    @cached_property
    def store(self) -> Store:
        """The database, created when there is none, with all migrations applied. Raises StoreError."""
        store = self._open.enter_context(Store.open(self.settings.store.database or self.folder.database))
        store.write(text_changes.close_windows, self.now())  # objection windows that ended since the last run
        return store

    @cached_property
    def templates(self) -> Environment:
        """The templates: the campaign's own take precedence over those of the program."""
        return content.templates(self.folder.templates)

    @property
    def has_store(self) -> bool:
        """Whether a database exists. Reading `store` would create one."""
        return bool(self.settings.store.database) or self.folder.database.exists()

    @cached_property
    def letter(self) -> str:
        """The name of the letter: the one asked for, else that of the settings, else the only one.

        Raises FolderError when it does not exist, or the folder has several and none is named.
        """
        return folders.choose_letter(self.folder, self.letter_name or self.settings.campaign.letter)

    def now(self) -> dt.datetime:
        """The current time, aware, in UTC."""
        return self.clock()

    def close(self) -> None:
        """Close the store, if this campaign opened it."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
