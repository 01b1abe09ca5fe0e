"""Watches the mailbox in the background of a program that keeps running.

It works in a thread, because the IMAP library blocks. At the end the program does not wait for a thread that hangs on a
silent server. Everything that was read by then is in the database.
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

# How often to check whether a first wave was sent, another watcher ended, or the disk has space again.
_LOOK_AGAIN_SECONDS = 20.0
# More frequent logins with a refused password might lock the account.
_LOGIN_AGAIN_SECONDS = 3600.0
_JOIN_SECONDS = 1.5


def mailbox_lock(lock: Path) -> AbstractContextManager[None]:
    """Hold the campaign's mailbox lock. Raises Refused while another program watches the mailbox."""
    message = "another program watches this campaign's mailbox"
    return hold_lock(lock, message, hint="it may be campaign serve; campaign reply list shows what it finds")


async def watch_in_background(campaign: Campaign, watcher: Watcher, stopping: asyncio.Event) -> None:
    """Read the campaign's mailbox from the first wave on until `stopping` is set. `watcher` is called in another
    thread, its `trouble` once for each problem, and not again while the same problem lasts."""
    arguments = (campaign, campaign.store, watcher, stopping.is_set)  # open the database here, not in the thread
    thread = threading.Thread(target=_follow_until_stopped, args=arguments, name="mailbox", daemon=True)
    thread.start()
    await stopping.wait()
    await asyncio.to_thread(thread.join, _JOIN_SECONDS)


def _follow_until_stopped(campaign: Campaign, store: Store, watcher: Watcher, stopping: Callable[[], bool]) -> None:
    """Follow the mailbox, and try again after every error. Report the same error only once in a row."""
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
            sentence = f"{error.message}; {error.fix}; next try in an hour"
            wait = _LOGIN_AGAIN_SECONDS
        except CampaignError as error:
            sentence = error.message
        except Exception as error:  # noqa: BLE001 -- whatever the library raises, the other work goes on
            sentence = f"the mailbox cannot be read ({type(error).__name__}: {str(error)[:200]})"
        if sentence and sentence != last and not stopping():
            watcher.trouble(sentence)
        last = sentence
        wait_for_stop_in_thread(stopping, wait)
