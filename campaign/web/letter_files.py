"""Serve the letter's published files from memory, without touching disk or database."""

from collections.abc import Iterable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from campaign.core.publish.edition import path_of
from campaign.services.publishing.live.refresh import LiveSite
from campaign.services.publishing.live.snapshot import MISSING, Representation, Resource
from campaign.web.site import Site, requested_language

_EMBED = "embed"


def routes(live: LiveSite, site: Site) -> list[Route]:
    """The catch-all route for published files. It must come last."""
    return [Route("/{path:path}", LetterFiles(live, site), methods=["GET", "HEAD"], name="files")]


class LetterFiles:
    """ASGI application that serves the file at the route's `path`."""

    def __init__(self, live: LiveSite, site: Site) -> None:
        self._live = live
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answers = self._live.snapshot.resources
        path: str = scope["path_params"]["path"]
        file = answers.get(_name(path) if path else self._first_page(scope))
        if file is not None and not path and self._has_languages:
            await send_file(file, scope, _sender_with_vary(send))
        elif file is not None:
            await send_file(file, scope, send)
        elif MISSING in answers:
            await _send(answers[MISSING].plain, 404, scope, send)
        elif not path and (page := await run_in_threadpool(self._page_before_the_first_version, Request(scope))):
            await page(scope, receive, send)
        else:
            text = "The letter is not published yet. Try again in a few seconds.\n"
            await PlainTextResponse(text, 503, headers={"Retry-After": "2"})(scope, receive, send)

    @property
    def _has_languages(self) -> bool:
        text = self._site.letter.texts.cached
        return text is not None and len(text.languages) > 1

    def _first_page(self, scope: Scope) -> str:
        """The letter's page in the language that the visitor's browser asks for."""
        text = self._site.letter.texts.cached
        if text is None or not self._has_languages:
            return "index.html"
        return path_of("index", "html", requested_language(Request(scope), text), text.languages)

    def _page_before_the_first_version(self, request: Request) -> Response | None:
        """The page while there is nothing to read; None if a version is frozen, whose pages are being made."""
        if self._site.letter.texts.newest() is not None:
            return None
        return self._site.page(request, "soon.html", "en", HTTPStatus.NOT_FOUND)


def _sender_with_vary(send: Send) -> Send:
    """Sends responses that say that the visitor's language matters."""

    async def send_with_vary(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"vary", b"accept-language")]}
        await send(message)

    return send_with_vary


def _name(path: str) -> str:
    """The file of a path: the page for frames is served without its extension."""
    return f"{_EMBED}.html" if path == _EMBED else path


async def send_file(file: Resource, scope: Scope, send: Send) -> None:
    """Send a file, or 304 if the client has it already."""
    accepted, tags = _request_headers(scope["headers"])
    representation = file.gzip if file.gzip is not None and _takes_gzip(accepted) else file.plain
    if tags and matches_tag(tags, representation.tag):
        await send({"type": "http.response.start", "status": 304, "headers": list(representation.headers_without_body)})
        await send({"type": "http.response.body"})
    else:
        await _send(representation, 200, scope, send)


async def _send(representation: Representation, status: int, scope: Scope, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(representation.headers)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else representation.body})


def _request_headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """The values of Accept-Encoding and If-None-Match; b"" if missing."""
    accepted = tags = b""
    for name, value in headers:
        if name == b"accept-encoding":
            accepted += value + b","
        elif name == b"if-none-match":
            tags += value + b","
    return accepted, tags


def _takes_gzip(accepted: bytes) -> bool:
    """Whether Accept-Encoding allows gzip (RFC 9110, 12.5.3). A weight of 0 refuses it."""
    for coding in accepted.lower().split(b","):
        name, _, weight = coding.replace(b" ", b"").partition(b";q=")
        if name in (b"gzip", b"x-gzip", b"*"):
            return weight.strip(b"0.") != b"" if weight else True
    return False


def matches_tag(tags: bytes, tag: bytes) -> bool:
    """Whether If-None-Match has this tag, by weak comparison (RFC 9110, 13.1.2)."""
    return any(candidate.strip().removeprefix(b"W/") in (tag, b"*") for candidate in tags.split(b","))
