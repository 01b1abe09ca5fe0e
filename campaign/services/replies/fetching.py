"""The mailbox read once, or watched."""

import time
from collections.abc import Callable

from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.imap import LoginRefused, opened
from campaign.errors import MailboxError
from campaign.services.replies.reader import Fetched, ReplyReader
from campaign.services.replies.reading import TRIES, Course, read_new

_PAUSES_SECONDS = (0.5, 5, 30, 60, 300, 900)
# Servers end connections now and then; one that lasted so long was a good one.
_LASTING_SECONDS = 90


def fetch(reader: ReplyReader) -> Fetched:
    """Read what is new. What was read is on record before the next is; a connection that ends is opened again.

    Raises MailboxError when the server cannot be read, FolderError when a file cannot be kept.
    """
    course = Course()
    while True:
        try:
            with opened(reader.settings) as inbox:
                read_new(reader, inbox, course)
                return course.result
        except MailboxError as error:
            course.failures += 1
            if isinstance(error, LoginRefused) or not course.begun or course.failures > 2 * TRIES:
                raise
            time.sleep(_PAUSES_SECONDS[0])


def watch(reader: ReplyReader, stopping: Callable[[], bool]) -> Fetched:
    """Read what comes in until `stopping` says so: at once where the server offers IDLE, else each minute.

    Raises like `fetch` when the mailbox cannot be read at the beginning, and else like `follow`.
    """
    course = Course(fetch(reader))
    follow(reader, course, stopping)
    return course.result


def follow(reader: ReplyReader, course: Course, stopping: Callable[[], bool]) -> None:
    """Read what comes in until `stopping` says so. A connection that ends is opened again. A server that is away is
    asked ever later, for as long as it takes; the watcher is told when that begins and when it is over.

    Raises LoginRefused at any time, and what keeping the mails raises.
    """
    away = False
    while not stopping():
        begun = time.monotonic()
        try:
            with opened(reader.settings) as inbox:
                while not stopping():
                    read_new(reader, inbox, course)
                    if away:
                        reader.watcher.trouble("the mailbox is read again")
                    away = False
                    inbox.wait(stopping)
        except LoginRefused:
            raise
        except MailboxError as error:
            course.failures = 0 if time.monotonic() - begun > _LASTING_SECONDS else course.failures
            if course.failures and not away:
                reader.watcher.trouble(f"{error.message}; it is tried again, ever later")
                away = True
            wait_for_stop_in_thread(stopping, _PAUSES_SECONDS[min(course.failures, len(_PAUSES_SECONDS) - 1)])
            course.failures += 1
