"""Answers fetched from the mailbox into the ledger, and whom to ring."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from campaign.bounces import HumanReply, Incoming, read
from campaign.delivery.calls import Call, calls
from campaign.errors import FolderError, Refused
from campaign.mailbox import opened
from campaign.settings import Settings
from campaign.store import Store, people, replies
from campaign.store.replies import Found


@dataclass(slots=True)
class Fetched:
    """How many mails were looked at, what was found by kind, and how many were about nothing of ours or known."""

    looked_at: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    others: int = 0


def fetch(
    store: Store, settings: Settings, folder: Path, now: dt.datetime, told: Callable[[Found, Incoming], object]
) -> Fetched:
    """Read what is new in the mailbox. Each mail is on record before the next one is read.

    Raises Refused where no mailbox is set or nothing was sent, MailboxError, FolderError.
    """
    if settings.imap is None:
        raise Refused("no mailbox is set", hint="add [imap] to campaign.toml; docs/replies.md shows it")
    since = store.read(replies.first_released_at)
    if since is None:
        raise Refused("nothing was sent yet, so nothing can have come back")
    source = f"{settings.imap.username}@{settings.imap.host}/{settings.imap.folder}"
    result = Fetched()
    with opened(settings.imap) as inbox:
        validity, last = store.read(replies.place, source)
        after = last if validity == inbox.uidvalidity else 0
        for uid in inbox.uids(after, since.date() - dt.timedelta(days=1)):
            mail = read(inbox.mail(uid), now)
            result.looked_at += 1
            _keep_files(store, folder, mail)
            found = store.write(replies.take, mail, source, now)
            store.write(replies.put_place, source, inbox.uidvalidity, uid)
            if found is None:
                result.others += 1
            else:
                result.kinds[mail.kind] += 1
                told(found, mail)
    return result


def due(store: Store, letter: str, today: dt.date, days: int) -> tuple[Call, ...]:
    """Whom to ring on a day, `days` working days after the letter went."""
    return calls(
        store.read(people.addressees, letter),
        store.read(replies.ended, letter),
        store.read(replies.replies, letter),
        store.read(replies.positions, letter),
        today,
        days,
    )


def _keep_files(store: Store, folder: Path, mail: Incoming) -> None:
    """Files of a reply that is ours, in a folder of their own that only the owner reads. They are never opened."""
    if not isinstance(mail.what, HumanReply) or not mail.what.attachments or store.read(replies.find, mail) is None:
        return
    place = folder / hashlib.sha256(mail.message_id.encode("utf-8", "replace")).hexdigest()[:16]
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        for each in mail.what.attachments:
            (place / each.name).touch(mode=0o600)
            (place / each.name).write_bytes(each.data)
    except OSError as error:
        raise FolderError(f"{place}: cannot be written ({error.strerror or error})") from error
