"""Asking not to be written to: the link in a mail, a page that asks, a button, and the one click of mail programs.

Such a click is a POST without a page of ours before it, without cookie, from whatever site, and it follows no redirect
(RFC 8058 section 3.1). The link's token is what proves it. Looking changes nothing: mail scanners look.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import body
from campaign.services.public.holders import Holder, stop_holder
from campaign.services.public.stopping import has_stopped, resume_mails, stop_mails
from campaign.web.links import path_to
from campaign.web.pages.confirm import no_such_link
from campaign.web.site import Site, see_other

PATH = "/stop/"  # what is sent below it may come from anywhere
_MOST_BYTES, _MOST_SECONDS = 10_000, 15.0


def routes(site: Site) -> list[Route]:
    """`/stop/{token}`, and `again` below it, which takes it back."""
    pages = _Stopping(site)
    return [
        Route("/stop/{token}", pages.ask, methods=["GET"], name="stop"),
        Route("/stop/{token}", pages.stop, methods=["POST"]),
        Route("/stop/{token}/again", pages.resume, methods=["POST"], name="stop_again"),
    ]


class _Stopping:
    """The pages' functions."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        found = stop_holder(self._site.letter, request.path_params["token"])
        return self._page(request, found) if found else no_such_link(self._site, request)

    async def stop(self, request: Request) -> Response:
        """No redirect, and no look at what was sent: the address says it all."""
        await body(request.scope, request.receive, _MOST_BYTES, _MOST_SECONDS)
        return await run_in_threadpool(self._stop, request)

    async def resume(self, request: Request) -> Response:
        await body(request.scope, request.receive, _MOST_BYTES, _MOST_SECONDS)
        return await run_in_threadpool(self._resume, request)

    def _stop(self, request: Request) -> Response:
        found = self._counted(request)
        if found is None:
            return no_such_link(self._site, request)
        stop_mails(self._site.letter, found)
        return self._page(request, found)

    def _resume(self, request: Request) -> Response:
        found = self._counted(request)
        if found is None:
            return no_such_link(self._site, request)
        resume_mails(self._site.letter, found)
        return see_other(path_to(request, "stop", token=found.token))

    def _counted(self, request: Request) -> Holder | None:
        """The link's holder, who is about to change something."""
        found = stop_holder(self._site.letter, request.path_params["token"])
        if found:
            self._site.limits.check_signon(found.signon.id, self._site.seconds)
        return found

    def _page(self, request: Request, found: Holder) -> Response:
        text = self._site.letter.texts.newest()
        language = text.language(found.signon.language) if text else found.signon.language or "en"
        return self._site.page(
            request,
            "stop.html",
            language,
            title=text.title(language) if text else "",
            mail=found.signer.mail,
            done=has_stopped(self._site.letter, found),
            again=path_to(request, "stop_again", token=found.token),
        )
