"""The index of listed names, filled behind the record: a few lines at a time, so that no sign-on waits for it."""

import asyncio
from collections.abc import Callable

from campaign.adapters.clock import repeat
from campaign.adapters.store import Store
from campaign.adapters.store.signons import search
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_AFTER_TROUBLE = 20.0


async def fill_index(campaign: Campaign, stopping: asyncio.Event, trouble: Callable[[str], object]) -> None:
    """Look again and again until `stopping`. `trouble` takes what goes wrong, in words; the next look may go well."""

    async def look() -> float:
        await _catch_up(campaign.store, stopping)
        return _SECONDS_BETWEEN_LOOKS

    def failed(error: CampaignError) -> float:
        trouble(error.message)
        return _SECONDS_AFTER_TROUBLE

    await repeat(stopping, look, failed)


async def _catch_up(store: Store, stopping: asyncio.Event) -> None:
    lines = int(await asyncio.to_thread(store.read, search.is_behind))
    while lines and not stopping.is_set():
        batch: asyncio.Future[int] = asyncio.wrap_future(store.submit(search.catch_up))
        lines = await batch
