"""Serve the style sheets. They are not rendered as templates: their braces are CSS."""

import hashlib
from collections.abc import Awaitable, Callable

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_CACHE_CONTROL = "public, max-age=600"


def routes(templates: Environment) -> list[Route]:
    """`/style.css`, the same as on the letter's page, and `/form.css`."""
    return [
        Route("/style.css", _sheet(templates, "style", "letter"), methods=["GET"]),
        Route("/form.css", _sheet(templates, "form"), methods=["GET"]),
    ]


def _sheet(templates: Environment, *names: str) -> Callable[[Request], Awaitable[Response]]:
    loader = templates.loader
    assert loader is not None  # `templates()` sets one
    sheet = "\n".join(loader.get_source(templates, f"web/{name}.css")[0] for name in names).encode()
    tag = f'"{hashlib.sha256(sheet).hexdigest()[:16]}"'

    async def answer(request: Request) -> Response:
        headers = {"Cache-Control": _CACHE_CONTROL, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(sheet, media_type="text/css", headers=headers)

    return answer
