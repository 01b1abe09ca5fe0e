"""What cannot be answered, as a page in words, with the way back."""

import math
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from campaign.web import problems
from campaign.web.site import Site, asked_language


class Troubles:
    """Pages for what went wrong. They are plain functions, so that Starlette runs them beside the event loop."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request, error: Exception) -> Response:
        """The page of an HTTPException."""
        assert isinstance(error, HTTPException)  # it is registered for no other
        if request.scope["path"].startswith(problems.PATH):
            return problems.problem(error.status_code, error.detail, error.headers)
        language = asked_language(request, self._site.texts.remembered)
        page = self._site.page(
            "trouble.html",
            language,
            error.status_code,
            _up(request.scope["path"]),
            problem=error.status_code,
            asking=request.method in ("GET", "HEAD"),
        )
        page.headers.update(error.headers or {})
        return page

    def failure(self, path: str, reference: str) -> Response:
        """The page for an error of ours."""
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        if path.startswith(problems.PATH):
            said = f"if it happens again, write to {self._site.contact.address} and name this reference: {reference}"
            return problems.problem(status, said)
        text = self._site.texts.remembered
        try:
            language = text.main if text else "en"
            return self._site.page("trouble.html", language, status, _up(path), problem=status, reference=reference)
        except Exception:  # noqa: BLE001 -- the page itself may be what is broken
            return PlainTextResponse(f"Something went wrong on our side. Reference: {reference}\n", status)


def too_many(seconds: float) -> HTTPException:
    """One client asks too often."""
    return HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(math.ceil(seconds))})


def _up(path: str) -> str:
    """The way from a page's path to the first page."""
    return "../" * max(path.count("/") - 1, 0)
