"""Limit the look-ups in the database per visitor."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from campaign.web.site import Site


def limit_lookups(site: Site, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Wrap an endpoint: it runs in the thread pool, and raises HTTPException 429 if the visitor asks too often."""

    async def limited_answer(request: Request) -> Response:
        site.limits.check_client(site.limits.lookups, request.scope, site.seconds)
        return await run_in_threadpool(answer, request)

    return limited_answer
