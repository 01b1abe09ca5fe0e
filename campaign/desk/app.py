"""The desk as an ASGI application, made from one table of routes."""

import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from campaign.adapters.http.headers import DESK_POLICY, SecurityHeaders
from campaign.adapters.http.origin import PublicOrigin, is_loopback, public_origin
from campaign.adapters.http.request_bodies import SentForm, sent_form
from campaign.core.team.account import refusal
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.frame import ROOT, Desk
from campaign.desk.guard import DeskGuard
from campaign.desk.pages import (
    addressee_pages,
    announcement_pages,
    answer_pages,
    approval_pages,
    backup_pages,
    change_pages,
    draft_pages,
    entry_pages,
    invitation_pages,
    letter_import_pages,
    letter_language_pages,
    letter_pages,
    letter_preview_pages,
    letter_version_pages,
    person_pages,
    record_pages,
    search_pages,
    send_pages,
    settings_pages,
    settle_pages,
    sign_in_pages,
    signatory_pages,
    team_pages,
    thread_pages,
    today_pages,
    wave_pages,
)
from campaign.desk.route import Access, DeskRoute
from campaign.errors import CampaignError, Refused
from campaign.services.campaign import Campaign
from campaign.services.team.signing_in import open_session

# The table of routes. A new place adds its module here, in one line.
TABLE: tuple[DeskRoute, ...] = (
    *sign_in_pages.ROUTES,
    *today_pages.ROUTES,
    *approval_pages.ROUTES,
    *change_pages.ROUTES,
    *invitation_pages.ROUTES,
    *entry_pages.ROUTES,
    *announcement_pages.ROUTES,
    *signatory_pages.ROUTES,
    *team_pages.ROUTES,
    *addressee_pages.ROUTES,
    *record_pages.ROUTES,
    *letter_pages.ROUTES,
    *letter_preview_pages.ROUTES,
    *letter_language_pages.ROUTES,
    *letter_import_pages.ROUTES,
    *letter_version_pages.ROUTES,
    *draft_pages.ROUTES,
    *thread_pages.ROUTES,
    *send_pages.ROUTES,
    *wave_pages.ROUTES,
    *settle_pages.ROUTES,
    *answer_pages.ROUTES,
    *settings_pages.ROUTES,
    *search_pages.ROUTES,
    *backup_pages.ROUTES,
    *person_pages.ROUTES,
)  # fmt: skip

_MOST_BYTES = 25_000_000  # a letter as a Word file, an import
_MOST_BYTES_OF_A_STRANGER = 400_000  # a form that was sent after the session had lapsed

Endpoint = Callable[[Request], Awaitable[Response]]


def create_desk(campaign: Campaign, public_url: str = "") -> Starlette:
    """The desk of a campaign. `public_url` is the site's address; "" for that of the settings.

    Raises Refused if the address is neither https nor this machine: a session would travel in the open.
    """
    address = public_url or campaign.campaign_settings.campaign.public_url
    origin = public_origin(address)
    if origin.scheme != "https" and not is_loopback(origin.host):
        raise Refused(f"the desk is not served at {address}: it needs https", fix="put a proxy with HTTPS in front")
    header = campaign.campaign_settings.web.client_header.encode()
    return app_of_desk(Desk(campaign, origin, TABLE, header), origin)


def app_of_desk(desk: Desk, origin: PublicOrigin) -> Starlette:
    """The application with the routes of a desk."""
    routes = [Route(ROOT + path, _sheet(desk.templates, name, kind)) for path, name, kind in _FILES]
    routes += [
        Route(ROOT + (route.path or "/"), _endpoint(desk, route), methods=[route.method]) for route in desk.routes
    ]
    app = Starlette(
        routes=[*routes, Route(ROOT, _to_first_page(desk), methods=["GET"])],
        middleware=[
            Middleware(SecurityHeaders, policy=DESK_POLICY, referrer="same-origin"),
            Middleware(DeskGuard, origin=origin, failure=_failure(desk)),
        ],
        exception_handlers={HTTPException: _error_page(desk)},
    )
    app.router.redirect_slashes = False  # it would redirect to any host that a visitor sends
    return app


def _endpoint(desk: Desk, route: DeskRoute) -> Endpoint:
    """The endpoint of a row of the table: the session and the right are checked before the handler is called."""

    async def answer(request: Request) -> Response:
        current = await run_in_threadpool(open_session, desk.campaign, request.cookies.get(desk.session_cookie, ""))
        form = SentForm()
        if route.method == "POST":
            most = _MOST_BYTES if current else _MOST_BYTES_OF_A_STRANGER
            form = await sent_form(request.scope, request.receive, most)
        return await run_in_threadpool(_answer, route, DeskRequest(desk, request, form, current))

    return answer


def _answer(route: DeskRoute, request: DeskRequest) -> Response:
    if route.right is not Access.EVERYBODY:
        if request.current is None:
            return sign_in_pages.session_needed(request)
        if route.right is not Access.SIGNED_IN and (reason := refusal(request.actor, route.right)):
            if not route.path and request.actor.may(Right.COMMENT):  # a partner: the desk begins with the draft
                return request.redirect("/draft")
            return request.page("refused.html", HTTPStatus.FORBIDDEN, message=reason, fix="")
    try:
        return route.handler(request)
    except CampaignError as error:
        status = HTTPStatus.CONFLICT if isinstance(error, Refused) else HTTPStatus.UNPROCESSABLE_ENTITY
        return request.page("refused.html", status, message=error.message, fix=error.fix)


def _error_page(desk: Desk) -> Callable[[Request, Exception], Response]:
    def page(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # registered for HTTPException only
        answer = _trouble(desk, request, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    return page


def _failure(desk: Desk) -> Callable[[Request, str], Response]:
    def page(request: Request, reference: str) -> Response:
        try:
            return _trouble(desk, request, HTTPStatus.INTERNAL_SERVER_ERROR, reference)
        except Exception:  # noqa: BLE001 -- rendering the page may be what fails
            return PlainTextResponse(f"Something went wrong. Reference: {reference}\n", 500)

    return page


def _trouble(desk: Desk, request: Request, status: int, reference: str = "") -> Response:
    """The page for an error. It is shown without the places, because it may be shown to anybody."""
    return DeskRequest(desk, request, SentForm(), None).page(
        "trouble.html", status, problem=status, reference=reference
    )


def _to_first_page(desk: Desk) -> Endpoint:
    async def answer(request: Request) -> Response:
        return RedirectResponse(f"{desk.base}/")

    return answer


# Served as they are: their braces are CSS. The address of a file changes with the program, not with its content.
_FILES = (
    ("/desk.css", "desk.css", "text/css"),
    ("/letter.js", "letter.js", "text/javascript"),
    ("/refresh.js", "refresh.js", "text/javascript"),
)


def _sheet(templates: Environment, name: str, kind: str) -> Endpoint:
    loader = templates.loader
    assert loader is not None  # `templates()` sets one
    content = loader.get_source(templates, f"desk/{name}")[0].encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'

    async def answer(request: Request) -> Response:
        headers = {"Cache-Control": "private, no-cache", "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=kind, headers=headers)

    return answer
