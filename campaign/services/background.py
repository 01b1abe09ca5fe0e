"""What goes on beside the pages while they are served: mails, objection windows, the index of names, the mailbox."""

import asyncio
from collections.abc import Callable

from campaign.services.campaign import Campaign
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.public.indexing import fill_index
from campaign.services.replies import Watcher
from campaign.services.replies.background import watch_in_background
from campaign.services.signons.windows import close_windows_until


async def run_background(
    campaign: Campaign, stopping: asyncio.Event, show: Callable[[str], object], watcher: Watcher
) -> None:
    """Do all of it until `stopping` is set; the messages in hand are finished. `show` takes a sentence for the
    coordinator, `watcher` hears of what comes back. The mailbox is read only where [imap] names one."""
    mailer = BackgroundMailer(campaign, show)
    async with asyncio.TaskGroup() as group:
        group.create_task(mailer.send_until(stopping))
        group.create_task(close_windows_until(stopping, campaign, show))
        group.create_task(fill_index(campaign, stopping, show))
        if campaign.settings.imap:
            group.create_task(watch_in_background(campaign, watcher, stopping))
