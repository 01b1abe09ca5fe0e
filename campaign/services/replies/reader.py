"""What reading the mailbox takes, who hears of it, and what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from campaign.adapters.files.package_data import DOCS
from campaign.adapters.store import Store, replies
from campaign.core.delivery.replies import MatchedDelivery
from campaign.core.replies import IncomingMail, read
from campaign.core.replies.sender_proof import server_name
from campaign.core.settings import ImapTable
from campaign.errors import Refused
from campaign.services.campaign import Campaign


@dataclass(slots=True)
class FetchResult:
    """The result of reading the mailbox."""

    read: int = 0
    """How many emails were read."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many new emails about a delivery there were, by kind."""
    others: int = 0
    """How many emails were stored already, or are about no delivery."""
    unreadable: list[str] = field(default_factory=list)
    """A sentence for each email that could not be read."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Functions that are called while the mailbox is read."""

    reply: Callable[[MatchedDelivery, IncomingMail], object] = lambda *_: None
    """Called with each new email about a delivery."""
    total: Callable[[int], object] = lambda *_: None
    """Called with the number of emails that are about to be read."""
    read: Callable[[int], object] = lambda *_: None
    """Called with the number of emails read since the last call."""
    trouble: Callable[[str], object] = lambda *_: None
    """Called with a sentence about an error that does not end the reading."""


@dataclass(frozen=True, slots=True)
class ReplyReader:
    """Everything that reading the campaign's mailbox needs."""

    store: Store
    """The database for the replies."""
    settings: ImapTable
    """The mailbox, and how to log in."""
    folder: Path
    """The folder for the files of replies."""
    clock: Callable[[], dt.datetime]
    """Returns the current time, aware and in UTC."""
    since: dt.date
    """Emails that came in before this day are not read."""
    watcher: Watcher = Watcher()
    """Functions that are called meanwhile."""
    parse: Callable[[bytes, dt.datetime], IncomingMail] = read
    """Classifies an email by its bytes and the time at which it came in."""

    @property
    def source(self) -> str:
        """The name of the mailbox in the database."""
        return f"{self.settings.username}@{self.settings.host}/{self.settings.folder}"


def reply_reader(campaign: Campaign, watcher: Watcher) -> ReplyReader:
    """The reader of the campaign's mailbox. Raises Refused when no mailbox is set, or no letter was sent yet."""
    imap = imap_settings(campaign)
    since = first_sent_at(campaign.store)
    if since is None:
        raise Refused("no letter has been sent yet, so there can be no replies")
    day = since.date() - dt.timedelta(days=1)
    parse = partial(read, server=server_name(imap.host, imap.authserv_id))
    return ReplyReader(campaign.store, imap, campaign.folder.replies, campaign.now, day, watcher, parse)


def imap_settings(campaign: Campaign) -> ImapTable:
    """The mailbox in [imap]. Raises Refused when none is set."""
    if campaign.settings.imap is None:
        raise Refused("no mailbox is set", fix=f"add [imap] to campaign.toml; see {DOCS / 'replies.md'}")
    return campaign.settings.imap


def first_sent_at(store: Store) -> dt.datetime | None:
    """When the first wave of any letter was released; None before that. No older email can be a reply."""
    return store.read(replies.first_released_at)
