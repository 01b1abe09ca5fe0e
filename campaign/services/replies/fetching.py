"""The mailbox read once, or watched."""

import time
from collections.abc import Callable

from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.imap import LoginRefused, open_inbox
from campaign.errors import MailboxError
from campaign.services.replies.reader import FetchResult, ReplyReader
from campaign.services.replies.reading import MAX_TRIES, MailboxReading

_PAUSES_SECONDS = (0.5, 5, 30, 60, 300, 900)
# Servers end connections now and then; one that lasted so long was a good one.
_LASTING_SECONDS = 90


def fetch(reader: ReplyReader) -> FetchResult:
    """Read what is new. What was read is on record before the next is; a connection that ends is opened again.

    Raises MailboxError when the server cannot be read, FolderError when a file cannot be kept.
    """
    reading = MailboxReading(reader)
    while True:
        try:
            with open_inbox(reader.settings) as inbox:
                reading.read_new(inbox)
                return reading.result
        except MailboxError as error:
            reading.failures += 1
            if isinstance(error, LoginRefused) or not reading.started or reading.failures > 2 * MAX_TRIES:
                raise
            time.sleep(_PAUSES_SECONDS[0])


def watch(reader: ReplyReader, stopping: Callable[[], bool]) -> FetchResult:
    """Read what comes in until `stopping` says so: at once where the server offers IDLE, else each minute.

    Raises like `fetch` when the mailbox cannot be read at the beginning, and else like `follow`.
    """
    reading = MailboxReading(reader, fetch(reader))
    follow(reading, stopping)
    return reading.result


def follow(reading: MailboxReading, stopping: Callable[[], bool]) -> None:
    """Read what comes in until `stopping` says so. A connection that ends is opened again. A server that is away is
    asked ever later, for as long as it takes; the watcher is told when that begins and when it is over.

    Raises LoginRefused at any time, and what keeping the mails raises.
    """
    away, watcher = False, reading.reader.watcher
    while not stopping():
        start = time.monotonic()
        try:
            with open_inbox(reading.reader.settings) as inbox:
                while not stopping():
                    reading.read_new(inbox)
                    if away:
                        watcher.trouble("the mailbox is read again")
                    away = False
                    inbox.wait(stopping)
        except LoginRefused:
            raise
        except MailboxError as error:
            reading.failures = 0 if time.monotonic() - start > _LASTING_SECONDS else reading.failures
            if reading.failures and not away:
                watcher.trouble(f"{error.message}; it is tried again, ever later")
                away = True
            wait_for_stop_in_thread(stopping, _PAUSES_SECONDS[min(reading.failures, len(_PAUSES_SECONDS) - 1)])
            reading.failures += 1
