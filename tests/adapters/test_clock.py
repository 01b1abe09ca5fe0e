import asyncio

from campaign.adapters.clock import repeat, wait_for_stop, wait_for_stop_in_thread
from campaign.errors import CampaignError


async def test_a_stop_ends_the_wait() -> None:
    """A stop ends a wait early; without a stop the wait ends by itself."""
    stopping = asyncio.Event()
    assert not await wait_for_stop(stopping, 0)
    assert not await wait_for_stop(stopping, 0.001)
    waiting = asyncio.create_task(wait_for_stop(stopping, 3600))
    await asyncio.sleep(0)
    stopping.set()
    assert await asyncio.wait_for(waiting, 5)
    assert await wait_for_stop(stopping, 0)


def test_a_stop_ends_the_wait_of_a_thread() -> None:
    """A thread checks for the stop again and again."""
    looks = iter((False, False, True, True))
    assert wait_for_stop_in_thread(lambda: next(looks), 3600)
    assert not wait_for_stop_in_thread(lambda: False, 0)


async def test_work_is_repeated_until_the_stop() -> None:
    """A CampaignError goes to its handler and the work continues; there is no call after the stop."""
    stopping = asyncio.Event()
    calls: list[str] = []

    async def look() -> float:
        calls.append("look")
        if len(calls) == 1:
            raise CampaignError("the disk is full")
        if len(calls) == 4:
            stopping.set()
        return 0

    def failed(error: CampaignError) -> float:
        calls.append(error.message)
        return 0

    await asyncio.wait_for(repeat(stopping, look, failed), 5)
    assert calls == ["look", "the disk is full", "look", "look"]
