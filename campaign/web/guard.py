"""Middleware that checks the Host header and the origin of forms, and hides the details of errors."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.adapters.http.origin import PublicOrigin, is_from_us, is_our_host
from campaign.adapters.http.request_bodies import header_value
from campaign.adapters.http.shared_guard import below_mount, call_guarded
from campaign.web.paths import path_below

_LONGEST_PATH = 2_000
_LOG = logging.getLogger("campaign.web")


@dataclass(frozen=True, slots=True)
class RequestGuard:
    """ASGI middleware. Starlette's TrustedHostMiddleware answers 400 and does not know loopback hosts."""

    app: ASGIApp
    """The guarded application. In its scope, `root_path` is a prefix of the path, as for a mounted application."""
    origin: PublicOrigin
    """The public origin of the site."""
    failure: Callable[[Request, str], Response]
    """Makes the error page from the request and the reference of the log entry."""
    from_anywhere: str
    """Forms below this path may come from any site (one-click unsubscribe, RFC 8058): only the path matters there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if len(scope.get("raw_path") or b"") > _LONGEST_PATH:
            await PlainTextResponse("The address is too long.\n", 414)(scope, receive, send)
            return
        scope = below_mount(self.origin.prefix, scope)
        if not is_our_host(header_value(scope, b"host").decode("latin-1"), self.origin):
            await PlainTextResponse("There is no such site here.\n", 421)(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and not self._may_send(scope):
            words = "This form was sent from another site. Open the page itself and send the form there.\n"
            await PlainTextResponse(words, 403)(scope, receive, send)
        else:
            await call_guarded(self.app, scope, receive, send, log=_LOG, failure=self.failure)

    def _may_send(self, scope: Scope) -> bool:
        return path_below(scope).startswith(self.from_anywhere) or is_from_us(scope["headers"], self.origin)
