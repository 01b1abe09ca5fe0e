"""The pages of a rehearsal: every addressee's email as it reached the test server. They are read-only."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from campaign.adapters.http.headers import SecurityHeaders
from campaign.core.message.message import Message
from campaign.desk.rehearsal.message_view import MessageSummary, view_message

# The views of one email, in the order of their links. The first is the email's own page.
VIEWS: Mapping[str, str] = {
    "letter": "Letter",
    "phone": "On a phone",
    "text": "Plain text",
    "headers": "Headers",
    "source": "Source",
}
# A page of this length still opens quickly; the file has the rest.
MAX_CHARACTERS = 200_000

# The HTML of an email is not trusted: no scripts, no forms, no requests, its own origin.
FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

# Any other Host header is a DNS rebinding attempt.
_HOSTS = ["127.0.0.1", "localhost"]


def create_app(mails: Sequence[Message], title: str, templates: Environment) -> Starlette:
    """The pages for `mails`, which may grow while they are served. `title` is the campaign's name; `templates` has its
    templates before ours."""
    pages = _Pages(mails, title, templates)
    return Starlette(
        routes=[
            Route("/", pages.listing, methods=["GET"]),
            Route("/style.css", pages.style, methods=["GET"]),
            Route("/mail/{number:int}.eml", pages.file, methods=["GET"]),
            Route("/mail/{number:int}/html", pages.frame, methods=["GET"]),
            Route("/mail/{number:int}", pages.mail, methods=["GET"]),
            Route("/mail/{number:int}/{view}", pages.mail, methods=["GET"]),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(TrustedHostMiddleware, _HOSTS, www_redirect=False)],
        exception_handlers={HTTPException: pages.missing},
    )


class _Pages:
    """The endpoints. They are plain functions, so that Starlette runs them in its thread pool."""

    def __init__(self, mails: Sequence[Message], title: str, environment: Environment) -> None:
        self._mails = mails
        self._read: list[MessageSummary] = []
        self._title = title
        self._environment = environment

    def listing(self, request: Request) -> Response:
        return self._page("rehearsal.html", mails=self._summaries)

    def mail(self, request: Request) -> Response:
        view = request.path_params.get("view", "letter")
        if view not in VIEWS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        number, mail = self._find(request)
        navigation = {"number": number, "total": len(self._mails), "view": view, "views": VIEWS}
        return self._page("mail.html", mail=view_message(mail), shown_characters=MAX_CHARACTERS, **navigation)

    def frame(self, request: Request) -> Response:
        html = view_message(self._find(request)[1]).html.encode("utf-8", "replace")
        return HTMLResponse(html, headers={"Content-Security-Policy": FRAME_POLICY})

    def file(self, request: Request) -> Response:
        number, mail = self._find(request)
        headers = {"Content-Disposition": f'attachment; filename="mail-{number}.eml"'}
        return Response(mail.content, media_type="message/rfc822", headers=headers)

    def style(self, request: Request) -> Response:
        """The style sheet, not rendered as a template: its braces are CSS."""
        loader = self._environment.loader
        assert loader is not None  # `templates()` sets one
        return Response(loader.get_source(self._environment, "web/style.css")[0], media_type="text/css")

    def missing(self, request: Request, error: Exception) -> Response:
        """The page for an HTTP error."""
        assert isinstance(error, HTTPException)  # registered for HTTPException only
        page = self._page("missing.html", there_is=error.status_code != HTTPStatus.NOT_FOUND, total=len(self._mails))
        page.status_code = error.status_code
        page.headers.update(error.headers or {})
        return page

    @property
    def _summaries(self) -> tuple[MessageSummary, ...]:
        """A summary of each email, read once."""
        self._read += [view_message(mail).summary for mail in self._mails[len(self._read) :]]
        return tuple(self._read)

    def _find(self, request: Request) -> tuple[int, Message]:
        number: int = request.path_params["number"]
        if not 1 <= number <= len(self._mails):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return number, self._mails[number - 1]

    def _page(self, template: str, **values: Any) -> HTMLResponse:
        page = self._environment.get_template(f"web/{template}")
        return HTMLResponse(page.render(title=self._title, **values).encode("utf-8", "replace"))
