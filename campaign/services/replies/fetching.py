"""The mailbox read once, or watched."""

import time
from collections.abc import Callable

from campaign.services.replies.box import Fetched, Mailbox
from campaign.services.replies.reading import TRIES, Course, read_new
from campaign.errors import MailboxError
from campaign.adapters.imap import LoginRefused, opened

_PAUSES_SECONDS = (0.5, 5, 30, 60, 300, 900)
# Servers end connections now and then; one that lasted so long was a good one.
_LASTING_SECONDS = 90
_LOOK_SECONDS = 0.2


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

    Raises like `fetch` when the mailbox cannot be read at the beginning, and else like `follow`.
    """
    course = Course(fetch(box))
    follow(box, course, stopping)
    return course.result


def follow(box: Mailbox, course: Course, stopping: Callable[[], bool]) -> None:
    """Read what comes in until `stopping` says so. A connection that ends is opened again. A server that is away is
    asked ever later, for as long as it takes; the watcher is told when that begins and when it is over.

    Raises LoginRefused at any time, and what keeping the mails raises.
    """
    away = False
    while not stopping():
        begun = time.monotonic()
        try:
            with opened(box.settings) as inbox:
                while not stopping():
                    read_new(box, inbox, course)
                    if away:
                        box.watcher.trouble("the mailbox is read again")
                    away = False
                    inbox.wait(stopping)
        except LoginRefused:
            raise
        except MailboxError as error:
            course.failures = 0 if time.monotonic() - begun > _LASTING_SECONDS else course.failures
            if course.failures and not away:
                box.watcher.trouble(f"{error.message}; it is tried again, ever later")
                away = True
            pause(_PAUSES_SECONDS[min(course.failures, len(_PAUSES_SECONDS) - 1)], stopping)
            course.failures += 1


def pause(seconds: float, stopping: Callable[[], bool]) -> None:
    """Let time pass, unless `stopping` says so."""
    until = time.monotonic() + seconds
    while not stopping() and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
