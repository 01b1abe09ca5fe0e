"""Objection windows, closed as their time passes."""

import asyncio
from collections.abc import Callable

from campaign.adapters.clock import repeat
from campaign.adapters.store.signons import standing
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign

_SECONDS_BETWEEN_LOOKS = 20.0


async def close_windows_until(stopping: asyncio.Event, campaign: Campaign, show: Callable[[str], object]) -> None:
    """Carry the silent over to the new text once the time for their objections has passed, until `stopping` is set.
    `show` takes what goes wrong, in a sentence."""

    async def look() -> float:
        await asyncio.wrap_future(campaign.store.submit(standing.close_windows, campaign.now()))
        return _SECONDS_BETWEEN_LOOKS

    def failed(error: CampaignError) -> float:  # the next look may find room on the disk again
        show(error.message)
        return _SECONDS_BETWEEN_LOOKS

    await repeat(stopping, look, failed)
