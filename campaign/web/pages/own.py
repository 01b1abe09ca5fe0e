"""The personal link: its page, and what every step on it shares. Looking changes nothing."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import fields
from campaign.core.signons.links import Purpose
from campaign.services.public import own
from campaign.services.public.holders import Holder, holder
from campaign.web.links import path_to
from campaign.web.pages.confirm import no_such_link
from campaign.web.pages.own_pages import OwnPages
from campaign.web.site import Site, see_other

Page = Callable[[Request, Holder], Response]
Step = Callable[[Request, Holder, dict[str, str]], Response]


def page_route(site: Site, path: str, page: Page, name: str) -> Route:
    """A page of a personal link's holder, below the link. A link that opens nothing is answered in one way, whatever is
    wrong."""

    def answer(request: Request) -> Response:
        found = _holder(site, request)
        return page(request, found) if found else no_such_link(site, request)

    return Route(f"/own/{{token}}{path}", answer, methods=["GET"], name=name)


def form_route(site: Site, path: str, step: Step) -> Route:
    """A form that a personal link's holder sends to a path below the link."""

    async def send(request: Request, found: Holder) -> Response:
        sent = await fields(request.scope, request.receive)
        return await run_in_threadpool(step, request, found, sent)

    return upload_route(site, path, send)


def upload_route(site: Site, path: str, send: Callable[[Request, Holder], Awaitable[Response]]) -> Route:
    """As `form_route`, for what reads the request itself."""

    async def answer(request: Request) -> Response:
        found = await run_in_threadpool(_holder, site, request)
        if found is None:
            return await run_in_threadpool(no_such_link, site, request)
        site.limits.check_signon(found.signon.id, site.seconds)
        return await send(request, found)

    return Route(f"/own/{{token}}/{path}", answer, methods=["POST"])


def back(request: Request, found: Holder, done: str = "") -> Response:
    """To the personal page, which says what was `done`, one of `own_pages.DONE`."""
    path = path_to(request, "own", {"said": done} if done else {}, token=found.token)
    return see_other(f"{path}#said" if done else path)


def _holder(site: Site, request: Request) -> Holder | None:
    return holder(site.letter, request.path_params["token"], Purpose.OWN)


def routes(site: Site) -> list[Route]:
    """`/own/{token}`, its logo, and taking the sign-on back."""
    pages = _Page(site)
    return [
        page_route(site, "", pages.page, "own"),
        page_route(site, "/logo.png", pages.logo, "own_logo"),
        page_route(site, "/withdraw", pages.ask, "own_withdraw"),
        form_route(site, "withdraw", pages.withdraw),
    ]


class _Page:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)

    def page(self, request: Request, found: Holder) -> Response:
        query = request.query_params
        return self._pages.page(request, found, query.get("lang", ""), done=query.get("said", ""))

    def logo(self, request: Request, found: Holder) -> Response:
        """The logo as it will look, made anew: never the file itself."""
        png = own.logo(self._site.letter, found)
        if png is None:
            raise HTTPException(404)
        return Response(png, media_type="image/png")

    def ask(self, request: Request, found: Holder) -> Response:
        return self._pages.withdraw(request, found)

    def withdraw(self, request: Request, found: Holder, sent: dict[str, str]) -> Response:
        own.withdraw(self._site.letter, found)
        return back(request, found)
