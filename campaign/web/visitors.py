"""Pages and answers that look into the store for whoever asks: so many for each address, beside the event loop."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from campaign.adapters.http.client import address
from campaign.web.site import Site
from campaign.web.troubles import too_many

MOST_NUMBER = 2**53 - 1  # what JSON's readers agree on


def looked_up(site: Site, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """`answer`, unless the address has asked too often; then an HTTPException, 429."""
    client_header = site.settings.web.client_header.encode()

    async def guarded(request: Request) -> Response:
        seconds = site.clock().timestamp()
        wait = site.look_limit.wait(site.masks.key(address(request.scope, client_header), seconds), seconds)
        if wait:
            raise too_many(wait)
        return await run_in_threadpool(answer, request)

    return guarded


def number(text: str | None) -> int | None:
    """A whole number above nought, as an address names one; None for anything else."""
    if not text or len(text) > 16 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 0 < int(text) <= MOST_NUMBER and text[0] != "0" else None
