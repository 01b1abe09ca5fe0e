"""Waiting that ends early when work is asked to stop."""

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
    """Like `wait_for_stop`, in a thread without an event loop. `stopping` is called five times a second."""
    until = time.monotonic() + seconds
    while not stopping() and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return stopping()


async def repeat(
    stopping: asyncio.Event, look: Callable[[], Awaitable[float]], failed: Callable[[CampaignError], float]
) -> None:
    """Call `look` again and again until `stopping` is set. It returns the seconds until its next call.

    If it raises a CampaignError, `failed` is called with the error. It returns the seconds until the next call, or
    raises.
    """
    while not stopping.is_set():
        try:
            seconds = await look()
        except CampaignError as error:
            seconds = failed(error)
        await wait_for_stop(stopping, seconds)
