"""The personal link: its page, and what every step on it shares. Looking changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.http.bodies import fields
from campaign.adapters.images.logos import read_logo
from campaign.adapters.store.signons import owning
from campaign.core.signons.links import Purpose
from campaign.web.confirm import no_such_link
from campaign.web.holders import Holder, holder
from campaign.web.ownpages import OwnPages
from campaign.web.site import Site, see_other
from campaign.web.troubles import too_many

Shown = Callable[[Request, Holder], Response]
Step = Callable[[Holder, dict[str, str]], Response]


@dataclass(frozen=True, slots=True)
class Own:
    """Makes the routes below a personal link. A link that opens nothing is answered in one way, whatever is wrong."""

    site: Site
    pages: OwnPages

    def look(self, path: str, shown: Shown) -> Route:
        """A page of the link's holder."""

        def answer(request: Request) -> Response:
            found = self.holder(request)
            return shown(request, found) if found else no_such_link(self.site, root=up(request))

        return Route(f"/own/{{token}}{path}", answer, methods=["GET"])

    def step(self, path: str, step: Step) -> Route:
        """A form that the link's holder sends."""

        async def send(request: Request, found: Holder) -> Response:
            sent = await fields(request.scope, request.receive)
            return await run_in_threadpool(step, found, sent)

        return self.sent(path, send)

    def sent(self, path: str, send: Callable[[Request, Holder], Awaitable[Response]]) -> Route:
        """As `step`, for what reads the request itself."""

        async def answer(request: Request) -> Response:
            found = await run_in_threadpool(self.holder, request)
            if found is None:
                return await run_in_threadpool(no_such_link, self.site, root=up(request))
            seconds = self.site.clock().timestamp()
            wait = self.site.own_limit.wait(str(found.signon.id).encode(), seconds)
            if wait:
                raise too_many(wait)
            return await send(request, found)

        return Route(f"/own/{{token}}/{path}", answer, methods=["POST"])

    def holder(self, request: Request) -> Holder | None:
        """Whose link it is."""
        return holder(self.site, request.path_params["token"], Purpose.OWN)


def up(request: Request) -> str:
    """The way from a page below a personal link to the first page."""
    path: str = request.scope["path"]
    return "../" * (path.count("/") - 1)


def back(found: Holder, said: str = "") -> Response:
    """To the personal page, from one step below it."""
    return see_other(f"../{found.token}?said={said}#said" if said else f"../{found.token}")


def routes(own: Own) -> list[Route]:
    """`/own/{token}`, its logo, and taking the sign-on back."""
    pages = _Page(own)
    return [
        own.look("", pages.page),
        own.look("/logo.png", pages.logo),
        own.look("/withdraw", pages.ask),
        own.step("withdraw", pages.withdraw),
    ]


class _Page:
    def __init__(self, own: Own) -> None:
        self._site = own.site
        self._pages = own.pages

    def page(self, request: Request, found: Holder) -> Response:
        asked = request.query_params
        return self._pages.page(found, asked.get("lang", ""), said=asked.get("said", ""))

    def logo(self, request: Request, found: Holder) -> Response:
        """The logo as it will look, made anew: never the file itself."""
        if not found.signon.logo:
            raise HTTPException(404)
        try:
            logo = read_logo(self._site.place.signatories / found.signon.logo)
        except ValueError:
            raise HTTPException(404) from None
        return Response(logo.png, media_type="image/png")

    def ask(self, request: Request, found: Holder) -> Response:
        return self._pages.withdraw(found)

    def withdraw(self, found: Holder, sent: dict[str, str]) -> Response:
        self._site.store.write(owning.withdraw, found.signon.id, self._site.clock())
        return back(found)
