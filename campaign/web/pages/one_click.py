"""Requests that a button or an email program sends with one click (RFC 8058)."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from campaign.adapters.http.request_bodies import request_body

_MOST_BYTES, _MOST_SECONDS = 10_000, 15.0


async def answer_click(request: Request, answer: Callable[[Request], Response]) -> Response:
    """Answer in a thread. The body says nothing and is ignored."""
    await request_body(request.scope, request.receive, _MOST_BYTES, _MOST_SECONDS)
    return await run_in_threadpool(answer, request)
