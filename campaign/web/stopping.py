"""Asking not to be written to: the link in a mail, a page that asks, a button, and the one click of mail programs.

Such a click is a POST without a page of ours before it, without cookie, from whatever site, and it follows no redirect
(RFC 8058 section 3.1). The link's token is what proves it. Looking changes nothing: mail scanners look.
"""

import datetime as dt
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import body
from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import stopped
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.links import Purpose, opens, signon_of, stop_token
from campaign.web.confirm import no_such_link
from campaign.web.site import Site, see_other
from campaign.web.troubles import too_many

PATH = "/stop/"  # what is sent below it may come from anywhere
_MOST_BYTES, _MOST_SECONDS = 10_000, 15.0
_UP, _UP_TWICE = "../", "../../"


def routes(site: Site) -> list[Route]:
    """`/stop/{token}`, and `again` below it, which takes it back."""
    pages = _Stopping(site)
    return [
        Route("/stop/{token}", pages.ask, methods=["GET"]),
        Route("/stop/{token}", pages.stop, methods=["POST"]),
        Route("/stop/{token}/again", pages.resume, methods=["POST"]),
    ]


class _Stopping:
    """The pages' functions."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        found = self._holder(request.path_params["token"])
        return self._page(*found) if found else no_such_link(self._site)

    async def stop(self, request: Request) -> Response:
        """No redirect, and no look at what was sent: the address says it all."""
        await body(request.scope, request.receive, _MOST_BYTES, _MOST_SECONDS)
        return await run_in_threadpool(self._stopped, request.path_params["token"])

    async def resume(self, request: Request) -> Response:
        await body(request.scope, request.receive, _MOST_BYTES, _MOST_SECONDS)
        return await run_in_threadpool(self._resumed, request.path_params["token"])

    def _stopped(self, token: str) -> Response:
        found = self._holder(token)
        if found is None:
            return no_such_link(self._site)
        self._write(stopped.stop, found[0])
        return self._page(*found)

    def _resumed(self, token: str) -> Response:
        found = self._holder(token)
        if found is None:
            return no_such_link(self._site, root=_UP_TWICE)
        self._write(stopped.resume, found[0])
        return see_other(f"../{token}")

    def _write(self, step: Callable[[Database, int, dt.datetime], bool], signon: SignOn) -> None:
        now = self._site.clock()
        wait = self._site.own_limit.wait(str(signon.id).encode(), now.timestamp())
        if wait:
            raise too_many(wait)
        self._site.store.write(step, signon.id, now)

    def _holder(self, token: str) -> tuple[SignOn, Signer] | None:
        number, site = signon_of(token), self._site
        signer = site.store.read(signons.signer, number) if number else None
        if number is None or signer is None or not opens(token, site.links, Purpose.STOP, number, 0):
            return None
        signon = site.store.read(signons.one, number)
        return (signon, signer) if signon else None  # of whatever letter: the wish is about the address

    def _page(self, signon: SignOn, signer: Signer) -> Response:
        text = self._site.texts.newest()
        language = text.language(signon.language) if text else signon.language or "en"
        return self._site.page(
            "stop.html",
            language,
            root=_UP,
            title=text.title(language) if text else "",
            mail=signer.mail,
            done=self._site.store.read(stopped.since, signer.mail) is not None,
            again=f"{_UP}stop/{stop_token(self._site.links, signon.id)}/again",
        )
