"""The pages for errors."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from campaign.web import problems
from campaign.web.paths import path_below
from campaign.web.site import Site, requested_language


class ErrorPages:
    """Renders error pages. The methods are plain functions, so that Starlette runs them in its thread pool."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request, error: Exception) -> Response:
        """The page for an HTTPException."""
        assert isinstance(error, HTTPException)  # registered for HTTPException only
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
        """The page for an unexpected error, with the reference of its log entry."""
        status, letter = HTTPStatus.INTERNAL_SERVER_ERROR, self._site.letter
        if path_below(request.scope).startswith(problems.PATH):
            address = letter.contact.address
            return problems.problem(status, f"if it happens again, email {address} with this reference: {reference}")
        try:
            language = letter.texts.cached.main_language if letter.texts.cached else "en"
            return self._site.page(request, "trouble.html", language, status, problem=status, reference=reference)
        except Exception:  # noqa: BLE001 -- rendering the page may be what fails
            return PlainTextResponse(f"Something went wrong. Reference: {reference}\n", status)
