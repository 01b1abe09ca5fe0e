"""Letting time pass until work is asked to stop: the one place where a loop that runs on waits."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from campaign.errors import CampaignError

_LOOK_SECONDS = 0.2


async def wait_for_stop(stopping: asyncio.Event, seconds: float) -> bool:
    """Wait until `stopping` is set, for at most `seconds`. Returns whether it is set."""
    if seconds > 0:
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except TimeoutError:
            return stopping.is_set()
    return stopping.is_set()


def wait_for_stop_in_thread(stopping: Callable[[], bool], seconds: float) -> bool:
    """The same in a thread that has no event loop: `stopping` is asked five times a second."""
    until = time.monotonic() + seconds
    while not stopping() and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return stopping()


async def repeat(
    stopping: asyncio.Event, look: Callable[[], Awaitable[float]], failed: Callable[[CampaignError], float]
) -> None:
    """Call `look` until `stopping` is set, each time after as many seconds as the last call returned.

    A CampaignError that it raises goes to `failed`, which returns the seconds until the next call, or raises it.
    """
    while not stopping.is_set():
        try:
            seconds = await look()
        except CampaignError as error:
            seconds = failed(error)
        await wait_for_stop(stopping, seconds)
