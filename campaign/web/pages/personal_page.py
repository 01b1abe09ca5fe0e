"""The personal page of a signer, and the routes below its link. GET changes nothing."""

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.request_bodies import form_fields
from campaign.core.signons.personal_links import LinkPurpose
from campaign.services.public import own_signon
from campaign.services.public.link_holders import Holder, find_holder
from campaign.web.pages.confirm import no_such_link
from campaign.web.pages.render_personal_page import OwnPages
from campaign.web.paths import path_to
from campaign.web.site import Site, see_other
from campaign.web.visitors import limit_lookups

HolderPage = Callable[[Request, Holder], Response]
HolderForm = Callable[[Request, Holder, dict[str, str]], Response]


def page_route(site: Site, path: str, page: HolderPage, name: str) -> Route:
    """A GET route below the personal link. Every invalid link gets the same answer."""

    def visit(request: Request) -> Response:
        holder = _holder(site, request)
        if holder is None:
            return no_such_link(site, request)
        return see_own_page(request, holder) if path and is_merged(holder) else page(request, holder)

    return Route(f"/own/{{token}}{path}", limit_lookups(site, visit), methods=["GET"], name=name)


def form_route(site: Site, path: str, step: HolderForm) -> Route:
    """A POST route for a form below the personal link."""

    async def send(request: Request, holder: Holder) -> Response:
        form_data = await form_fields(request.scope, request.receive)
        return await run_in_threadpool(step, request, holder, form_data)

    return upload_route(site, path, send)


def upload_route(site: Site, path: str, send: Callable[[Request, Holder], Awaitable[Response]]) -> Route:
    """Like `form_route`, but `send` reads the request itself."""

    async def answer(request: Request) -> Response:
        holder = await run_in_threadpool(_holder, site, request)
        if holder is None:
            return await run_in_threadpool(no_such_link, site, request)
        site.limits.check_signon(holder.signon.id, site.seconds)
        return see_own_page(request, holder) if is_merged(holder) else await send(request, holder)

    return Route(f"/own/{{token}}/{path}", answer, methods=["POST"])


def is_merged(holder: Holder) -> bool:
    """Whether somebody else answers for the organisation: the link then only shows its signature."""
    return holder.signon.merged_into is not None


def see_own_page(request: Request, holder: Holder, done: str = "") -> Response:
    """Redirect to the personal page with the message for `done`, one of `own_pages.DONE`."""
    path = path_to(request, "own", {"said": done} if done else {}, token=holder.token)
    return see_other(f"{path}#said" if done else path)


def _holder(site: Site, request: Request) -> Holder | None:
    return find_holder(site.letter, request.path_params["token"], LinkPurpose.OWN)


def routes(site: Site) -> list[Route]:
    """`/own/{token}`, its logo, and the withdrawal of the sign-on."""
    pages = _OwnPage(site)
    return [
        page_route(site, "", pages.page, "own"),
        page_route(site, "/logo.png", pages.logo, "own_logo"),
        page_route(site, "/withdraw", pages.ask, "own_withdraw"),
        form_route(site, "withdraw", pages.withdraw),
    ]


class _OwnPage:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = OwnPages(site)

    def page(self, request: Request, holder: Holder) -> Response:
        query = request.query_params
        return self._pages.page(request, holder, query.get("lang", ""), done=query.get("said", ""))

    def logo(self, request: Request, holder: Holder) -> Response:
        """The logo as it will appear: rendered by us, never the uploaded file."""
        png = own_signon.logo_png(self._site.letter, holder)
        if png is None:
            raise HTTPException(404)
        return Response(png, media_type="image/png")

    def ask(self, request: Request, holder: Holder) -> Response:
        return self._pages.withdraw(request, holder)

    def withdraw(self, request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        own_signon.withdraw(self._site.letter, holder)
        return see_own_page(request, holder)
