"""The background work of `campaign desk`: what is released at the desk is sent by the same process."""

import asyncio
from collections.abc import Callable

from campaign.adapters.files.lock import try_lock
from campaign.errors import CampaignError
from campaign.services.background import run_background
from campaign.services.campaign import Campaign
from campaign.services.replies import Watcher
from campaign.services.served_letters import Changes, served_letters


async def run_until_changed(
    campaign: Campaign, ended: asyncio.Event, show: Callable[[str], object], watcher: Watcher
) -> Campaign:
    """Send what is due and watch the mailbox, until `ended` is set or the settings or the letters have changed.

    Returns the campaign with the settings as they are then. Without a letter it only waits for a change. `show` takes
    a sentence for the coordinator. Other programs are told by a lock that what they release will be sent.
    """
    changes, stopping = Changes(campaign), asyncio.Event()
    with try_lock(campaign.folder.run_lock):
        async with asyncio.TaskGroup() as group:
            try:
                letters = served_letters(campaign)
            except CampaignError:  # there is no letter yet
                letters = ()
            if letters:
                group.create_task(run_background(letters, stopping, show, watcher))
            await changes.wait(ended, show)
            stopping.set()
    return changes.campaign
