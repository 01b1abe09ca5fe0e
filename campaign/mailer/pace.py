"""The pace of a run: at most so many messages a minute over all its lines, evenly spread."""

import asyncio


class Pace:
    """Gives out moments to start a message at, `60 / per_minute` seconds apart."""

    def __init__(self, per_minute: float) -> None:
        self._seconds_apart = 60.0 / per_minute
        self._next = 0.0

    async def turn(self, stopping: asyncio.Event) -> bool:
        """Wait for the next moment. False when the run is stopping instead."""
        now = asyncio.get_running_loop().time()
        moment = max(now, self._next)
        self._next = moment + self._seconds_apart
        return not await stopped_within(stopping, moment - now)


async def stopped_within(stopping: asyncio.Event, seconds: float) -> bool:
    """Sleep, but no longer than until the run is stopped. True when it is."""
    if seconds > 0:
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except TimeoutError:
            return stopping.is_set()
    return stopping.is_set()
