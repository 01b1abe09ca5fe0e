"""The link "this was not me": a page with a button, and the one-click request of email programs (RFC 8058). GET changes
nothing, as mail scanners follow links."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.services.public import rejecting
from campaign.services.public.rejecting import RejectLink
from campaign.web.pages.confirm import no_such_link
from campaign.web.pages.one_click import answer_click
from campaign.web.paths import path_to
from campaign.web.site import Site, requested_language, see_other


def routes(site: Site) -> list[Route]:
    """`/stop/form/{token}`, and `/stop/form/{token}/again`, which takes it back."""
    pages = _NotMePages(site)
    return [
        Route("/stop/form/{token}", pages.ask, methods=["GET"], name="not_me"),
        Route("/stop/form/{token}", pages.reject, methods=["POST"]),
        Route("/stop/form/{token}/again", pages.allow, methods=["POST"], name="not_me_again"),
    ]


class _NotMePages:
    """The endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def ask(self, request: Request) -> Response:
        link = rejecting.find_reject_link(self._site.letter, request.path_params["token"])
        return self._page(request, link) if link else no_such_link(self._site, request)

    async def reject(self, request: Request) -> Response:
        """Reject the form. The body is ignored, and there is no redirect."""
        return await answer_click(request, self._reject)

    async def allow(self, request: Request) -> Response:
        return await answer_click(request, self._allow)

    def _reject(self, request: Request) -> Response:
        link = self._count_and_find(request)
        if link is None:
            return no_such_link(self._site, request)
        rejecting.reject_form(self._site.letter, link)
        return self._page(request, link)

    def _allow(self, request: Request) -> Response:
        link = self._count_and_find(request)
        if link is None:
            return no_such_link(self._site, request)
        rejecting.allow_forms(self._site.letter, link)
        return see_other(path_to(request, "not_me", token=link.token))

    def _count_and_find(self, request: Request) -> RejectLink | None:
        self._site.limits.check_client(self._site.limits.lookups, request.scope, self._site.seconds)
        return rejecting.find_reject_link(self._site.letter, request.path_params["token"])

    def _page(self, request: Request, link: RejectLink) -> Response:
        text = self._site.letter.texts.newest()
        language = requested_language(request, text)
        return self._site.page(
            request,
            "notme.html",
            language,
            title=text.title(language) if text else "",
            done=rejecting.is_blocked(self._site.letter, link),
            again=path_to(request, "not_me_again", token=link.token),
        )
