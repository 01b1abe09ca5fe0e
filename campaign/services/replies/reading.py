"""Mails read from an open mailbox, some at a time, each lot on record before the next is asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from campaign.adapters.imap import Inbox
from campaign.adapters.store import replies
from campaign.core.replies import Incoming
from campaign.services.replies.files import keep_files
from campaign.services.replies.reader import Fetched, ReplyReader

# What is read and kept together: one command to the server, one commit.
_MOST_TOGETHER = 100
_MOST_BYTES = 20_000_000
# A server that ends the connection over one mail so often does it for that mail.
TRIES = 3


@dataclass(slots=True)
class Course:
    """How reading goes. `most` mails are asked for together: fewer after the connection ended over some, so that a bad
    one soon stands alone; `alone` counts how often each was asked for alone without an answer. `failures` in a row end
    it, but only where `begun` says that mails were being read."""

    result: Fetched = field(default_factory=Fetched)
    most: int = _MOST_TOGETHER
    alone: Counter[int] = field(default_factory=Counter)
    begun: bool = False
    failures: int = 0


def read_new(reader: ReplyReader, inbox: Inbox, course: Course) -> None:
    """Read what came in since the last time. Raises FolderError, and what the mailbox raises."""
    validity, last = reader.store.read(replies.place, reader.source)
    uids = inbox.uids(last if validity == inbox.uidvalidity else 0, reader.since)
    reader.watcher.total(len(uids))
    start = 0
    while start < len(uids):
        batch, mails = _handed_out(reader, inbox, course, uids[start : start + course.most])
        _keep(reader, inbox, course, batch, mails)
        start += len(batch)
        reader.watcher.read(len(batch))


def _handed_out(
    reader: ReplyReader, inbox: Inbox, course: Course, uids: list[int]
) -> tuple[list[int], dict[int, bytes]]:
    """The first of the mails, as many as may be in memory together, and their bytes. One over which the server ends
    the connection again and again is named and left out."""
    if course.alone[uids[0]] >= TRIES:
        _unread(reader, course, f"mail {uids[0]} in {inbox.folder}: the server does not hand it out")
        return uids[:1], {}
    course.begun, course.most = True, max(1, len(uids) // 10)
    course.alone[uids[0]] += len(uids) == 1
    batch = _batch(uids, inbox.sizes(uids))
    mails = inbox.mails(batch)
    course.most = min(_MOST_TOGETHER, 2 * len(uids))
    return batch, mails


def _batch(uids: Sequence[int], sizes: dict[int, int]) -> list[int]:
    """As many of the mails as may be in memory together, at least one."""
    together = accumulate(sizes.get(uid, 0) for uid in uids)
    return [uid for at, (uid, size) in enumerate(zip(uids, together, strict=True)) if not at or size <= _MOST_BYTES]


def _keep(reader: ReplyReader, inbox: Inbox, course: Course, batch: list[int], mails: dict[int, bytes]) -> None:
    """Put a batch on record, all of it or nothing, and how far the mailbox was read."""
    at = reader.clock()
    parsed = [each for uid in batch if uid in mails and (each := _parsed(reader, inbox, course, uid, mails[uid]))]
    keep = partial(keep_files, reader.folder)
    found = reader.store.write(replies.take_all, parsed, reader.source, inbox.uidvalidity, batch[-1], at, keep)
    course.failures = 0
    course.result.looked_at += len(mails)
    for mail, bound in zip(parsed, found, strict=True):
        if bound is None:
            course.result.others += 1
        else:
            course.result.kinds[mail.kind] += 1
            reader.watcher.found(bound, mail)


def _parsed(reader: ReplyReader, inbox: Inbox, course: Course, uid: int, data: bytes) -> Incoming | None:
    try:
        return reader.parse(data, reader.clock())
    except Exception as error:  # noqa: BLE001 -- whatever one mail does to the reader, the others are read
        _unread(reader, course, f"mail {uid} in {inbox.folder}: cannot be understood ({type(error).__name__})")
        return None


def _unread(reader: ReplyReader, course: Course, text: str) -> None:
    course.result.unread.append(text)
    reader.watcher.trouble(text)
