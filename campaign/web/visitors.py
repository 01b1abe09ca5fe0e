"""Pages and answers that look into the store for whoever asks: so many for each address, beside the event loop."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from campaign.web.site import Site


def looked_up(site: Site, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """`answer`, unless the address has asked too often; then an HTTPException, 429."""

    async def guarded(request: Request) -> Response:
        site.limits.check_client(site.limits.look, request.scope, site.seconds)
        return await run_in_threadpool(answer, request)

    return guarded
