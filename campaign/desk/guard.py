"""Middleware: the Host header, the origin of forms, and errors without details."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.adapters.http.origin import PublicOrigin, is_from_our_page, is_our_host
from campaign.adapters.http.request_bodies import header_value
from campaign.adapters.http.shared_guard import below_mount, call_guarded

_LOG = logging.getLogger("campaign.desk")
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class DeskGuard:
    """ASGI middleware around the whole desk."""

    app: ASGIApp
    origin: PublicOrigin
    """Where the desk is."""
    failure: Callable[[Request, str], Response]
    """Makes the error page from the request and the reference of the log entry."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope = below_mount(self.origin.prefix, scope)
        if not is_our_host(header_value(scope, b"host").decode("latin-1"), self.origin):
            await PlainTextResponse("There is no such site here.\n", 421)(scope, receive, send)
        elif scope["method"] not in _SAFE and not is_from_our_page(scope["headers"], self.origin):
            words = "This form was not sent from a page of the desk. Open the desk and send the form there.\n"
            await PlainTextResponse(words, 403)(scope, receive, send)
        else:
            await call_guarded(self.app, scope, receive, send, log=_LOG, failure=self.failure)
