"""What reading the mailbox takes, who hears of it, and what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from campaign.adapters.files.package_data import DOCS
from campaign.adapters.store import Store, replies
from campaign.core.delivery.replies import MatchedDelivery
from campaign.core.replies import IncomingMail, read
from campaign.core.settings import ImapTable
from campaign.errors import Refused
from campaign.services.campaign import Campaign


@dataclass(slots=True)
class FetchResult:
    """What came of reading the mailbox."""

    read: int = 0
    """How many mails were read."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many mails of each kind came back for a delivery and are new."""
    others: int = 0
    """How many mails were known already, or speak of no delivery."""
    unread: list[str] = field(default_factory=list)
    """A sentence for each mail that could not be read."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """What is called while the mailbox is read."""

    reply: Callable[[MatchedDelivery, IncomingMail], object] = lambda *_: None
    """With each new mail that speaks of a delivery."""
    total: Callable[[int], object] = lambda *_: None
    """With the number of mails that are about to be read."""
    read: Callable[[int], object] = lambda *_: None
    """With the number of mails that have been read since the last call."""
    trouble: Callable[[str], object] = lambda *_: None
    """With a sentence about what went wrong without ending it."""


@dataclass(frozen=True, slots=True)
class ReplyReader:
    """What reading the campaign's mailbox takes."""

    store: Store
    """Where replies are kept."""
    settings: ImapTable
    """The mailbox and how to log in to it."""
    folder: Path
    """Where files that came with replies are kept."""
    clock: Callable[[], dt.datetime]
    """Gives the time now, aware and in UTC."""
    since: dt.date
    """Nothing that came in before this day is looked at."""
    watcher: Watcher = Watcher()
    """What is called meanwhile."""
    parse: Callable[[bytes, dt.datetime], IncomingMail] = read
    """Says what a mail is, by its bytes and the time at which it came in."""

    @property
    def source(self) -> str:
        """The mailbox's name in the store."""
        return f"{self.settings.username}@{self.settings.host}/{self.settings.folder}"


def reply_reader(campaign: Campaign, watcher: Watcher) -> ReplyReader:
    """The reader of the campaign's mailbox. Raises Refused where no mailbox is set, or nothing was sent."""
    imap = imap_settings(campaign)
    since = first_sent_at(campaign.store)
    if since is None:
        raise Refused("nothing was sent yet, so nothing can have come back")
    day = since.date() - dt.timedelta(days=1)
    return ReplyReader(campaign.store, imap, campaign.folder.replies, campaign.now, day, watcher)


def imap_settings(campaign: Campaign) -> ImapTable:
    """The mailbox that is set. Raises Refused where none is."""
    if campaign.settings.imap is None:
        raise Refused("no mailbox is set", fix=f"add [imap] to campaign.toml; {DOCS / 'replies.md'} shows it")
    return campaign.settings.imap


def first_sent_at(store: Store) -> dt.datetime | None:
    """When the first wave of any letter was released; None before that. Nothing older can be an answer."""
    return store.read(replies.first_released_at)
