"""Unsubscribe from the campaign's emails: a page with a button, and the one-click POST of mail programs.

A one-click POST comes without our page, without a cookie, from any origin, and follows no redirect (RFC 8058, 3.1). The
token in the link authorises it. GET changes nothing, as mail scanners follow links.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.services.public.link_holders import Holder, find_stop_holder
from campaign.services.public.stopping import has_stopped, resume_mails, stop_mails
from campaign.web.pages.confirm import no_such_link
from campaign.web.pages.one_click import answer_click
from campaign.web.paths import path_to
from campaign.web.site import Site, personal_language, see_other

PATH = "/stop/"  # forms below it may come from any origin


def routes(site: Site) -> list[Route]:
    """`/stop/{token}`, and `/stop/{token}/again`, which subscribes again."""
    pages = _StopPages(site)
    return [
        Route("/stop/{token}", pages.ask, methods=["GET"], name="stop"),
        Route("/stop/{token}", pages.stop, methods=["POST"]),
        Route("/stop/{token}/again", pages.resume, methods=["POST"], name="stop_again"),
    ]


class _StopPages:
    """The endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        holder = find_stop_holder(self._site.letter, request.path_params["token"])
        return self._page(request, holder) if holder else no_such_link(self._site, request)

    async def stop(self, request: Request) -> Response:
        """Unsubscribe. The body is ignored, and there is no redirect."""
        return await answer_click(request, self._stop)

    async def resume(self, request: Request) -> Response:
        return await answer_click(request, self._resume)

    def _stop(self, request: Request) -> Response:
        holder = self._count_and_find(request)
        if holder is None:
            return no_such_link(self._site, request)
        stop_mails(self._site.letter, holder)
        return self._page(request, holder)

    def _resume(self, request: Request) -> Response:
        holder = self._count_and_find(request)
        if holder is None:
            return no_such_link(self._site, request)
        resume_mails(self._site.letter, holder)
        return see_other(path_to(request, "stop", token=holder.token))

    def _count_and_find(self, request: Request) -> Holder | None:
        """Find the holder of the link and count a change against the rate limit."""
        holder = find_stop_holder(self._site.letter, request.path_params["token"])
        if holder:
            self._site.limits.check_signon(holder.signon.id, self._site.seconds)
        return holder

    def _page(self, request: Request, holder: Holder) -> Response:
        text = self._site.letter.texts.newest()
        language = personal_language(request, text, holder.signon.language)
        return self._site.page(
            request,
            "stop.html",
            language,
            title=text.title(language) if text else "",
            mail=holder.signer.address,
            done=has_stopped(self._site.letter, holder),
            again=path_to(request, "stop_again", token=holder.token),
        )
