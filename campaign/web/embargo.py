"""Until the embargo ends, a letter's pages do not exist. Only personal links open: invited organisations can sign."""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.services.campaign import Campaign
from campaign.web.error_pages import ErrorPages
from campaign.web.paths import path_below

_OPEN = ("/own/", "/confirm/", "/stop/", "/style.css", "/form.css")


@dataclass(frozen=True, slots=True)
class Embargo:
    """ASGI middleware. It belongs inside the guard, which sets `root_path`."""

    app: ASGIApp
    campaign: Campaign
    error_pages: ErrorPages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_closed = self.campaign.settings.campaign.is_under_embargo(self.campaign.now())
        if is_closed and not path_below(scope).startswith(_OPEN):
            page = await run_in_threadpool(self.error_pages.page, Request(scope), HTTPException(404))
            await page(scope, receive, send)
        else:
            await self.app(scope, receive, send)
