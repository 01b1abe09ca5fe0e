"""The desk without a campaign folder: one page that asks what a campaign cannot begin without, and makes the folder."""

import datetime as dt
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.adapters.http.headers import DESK_POLICY, SecurityHeaders
from campaign.adapters.http.origin import public_origin
from campaign.adapters.http.request_bodies import sent_form
from campaign.core.team.account import TeamActor
from campaign.core.team.roles import Right
from campaign.desk.form_values import FormValues
from campaign.desk.frame import ROOT
from campaign.desk.guard import DeskGuard
from campaign.errors import CampaignError
from campaign.services.setup.beginning import plan_beginning
from campaign.services.setup.scaffold import make_folder
from campaign.services.setup.settings_form import WrongSettings

_MOST_BYTES = 100_000
_FIELDS = {
    "name": "campaign.name",
    "zone": "campaign.zone",
    "sender": "sender.name",
    "address": "sender.address",
}


@dataclass
class Beginning:
    """A desk that waits for its campaign."""

    target: Path
    """The empty folder that becomes the campaign folder."""
    base: str
    """The address of the desk, without a slash at the end."""
    token: str
    """The secret in the printed link: whoever has it makes the campaign."""
    templates: Environment
    now: Callable[[], dt.datetime]
    open_desk: Callable[[], tuple[str, ASGIApp]]
    """Called in a thread once the folder is made; returns the link that makes the first coordinator, and the desk."""
    desk: ASGIApp | None = None
    """The desk once it is open. It answers from then on, as a browser goes on with the same connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.desk or self._questions)(scope, receive, send)

    @cached_property
    def _questions(self) -> Starlette:
        """The application that asks."""
        return Starlette(
            routes=[
                Route(f"{ROOT}/desk.css", self._sheet, methods=["GET"]),
                Route(f"{ROOT}/in/link/{{token}}", self._page, methods=["GET"]),
                Route(f"{ROOT}/in/link/{{token}}", self._make, methods=["POST"]),
                Route("/{path:path}", self._elsewhere, methods=["GET"]),
            ],
            middleware=[
                Middleware(SecurityHeaders, policy=DESK_POLICY, referrer="same-origin"),
                Middleware(DeskGuard, origin=public_origin(self.base), failure=_failure),
            ],
        )

    async def _sheet(self, _request: Request) -> Response:
        return Response(self.templates.get_template("desk/desk.css").render(), media_type="text/css")

    async def _elsewhere(self, _request: Request) -> Response:
        words = "There is no campaign here yet. Open the link that the program printed: it makes one.\n"
        return PlainTextResponse(words, HTTPStatus.NOT_FOUND)

    async def _page(self, request: Request) -> Response:
        if not self._is_ours(request):
            return await self._elsewhere(request)
        return self._form(FormValues({"zone": "Europe/Brussels", "time": "12:00"}))

    async def _make(self, request: Request) -> Response:
        if not self._is_ours(request):
            return await self._elsewhere(request)
        sent = await sent_form(request.scope, request.receive, _MOST_BYTES)
        return await run_in_threadpool(self._made, FormValues({name: text.strip() for name, text in sent.fields}))

    def _made(self, form: FormValues) -> Response:
        answers = {path: form[name] for name, path in _FIELDS.items()}
        answers["campaign.vote"] = f"{form['day']} {form['time']}".strip() if form["day"] else ""
        try:
            make_folder(plan_beginning(self.target, answers, self.now()))
        except WrongSettings as error:
            names = {path: name for name, path in _FIELDS.items()} | {"campaign.vote": "day"}
            return self._form(form.with_errors(**{names.get(path, "name"): _words(path) for path in error.by_path}))
        except CampaignError as error:
            return self._form(form.with_errors(name=error.sentence))
        link, self.desk = self.open_desk()
        return RedirectResponse(link, HTTPStatus.SEE_OTHER)

    def _is_ours(self, request: Request) -> bool:
        return hmac.compare_digest(str(request.path_params["token"]).encode(), self.token.encode())

    def _form(self, form: FormValues) -> Response:
        page = self.templates.get_template("desk/beginning.html").render(
            form=form,
            is_wrong=form.is_wrong,
            action=f"{ROOT}/in/link/{self.token}",
            folder=str(self.target),
            desk=ROOT,
            campaign_name="New campaign",
            actor=TeamActor(None),
            places=(),
            public_url="",
            banner=None,
            may=lambda _right: False,
            Right=Right,
            has_path=lambda _path: False,
        )
        return HTMLResponse(page, form.status)


def _words(path: str) -> str:
    """What is wrong with an answer, in the words of the form."""
    return {
        "campaign.name": "Type the name of the campaign",
        "campaign.vote": "Choose the day of the vote, in the future, and its time as 12:00",
        "campaign.zone": "Write the zone as Europe/Brussels, with the continent and a large city",
        "sender.name": "Type who signs the emails",
        "sender.address": "Type an email address, such as maya@coalition.example",
    }.get(path, "This cannot be used")


def _failure(_request: Request, reference: str) -> Response:
    return PlainTextResponse(f"Something went wrong. Reference: {reference}\n", HTTPStatus.INTERNAL_SERVER_ERROR)
