"""The campaign that every service takes: its folder, settings and store, each opened on first use."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from jinja2 import Environment

from campaign.adapters import settings as settings_files
from campaign.adapters.files import content
from campaign.adapters.files import folder as folders
from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store, versions
from campaign.adapters.store.signons import submissions, text_changes
from campaign.core.settings import Settings


def with_letter_address(settings: Settings, path: str) -> Settings:
    """The settings with the address of a letter's pages below the site; with "", as they are."""
    if not path:
        return settings
    address = f"{settings.campaign.public_url.rstrip('/')}/{quote(path)}"
    return replace(settings, campaign=replace(settings.campaign, public_url=address))


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
        campaign.campaign_settings = settings
        return campaign

    def with_letter(self, name: str, path: str) -> Self:
        """The same campaign, with the same open store, about another letter, whose pages are at `path` of the site."""
        settings = with_letter_address(self.campaign_settings, path)
        campaign = self.from_parts(self.folder, settings, self.store, name, self.clock)
        campaign.campaign_settings = self.campaign_settings
        return campaign

    def with_settings(self, settings: Settings) -> Self:
        """The same campaign, with the same open store, and other settings for the whole site."""
        campaign = self.from_parts(self.folder, settings, self.store, self.__dict__.get("letter", ""), self.clock)
        if not campaign.letter:  # it is chosen on first use
            del campaign.letter
            campaign.letter_name = self.letter_name
        return campaign

    @cached_property
    def folder(self) -> Folder:
        """The campaign folder. Raises FolderError when there is no campaign at `start` or above."""
        return folders.find(self.start)

    @cached_property
    def settings(self) -> Settings:
        """campaign.toml and the secrets, read once; of several letters that are served, `public_url` is that of this
        one. Raises SettingsError with every problem."""
        return with_letter_address(self.campaign_settings, self._letter_path)

    @cached_property
    def campaign_settings(self) -> Settings:
        """The settings as they are written: `public_url` is the address of the whole site."""
        return settings_files.load(self.folder.root)

    @property
    def _letter_path(self) -> str:
        """The path of the letter below the site; "" while there is only one, which is the site."""
        if len(folders.letter_names(self.folder)) < 2 or not self.campaign_settings.campaign.public_url:
            return ""
        name = self.letter_name or self.campaign_settings.campaign.letter
        return name if name and {name, *self.frozen_letters} != {name} else ""

    @property
    def frozen_letters(self) -> tuple[str, ...]:
        """The letters with a frozen version, which the site serves: the current one first, then in the order in which
        they were frozen first."""
        if not self.has_store:
            return ()
        first: dict[str, int] = {}
        for version in self.store.read(versions.every):
            first.setdefault(version.letter, version.id)
        chosen = self.campaign_settings.campaign.letter
        return tuple(sorted(first, key=lambda name: (name != chosen, first[name])))

    @cached_property
    def store(self) -> Store:
        """The database, created when there is none, with all migrations applied. Raises StoreError."""
        database = self.campaign_settings.store.database or self.folder.database
        store = self._open.enter_context(Store.open(database))
        store.write(text_changes.close_windows, self.now())  # objection windows that ended since the last run
        store.write(submissions.delete_expired, self.now())
        return store

    @cached_property
    def templates(self) -> Environment:
        """The templates: the campaign's own take precedence over those of the program."""
        return content.trusted_templates(self.folder.templates)

    @property
    def has_store(self) -> bool:
        """Whether a database exists. Reading `store` would create one."""
        return bool(self.campaign_settings.store.database) or self.folder.database.exists()

    @cached_property
    def letter(self) -> str:
        """The name of the letter: the one asked for, else that of the settings, else the only one.

        Raises FolderError when it does not exist, or the folder has several and none is named.
        """
        return folders.choose_letter(self.folder, self.letter_name or self.campaign_settings.campaign.letter)

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
