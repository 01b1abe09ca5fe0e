"""The mailbox watched beside other work, by a program that runs on: it holds nothing else up, and ends with it.

It is read in a thread of its own, since IMAP waits. The thread is not waited for when it hangs on a server that says
nothing: what it had read is on record.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.files.lock import hold_lock
from campaign.adapters.imap import LoginRefused
from campaign.adapters.store import Store
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.replies.fetching import follow
from campaign.services.replies.reader import Watcher, first_sent_at, reply_reader
from campaign.services.replies.reading import MailboxReading

# How soon it is taken note of that a first wave went, that another watcher ended, that the disk has room again.
_LOOK_AGAIN_SECONDS = 20.0
# A password that is refused more often than this may lock the account.
_LOGIN_AGAIN_SECONDS = 3600.0
_JOIN_SECONDS = 1.5


def mailbox_lock(lock: Path) -> AbstractContextManager[None]:
    """Hold the campaign's mailbox lock. Raises Refused while another program watches the mailbox."""
    message = "another program watches this campaign's mailbox"
    return hold_lock(lock, message, hint="`campaign serve` does, too; what it finds is in campaign reply list")


async def watch_in_background(campaign: Campaign, watcher: Watcher, stopping: asyncio.Event) -> None:
    """Read the campaign's mailbox from the first wave on until `stopping` is set. `watcher` is called in a thread of
    its own, its `trouble` once for each thing that goes wrong; of what only stays wrong it hears no more."""
    arguments = (campaign, campaign.store, watcher, stopping.is_set)  # the store is opened here, not in the thread
    thread = threading.Thread(target=_follow_until_stopped, args=arguments, name="mailbox", daemon=True)
    thread.start()
    await stopping.wait()
    await asyncio.to_thread(thread.join, _JOIN_SECONDS)


def _follow_until_stopped(campaign: Campaign, store: Store, watcher: Watcher, stopping: Callable[[], bool]) -> None:
    """Follow the mailbox, whatever becomes of it. What stays wrong is told once."""
    reading, last = None, ""
    while not stopping():
        wait = _LOOK_AGAIN_SECONDS
        try:
            if reading is None and first_sent_at(store) is not None:
                reading = MailboxReading(reply_reader(campaign, watcher))
            if reading is not None:
                with mailbox_lock(campaign.folder.mailbox_lock):
                    follow(reading, stopping)
            sentence = ""
        except LoginRefused as error:
            sentence = f"{error.message}; {error.fix}; it is tried again each hour"
            wait = _LOGIN_AGAIN_SECONDS
        except CampaignError as error:
            sentence = error.message
        except Exception as error:  # noqa: BLE001 -- whatever a server makes the library raise, the other work goes on
            sentence = f"the mailbox is not read ({type(error).__name__}: {str(error)[:200]})"
        if sentence and sentence != last and not stopping():
            watcher.trouble(sentence)
        last = sentence
        wait_for_stop_in_thread(stopping, wait)
