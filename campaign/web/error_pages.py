"""What cannot be answered, as a page in words, with the way back."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from campaign.web import problems
from campaign.web.paths import path_below
from campaign.web.site import Site, requested_language


class ErrorPages:
    """Pages for what went wrong. They are plain functions, so that Starlette runs them beside the event loop."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request, error: Exception) -> Response:
        """The page of an HTTPException."""
        assert isinstance(error, HTTPException)  # it is registered for no other
        if path_below(request.scope).startswith(problems.PATH):
            return problems.problem(error.status_code, error.detail, error.headers)
        page = self._site.page(
            request,
            "trouble.html",
            requested_language(request, self._site.letter.texts.cached),
            error.status_code,
            problem=error.status_code,
            asking=request.method in ("GET", "HEAD"),
        )
        page.headers.update(error.headers or {})
        return page

    def failure(self, request: Request, reference: str) -> Response:
        """The page for an error of ours."""
        status, letter = HTTPStatus.INTERNAL_SERVER_ERROR, self._site.letter
        if path_below(request.scope).startswith(problems.PATH):
            address = letter.contact.address
            return problems.problem(
                status, f"if it happens again, write to {address} and name this reference: {reference}"
            )
        try:
            language = letter.texts.cached.main_language if letter.texts.cached else "en"
            return self._site.page(request, "trouble.html", language, status, problem=status, reference=reference)
        except Exception:  # noqa: BLE001 -- the page itself may be what is broken
            return PlainTextResponse(f"Something went wrong on our side. Reference: {reference}\n", status)
