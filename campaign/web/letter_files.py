"""Serve the letter's published files from memory, without touching disk or database."""

from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from campaign.services.publishing.live.refresh import LiveSite
from campaign.services.publishing.live.snapshot import MISSING, Representation, Resource

_EMBED = "embed"


def routes(live: LiveSite) -> list[Route]:
    """The catch-all route for published files. It must come last."""
    return [Route("/{path:path}", LetterFiles(live), methods=["GET", "HEAD"], name="files")]


class LetterFiles:
    """ASGI application that serves the file at the route's `path`."""

    def __init__(self, live: LiveSite) -> None:
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answers = self._live.snapshot.resources
        file = answers.get(_name(scope["path_params"]["path"]))
        if file is not None:
            await send_file(file, scope, send)
        elif MISSING in answers:
            await _send(answers[MISSING].plain, 404, scope, send)
        else:
            text = "The letter is not published yet. Try again in a few seconds.\n"
            await PlainTextResponse(text, 503, headers={"Retry-After": "2"})(scope, receive, send)


def _name(path: str) -> str:
    """The file of a path: "" is index.html, and the page for frames is served without its extension."""
    name = path or "index.html"
    return f"{_EMBED}.html" if name == _EMBED else name


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
