"""Work that runs while the pages are served: emails, objection windows, the index of names, the mailbox."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from campaign.adapters.clock import repeat
from campaign.adapters.store.signons import search, submissions, text_changes
from campaign.core.delivery.records import MailQueue
from campaign.errors import CampaignError
from campaign.services.acts.security_events import mail_security_events
from campaign.services.campaign import Campaign
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.replies import Watcher
from campaign.services.replies.background import watch_in_background
from campaign.services.sending.sent_copies import saving_copies

_SECONDS_BETWEEN_WINDOW_CHECKS = 20.0
_SECONDS_BETWEEN_INDEX_CHECKS = 1.0
_SECONDS_AFTER_AN_ERROR = 20.0
_SECONDS_BETWEEN_SECURITY_CHECKS = 30.0
_JOIN_SECONDS = 1.5


async def run_background(
    letters: Sequence[Campaign], stopping: asyncio.Event, show: Callable[[str], object], watcher: Watcher
) -> None:
    """Run all of it until `stopping` is set; messages that are being sent are finished first.

    `letters` is the campaign once for each letter that is served, the current one first. `show` takes a sentence for
    the coordinator. `watcher` is called for each reply. The mailbox is read only if [imap] is set.
    """
    campaign = letters[0]
    async with asyncio.TaskGroup() as group:
        for letter in letters:  # the first one sends the waves of all letters
            queues = tuple(MailQueue) if letter is campaign else (MailQueue.SIGNERS,)
            group.create_task(BackgroundMailer(letter, show, queues).send_until(stopping))
        group.create_task(_close_windows(campaign, stopping, show))
        group.create_task(fill_index(campaign, stopping, show))
        group.create_task(_save_copies(campaign, stopping, show))
        group.create_task(_mail_security_events(campaign, stopping, show))
        if campaign.settings.imap:
            group.create_task(watch_in_background(campaign, watcher, stopping))


async def fill_index(campaign: Campaign, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
    """Update the index of listed names from the record until `stopping` is set, a few lines at a time, so that no
    sign-on waits for it. `show` takes an error, as a sentence; the next attempt may succeed."""

    async def catch_up() -> None:
        lines = int(await asyncio.to_thread(campaign.store.read, search.is_behind))
        while lines and not stopping.is_set():
            batch: asyncio.Future[int] = asyncio.wrap_future(campaign.store.submit(search.catch_up))
            lines = await batch

    await _repeat_every(stopping, catch_up, _SECONDS_BETWEEN_INDEX_CHECKS, show)


async def _mail_security_events(campaign: Campaign, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
    """Email security events to the coordinators until `stopping` is set."""

    async def mail() -> None:
        await asyncio.to_thread(mail_security_events, campaign)

    await _repeat_every(stopping, mail, _SECONDS_BETWEEN_SECURITY_CHECKS, show)


async def _save_copies(campaign: Campaign, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
    """Put copies of sent letters into the mailbox, if [imap] wants that, until `stopping` is set."""
    with saving_copies(campaign, show, last_seconds=_JOIN_SECONDS):
        await stopping.wait()


async def _close_windows(campaign: Campaign, stopping: asyncio.Event, show: Callable[[str], object]) -> None:
    """When an objection window has ended, move signatories who did not object; delete forms that nobody confirmed."""

    async def close() -> None:
        await asyncio.wrap_future(campaign.store.submit(text_changes.close_windows, campaign.now()))
        await asyncio.wrap_future(campaign.store.submit(submissions.delete_expired, campaign.now()))

    await _repeat_every(stopping, close, _SECONDS_BETWEEN_WINDOW_CHECKS, show)


async def _repeat_every(
    stopping: asyncio.Event, act: Callable[[], Awaitable[None]], seconds: float, show: Callable[[str], object]
) -> None:
    async def act_once() -> float:
        await act()
        return seconds

    def report(error: CampaignError) -> float:  # the next attempt may find the disk free again
        show(error.message)
        return _SECONDS_AFTER_AN_ERROR

    await repeat(stopping, act_once, report)
