"""Reads the mailbox once, or watches it."""

import time
from collections.abc import Callable

from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.imap import LoginRefused, open_inbox
from campaign.errors import MailboxError
from campaign.services.replies.reader import FetchResult, ReplyReader
from campaign.services.replies.reading import MAX_TRIES, MailboxReading

_PAUSES_SECONDS = (0.5, 5, 30, 60, 300, 900)
# A connection that lasted this long before it ended counts as a success.
_LASTING_SECONDS = 90


def fetch(reader: ReplyReader) -> FetchResult:
    """Read new emails into the database. A connection that ends is opened again.

    Raises MailboxError when the mailbox cannot be read, FolderError when a file cannot be saved.
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
    """Read emails as they come in until `stopping` returns True: at once if the server offers IDLE, else every minute.

    Raises like `fetch` when the mailbox cannot be read at the beginning, and like `follow` after that.
    """
    reading = MailboxReading(reader, fetch(reader))
    follow(reading, stopping)
    return reading.result


def follow(reading: MailboxReading, stopping: Callable[[], bool]) -> None:
    """Read emails as they come in until `stopping` returns True. A connection that ends is opened again. While the
    server cannot be reached, the waits between tries grow; the watcher is told when that begins and when it ends.

    Raises LoginRefused, and the errors of saving an email.
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
                watcher.trouble(f"{error.message}; trying again at growing intervals")
                away = True
            wait_for_stop_in_thread(stopping, _PAUSES_SECONDS[min(reading.failures, len(_PAUSES_SECONDS) - 1)])
            reading.failures += 1
