"""Reads emails from an open mailbox in batches. Each batch is stored before the next one is fetched."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from campaign.adapters.imap import Inbox
from campaign.adapters.store import replies
from campaign.core.replies import IncomingMail
from campaign.services.replies.reader import FetchResult, ReplyReader
from campaign.services.replies.reply_files import write_files

# The largest batch: fetched with one command, stored in one transaction.
_MAX_BATCH = 100
_MAX_BYTES = 20_000_000
# After so many lost connections while fetching the same email, that email is skipped.
MAX_TRIES = 3


@dataclass(slots=True)
class MailboxReading:
    """Progress in reading the mailbox, over several connections."""

    reader: ReplyReader
    """The reader that it works for."""
    result: FetchResult = field(default_factory=FetchResult)
    """The result so far."""
    batch_size: int = _MAX_BATCH
    """How many emails to fetch together. After a lost connection it shrinks, so that a bad email is soon alone."""
    single_tries: Counter[int] = field(default_factory=Counter)
    """How often each email was fetched alone in vain, by UID."""
    started: bool = False
    """Whether any email was fetched. If not, the first failure ends the reading."""
    failures: int = 0
    """How many connections in a row have failed since the last email was stored."""

    def read_new(self, inbox: Inbox) -> None:
        """Read the emails that came in since the last time. Raises FolderError, and the errors of the mailbox."""
        reader = self.reader
        validity, last = reader.store.read(replies.mailbox_progress, reader.source)
        uids = inbox.uids(last if validity == inbox.uidvalidity else 0, reader.since)
        reader.watcher.total(len(uids))
        start = 0
        while start < len(uids):
            batch, mails = self._fetch(inbox, uids[start : start + self.batch_size])
            self._keep(inbox, batch, mails)
            start += len(batch)
            reader.watcher.read(len(batch))

    def _fetch(self, inbox: Inbox, uids: list[int]) -> tuple[list[int], dict[int, bytes]]:
        """Fetch the first emails, as many as fit into memory together. Returns their UIDs and their bytes. An email
        over which the server ends the connection again and again is reported and skipped."""
        if self.single_tries[uids[0]] >= MAX_TRIES:
            self._report_unreadable(f"email {uids[0]} in {inbox.folder}: the server does not deliver it")
            return uids[:1], {}
        self.started, self.batch_size = True, max(1, len(uids) // 10)
        self.single_tries[uids[0]] += len(uids) == 1
        batch = _batch(uids, inbox.sizes(uids))
        mails = inbox.mails(batch)
        self.batch_size = min(_MAX_BATCH, 2 * len(uids))
        return batch, mails

    def _keep(self, inbox: Inbox, batch: list[int], mails: dict[int, bytes]) -> None:
        """Store a batch and the position in the mailbox, in one transaction."""
        reader, at = self.reader, self.reader.clock()
        parsed = [mail for uid in batch if uid in mails and (mail := self._parse(inbox, uid, mails[uid]))]
        keep = partial(write_files, reader.folder)
        matches = reader.store.write(replies.add_all, parsed, reader.source, inbox.uidvalidity, batch[-1], at, keep)
        self.failures = 0
        self.result.read += len(mails)
        for mail, match in zip(parsed, matches, strict=True):
            if match is None:
                self.result.others += 1
            else:
                self.result.kinds[mail.kind] += 1
                reader.watcher.reply(match, mail)

    def _parse(self, inbox: Inbox, uid: int, data: bytes) -> IncomingMail | None:
        try:
            return self.reader.parse(data, self.reader.clock())
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one email, the others are read
            self._report_unreadable(f"email {uid} in {inbox.folder}: cannot be parsed ({type(error).__name__})")
            return None

    def _report_unreadable(self, text: str) -> None:
        self.result.unreadable.append(text)
        self.reader.watcher.trouble(text)


def _batch(uids: Sequence[int], sizes: dict[int, int]) -> list[int]:
    """As many of the emails as fit into memory together, at least one."""
    together = accumulate(sizes.get(uid, 0) for uid in uids)
    return [uid for at, (uid, size) in enumerate(zip(uids, together, strict=True)) if not at or size <= _MAX_BYTES]
