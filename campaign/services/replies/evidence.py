"""Looks for evidence about uncertain deliveries: in the mail server's log and in the mailbox."""

import datetime as dt
import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from campaign.adapters.imap import Inbox, open_inboxes
from campaign.core.delivery import serverlog
from campaign.core.delivery.evidence import Evidence, EvidenceWeight, heaviest
from campaign.core.delivery.records import Delivery
from campaign.core.replies import read
from campaign.core.settings import ImapTable
from campaign.errors import FolderError

# By the kind of the incoming message. Every other kind proves that the email was delivered.
_WEIGHTS = {"permanent": EvidenceWeight.RETURNED, "delayed": EvidenceWeight.TAKEN, "temporary": EvidenceWeight.TAKEN}
STANDARD_INPUT = Path("-")
_COMPRESSED = b"\x1f\x8b"
_MOST_UPLOADED = 2_000_000_000  # bytes, decompressed
_MOST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class UploadedLog:
    """A mail server's log that somebody uploaded."""

    name: str
    """The name of the file, for the evidence."""
    data: bytes
    """Its bytes, which may be compressed with gzip."""


def log_name(log: Path | UploadedLog) -> str:
    """The name of a log in the evidence."""
    return "log" if log == STANDARD_INPUT else log.name


def search_log(log: Path | UploadedLog, mails: Iterable[Delivery]) -> dict[str, Evidence]:
    """The evidence in a mail server's log, by Message-ID. `log` is a file, which may end in .gz, "-" for standard
    input, or an upload. Raises FolderError when it cannot be read.
    """
    addresses = {delivery.message_id: delivery.address for delivery in mails}
    with _uploaded_lines(log) if isinstance(log, UploadedLog) else _lines(log) as lines:
        return heaviest(serverlog.search(lines, addresses, log_name(log)))


def search_mailbox(imap: ImapTable, mails: Iterable[Delivery], now: dt.datetime) -> dict[str, Evidence]:
    """The evidence in the mailbox, by Message-ID: a copy in the sent emails, a notification or an answer. Raises
    MailboxError.
    """
    return heaviest(_search_folders(imap, {delivery.message_id: delivery for delivery in mails}, now))


def _search_folders(settings: ImapTable, mails: Mapping[str, Delivery], now: dt.datetime) -> Iterator[Evidence]:
    with open_inboxes(settings) as folders:
        for inbox in folders:
            for message_id, delivery in mails.items():
                since = min(delivery.dated_at, now).date() - dt.timedelta(days=1)
                for uid in inbox.uids_about(message_id, since):
                    yield from _evidence(inbox, uid, message_id, now)


def _evidence(inbox: Inbox, uid: int, message_id: str, now: dt.datetime) -> Iterator[Evidence]:
    """What an email in the mailbox proves. Any copy is proof, because this program saves copies only of what the server
    accepted."""
    source = f"email {uid} in {inbox.folder}"
    for data in inbox.mails([uid]).values():
        mail = read(data, now)
        description = " ".join(filter(None, (f"{mail.kind} from {mail.sender or 'nobody'}", mail.content.text[:300])))
        if mail.message_id == message_id:
            yield Evidence(message_id, EvidenceWeight.TAKEN, source, "a copy that the mail server saved")
        elif message_id in mail.about:
            yield Evidence(message_id, _WEIGHTS.get(mail.kind, EvidenceWeight.PASSED_ON), source, description)


@contextmanager
def _uploaded_lines(log: UploadedLog) -> Iterator[Iterator[str]]:
    """The lines of an uploaded log, one at a time, up to a size."""
    raw: IO[bytes] = io.BytesIO(log.data)
    try:
        with gzip.open(raw) if log.data.startswith(_COMPRESSED) else raw as file:
            yield (line.decode("utf-8", "replace") for line in _limited(cast(IO[bytes], file), log.name))
    except (OSError, EOFError, zlib.error) as error:
        raise FolderError(
            f"{log.name}: cannot be read ({error})", fix="check that it is the mail server's log"
        ) from error


def _limited(file: IO[bytes], name: str) -> Iterator[bytes]:
    size = 0
    while line := file.readline(_MOST_LINE):
        size += len(line)
        if size > _MOST_UPLOADED:
            raise FolderError(f"{name}: the log is too large", fix="cut out the days on which the emails were sent")
        yield line


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a log, whatever bytes they hold, read one at a time."""
    if path == STANDARD_INPUT:
        yield (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        return
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield (line.decode("utf-8", "replace") for line in file)
    except (OSError, EOFError) as error:
        raise FolderError(f"{path}: cannot be read ({error})", fix="check that it is the mail server's log") from error
