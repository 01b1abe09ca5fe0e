"""Mails read from an open mailbox, some at a time, each lot on record before the next is asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from campaign.services.replies.box import Fetched, Mailbox
from campaign.services.replies.files import keep_files
from campaign.core.replies import Incoming
from campaign.adapters.imap import Inbox
from campaign.adapters.store import replies

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


def read_new(box: Mailbox, inbox: Inbox, course: Course) -> None:
    """Read what came in since the last time. Raises FolderError, and what the mailbox raises."""
    validity, last = box.store.read(replies.place, box.source)
    uids = inbox.uids(last if validity == inbox.uidvalidity else 0, box.since)
    box.watcher.total(len(uids))
    start = 0
    while start < len(uids):
        batch, mails = _handed_out(box, inbox, course, uids[start : start + course.most])
        _keep(box, inbox, course, batch, mails)
        start += len(batch)
        box.watcher.read(len(batch))


def _handed_out(box: Mailbox, inbox: Inbox, course: Course, uids: list[int]) -> tuple[list[int], dict[int, bytes]]:
    """The first of the mails, as many as may be in memory together, and their bytes. One over which the server ends
    the connection again and again is named and left out."""
    if course.alone[uids[0]] >= TRIES:
        _unread(box, course, f"mail {uids[0]} in {inbox.folder}: the server does not hand it out")
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


def _keep(box: Mailbox, inbox: Inbox, course: Course, batch: list[int], mails: dict[int, bytes]) -> None:
    """Put a batch on record, all of it or nothing, and how far the mailbox was read."""
    at = box.clock()
    parsed = [each for uid in batch if uid in mails and (each := _parsed(box, inbox, course, uid, mails[uid]))]
    for mail in parsed:
        keep_files(box, mail)
    found = box.store.write(replies.take_all, parsed, box.source, inbox.uidvalidity, batch[-1], at)
    course.failures = 0
    course.result.looked_at += len(mails)
    for mail, bound in zip(parsed, found, strict=True):
        if bound is None:
            course.result.others += 1
        else:
            course.result.kinds[mail.kind] += 1
            box.watcher.found(bound, mail)


def _parsed(box: Mailbox, inbox: Inbox, course: Course, uid: int, data: bytes) -> Incoming | None:
    try:
        return box.reader(data, box.clock())
    except Exception as error:  # noqa: BLE001 -- whatever one mail does to the reader, the others are read
        _unread(box, course, f"mail {uid} in {inbox.folder}: cannot be understood ({type(error).__name__})")
        return None


def _unread(box: Mailbox, course: Course, text: str) -> None:
    course.result.unread.append(text)
    box.watcher.trouble(text)
