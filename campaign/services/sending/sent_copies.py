"""Puts a copy of each sent email of a letter into the mailbox's folder of sent emails, where [imap] wants that.

Copies are made in a thread beside the sending, which never waits for them and never fails because of them. What is
missing is made the next time. A copy that was made before a crash is found by its Message-ID, so none is made twice.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from campaign.adapters.clock import wait_for_stop_in_thread
from campaign.adapters.files.lock import try_lock
from campaign.adapters.imap import LoginRefused, SentFolder, open_sent_folder
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import messages, sent_copies
from campaign.core.settings import ImapTable
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.sending.message_dates import MailDating, signer_or_none

_BATCH = 50
_LOOK_SECONDS = 5.0
# How often all sent emails are looked at, not only what was sent since the last look: events that several machines
# write at once may become visible out of order.
_FULL_LOOK_SECONDS = 600.0
_WAITS_SECONDS = (10.0, 30.0, 120.0, 600.0)
# How long a command that has sent everything waits for the copies that are left.
_LAST_SECONDS = 60.0


def wants_copies(settings: ImapTable | None) -> bool:
    return settings is not None and settings.save_sent


@contextmanager
def saving_copies(
    campaign: Campaign, trouble: Callable[[str], object], last_seconds: float = _LAST_SECONDS
) -> Iterator[None]:
    """Within the block, copies of what is sent are made; at its end those that are left, for so many seconds at most.

    `trouble` takes a sentence when copies cannot be made; it is called from another thread.
    """
    if not wants_copies(campaign.settings.imap):
        yield
        return
    copier = _Copier(campaign, trouble)
    thread = threading.Thread(target=copier.run, name="sent copies", daemon=True)
    thread.start()
    try:
        yield
        copier.finish_soon()
    except BaseException:
        copier.stop()
        raise
    finally:
        thread.join(last_seconds)
        copier.stop()


class _Copier:
    """Makes copies until it is stopped."""

    def __init__(self, campaign: Campaign, trouble: Callable[[str], object]) -> None:
        assert campaign.settings.imap is not None
        self._settings = campaign.settings.imap
        self._store: Store = campaign.store  # opened here, not in the thread
        self._lock = campaign.folder.copies_lock
        self._trouble = trouble
        settings = campaign.settings
        self._dating = MailDating(settings.campaign.zone, signer_or_none(campaign.folder, settings))
        self._stopping = threading.Event()
        self._finishing = threading.Event()
        self._refused: set[int] = set()
        self._failures = 0
        self._seen_event = 0  # copies of all that was sent up to this event are made
        self._full_look_at = 0.0  # of the monotonic clock

    def stop(self) -> None:
        self._stopping.set()

    def finish_soon(self) -> None:
        """Make the copies that are left, then end."""
        self._finishing.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            is_last = self._finishing.is_set()
            if not self._try_once() or is_last:
                return
            pause = _WAITS_SECONDS[min(self._failures, len(_WAITS_SECONDS)) - 1] if self._failures else _LOOK_SECONDS
            wait_for_stop_in_thread(lambda: self._stopping.is_set() or self._finishing.is_set(), pause)

    def _try_once(self) -> bool:
        """Make the copies that are missing. Returns whether to try again later."""
        try:
            with try_lock(self._lock) as ours:
                if ours:
                    self._copy_missing()
            self._failures = 0
        except LoginRefused as error:  # another try might lock the account
            self._report(error)
            return False
        except CampaignError as error:
            self._failures += 1
            if self._failures == 1:
                self._report(error)
        except Exception as error:  # noqa: BLE001 -- whatever the library raises, the sending goes on
            self._trouble(f"sent emails are not copied into the mailbox ({type(error).__name__}: {str(error)[:200]})")
            return False
        return True

    def _report(self, error: CampaignError) -> None:
        what = f"sent emails are not copied into the mailbox: {error.message}"
        self._trouble(f"{what}; the emails themselves are sent; {error.fix}")

    def _copy_missing(self) -> None:
        newest, now = self._store.read(sent_copies.newest_event), time.monotonic()
        is_full = self._finishing.is_set() or now >= self._full_look_at
        if self._copy_all(newest, is_full=is_full):
            self._seen_event = newest
            if is_full:
                self._full_look_at = now + _FULL_LOOK_SECONDS

    def _copy_all(self, newest: int, *, is_full: bool) -> bool:
        """Make the copies of what was sent up to the event `newest`. Returns whether none is left."""
        copies = self._missing(newest, 0, is_full=is_full)
        if not copies:
            return True
        with open_sent_folder(self._settings) as sent:
            while copies:
                for copy in copies:
                    if self._stopping.is_set():
                        return False
                    if copy.delivery not in self._refused:
                        self._copy(sent, copy)
                copies = self._missing(newest, copies[-1].delivery, is_full=is_full)
        return True

    def _missing(self, newest: int, after: int, *, is_full: bool) -> tuple[sent_copies.MissingCopy, ...]:
        if is_full:
            return self._store.read(sent_copies.missing, after, _BATCH)
        return self._store.read(sent_copies.missing_lately, self._seen_event, newest, after, _BATCH)

    def _copy(self, sent: SentFolder, copy: sent_copies.MissingCopy) -> None:
        """Make one copy, unless the mailbox has one. One that the mailbox refuses holds up no other."""
        if not sent.holds(copy.message_id):
            wire, own = self._dating.apply(*self._store.read(messages.parts, copy.delivery), copy.sent_at)
            if not sent.put(wire.message(own), copy.sent_at):
                self._refused.add(copy.delivery)
                if len(self._refused) == 1:
                    self._trouble(f"the folder {sent.name} refuses the copy of a sent email; it is left out")
                return
        self._store.write(sent_copies.note, copy.delivery)
