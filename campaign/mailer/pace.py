"""The pace of a run: at most so many messages a minute over all its lines, evenly spread."""

import asyncio


class Pace:
    """Gives out moments to start a message at, `60 / per_minute` seconds apart."""

    def __init__(self, per_minute: float) -> None:
        self._seconds_apart = 60.0 / per_minute
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next moment; 0 takes it. `now` is the event loop's time."""
        if now < self._next:
            return self._next - now
        self._next = now + self._seconds_apart
        return 0.0


async def stopped_within(stopping: asyncio.Event, seconds: float) -> bool:
    """Sleep, but no longer than until the run is stopped. True when it is."""
    if seconds > 0:
        try:
            await asyncio.wait_for(stopping.wait(), seconds)
        except TimeoutError:
            return stopping.is_set()
    return stopping.is_set()
