"""The mailbox watched beside other work, by a program that runs on: it holds nothing else up, and ends with it.

It is read in a thread of its own, since IMAP waits. The thread is not waited for when it hangs on a server that says
nothing: what it had read is on record.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from campaign.services.replies.box import Mailbox
from campaign.services.replies.fetching import follow, pause
from campaign.services.replies.reading import Course
from campaign.errors import CampaignError
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.imap import LoginRefused

# How soon it is taken note of that a first wave went, that another watcher ended, that the disk has room again.
_LOOK_AGAIN_SECONDS = 20.0
# A password that is refused more often than this may lock the account.
_LOGIN_AGAIN_SECONDS = 3600.0
_FAREWELL_SECONDS = 1.5


def only_watcher(lock: Path) -> AbstractContextManager[None]:
    """Hold the campaign's mailbox lock. Raises Refused while another program watches the mailbox."""
    taken = "another program watches this campaign's mailbox"
    return hold_lock(lock, taken, hint="`campaign serve` does, too; what it finds is in campaign reply list")


async def watched(
    box: Callable[[], Mailbox | None], lock: Path, stopping: asyncio.Event, tell: Callable[[str], object]
) -> None:
    """Watch the mailbox until `stopping` is set. `box` gives it, None while nothing can have come back; it is called in
    the thread, and so is `tell`, with a sentence for each thing that went wrong."""
    thread = threading.Thread(target=_attend, args=(box, lock, stopping.is_set, tell), name="mailbox", daemon=True)
    thread.start()
    await stopping.wait()
    await asyncio.to_thread(thread.join, _FAREWELL_SECONDS)


def _attend(
    box: Callable[[], Mailbox | None], lock: Path, stopping: Callable[[], bool], tell: Callable[[str], object]
) -> None:
    """Follow the mailbox, whatever becomes of it. What stays wrong is told once."""
    course, told = Course(), ""
    while not stopping():
        wait = _LOOK_AGAIN_SECONDS
        try:
            if now := box():
                with only_watcher(lock):
                    follow(now, course, stopping)
            sentence = ""
        except LoginRefused as error:
            sentence = f"{error.message}; {error.hint}; it is tried again each hour"
            wait = _LOGIN_AGAIN_SECONDS
        except CampaignError as error:
            sentence = error.message
        except Exception as error:  # noqa: BLE001 -- whatever a server makes the library raise, the other work goes on
            sentence = f"the mailbox is not read ({type(error).__name__}: {str(error)[:200]})"
        if sentence and sentence != told and not stopping():
            tell(sentence)
        told = sentence
        pause(wait, stopping)
