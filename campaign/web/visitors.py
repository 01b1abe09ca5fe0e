"""Pages and answers that look into the store for whoever asks: so many for each address, beside the event loop."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from campaign.web.site import Site


def limit_lookups(site: Site, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """`answer`, unless the address has asked too often; then an HTTPException, 429."""

    async def limited_answer(request: Request) -> Response:
        site.limits.check_client(site.limits.lookups, request.scope, site.seconds)
        return await run_in_threadpool(answer, request)

    return limited_answer
