"""What machines ask of a site: whether it is well, and whom to tell about a hole."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEALTH = "/healthz"
SECURITY = "/.well-known/security.txt"
_VALID_DAYS = 180


@dataclass(frozen=True, slots=True)
class WithOperations:
    """ASGI application that answers /healthz and /.well-known/security.txt at the root of the host, and hands all
    other requests to the site. The embargo does not hide these: they say nothing about the campaign."""

    site: ASGIApp
    prefix: str
    """The path of the site, below which both are found as well; "" for the root of the host."""
    is_well: Callable[[], bool]
    contact: str
    """Who is told about a hole; "" for nobody, and then there is no security.txt."""
    now: Callable[[], dt.datetime]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = await self._page(scope)
        await (page or self.site)(scope, receive, send)

    async def _page(self, scope: Scope) -> Response | None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return None
        path = scope["path"].removeprefix(self.prefix)
        if path == HEALTH:
            well = await run_in_threadpool(self.is_well)
            return _text("ok\n" if well else "the database does not answer\n", 200 if well else 503)
        if path == SECURITY and self.contact:
            return _text(security_txt(self.contact, self.now()), 200)
        return None


def security_txt(contact: str, now: dt.datetime) -> str:
    """The file as RFC 9116 describes it. It is written anew on each request, so it does not expire."""
    expires = (now + dt.timedelta(days=_VALID_DAYS)).astimezone(dt.UTC)
    return f"Contact: mailto:{contact}\nExpires: {expires:%Y-%m-%d}T00:00:00Z\n"


def _text(content: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
    return PlainTextResponse(content, status, headers)
