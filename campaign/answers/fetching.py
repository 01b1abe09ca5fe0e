"""The mailbox read once, or watched."""

import time
from collections.abc import Callable

from campaign.answers.box import Fetched, Mailbox
from campaign.answers.reading import TRIES, Course, read_new
from campaign.errors import MailboxError
from campaign.mailbox import LoginRefused, opened

_PAUSES_SECONDS = (0.5, 5, 30, 60, 300)


def fetch(box: Mailbox) -> Fetched:
    """Read what is new. What was read is on record before the next is; a connection that ends is opened again.

    Raises MailboxError when the server cannot be read, FolderError when a file cannot be kept.
    """
    course = Course()
    while True:
        try:
            with opened(box.settings) as inbox:
                read_new(box, inbox, course)
                return course.result
        except MailboxError as error:
            course.failures += 1
            if isinstance(error, LoginRefused) or not course.begun or course.failures > 2 * TRIES:
                raise
            time.sleep(_PAUSES_SECONDS[0])


def watch(box: Mailbox, stopping: Callable[[], bool]) -> Fetched:
    """Read what comes in until `stopping` says so: at once where the server offers IDLE, else each minute.

    Raises like `fetch` when the mailbox cannot be read at the beginning, and LoginRefused at any time; a connection
    that is lost later is opened again for as long as it takes.
    """
    course = Course(fetch(box))
    while not stopping():
        try:
            with opened(box.settings) as inbox:
                while not stopping():
                    read_new(box, inbox, course)
                    course.failures = 0
                    inbox.wait(stopping)
        except LoginRefused:
            raise
        except MailboxError as error:
            box.watcher.trouble(f"{error.message}; trying again")
            _pause(_PAUSES_SECONDS[min(course.failures, len(_PAUSES_SECONDS) - 1)], stopping)
            course.failures += 1
    return course.result


def _pause(seconds: float, stopping: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stopping() and time.monotonic() < until:
        time.sleep(0.2)
