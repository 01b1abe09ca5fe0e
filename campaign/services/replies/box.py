"""What reading the mailbox takes, who is told, and what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from campaign.core.replies import Incoming, read
from campaign.errors import Refused
from campaign.core.settings import ImapTable, Settings
from campaign.adapters.files.shipped import DOCS
from campaign.adapters.store import Store, replies
from campaign.adapters.store.replies import Found


@dataclass(slots=True)
class Fetched:
    """How many mails were looked at, what was found by kind, and how many were about nothing of ours or known.

    `unread` names the mails that could not be read, in words.
    """

    looked_at: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    others: int = 0
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told what: each mail that was bound to a delivery, how many are to be read, that so many were, and what
    went wrong without ending it."""

    found: Callable[[Found, Incoming], object] = lambda *_: None
    total: Callable[[int], object] = lambda *_: None
    read: Callable[[int], object] = lambda *_: None
    trouble: Callable[[str], object] = lambda *_: None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What reading the mailbox takes. `folder` is where files of replies are kept; `clock` gives aware UTC; nothing
    that came in before `since` is looked at."""

    store: Store
    settings: ImapTable
    folder: Path
    clock: Callable[[], dt.datetime]
    since: dt.date
    watcher: Watcher = Watcher()
    reader: Callable[[bytes, dt.datetime], Incoming] = read

    @property
    def source(self) -> str:
        return f"{self.settings.username}@{self.settings.host}/{self.settings.folder}"


def mailbox(
    store: Store, settings: Settings, folder: Path, clock: Callable[[], dt.datetime], watcher: Watcher
) -> Mailbox:
    """The campaign's mailbox. Raises Refused where none is set or nothing was sent."""
    if settings.imap is None:
        raise Refused("no mailbox is set", hint=f"add [imap] to campaign.toml; {DOCS / 'replies.md'} shows it")
    since = store.read(replies.first_released_at)
    if since is None:
        raise Refused("nothing was sent yet, so nothing can have come back")
    return Mailbox(store, settings.imap, folder, clock, since.date() - dt.timedelta(days=1), watcher)
