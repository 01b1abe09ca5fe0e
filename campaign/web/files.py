"""The letter's files, answered from memory. GET changes nothing, reads nothing and waits for nothing."""

from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from campaign.services.publishing.live.refresh import LiveSite
from campaign.services.publishing.live.snapshot import MISSING, Answer, Representation

_EMBED = "embed"


def routes(live: LiveSite) -> list[Route]:
    """Every path that nothing else answers; to stand last."""
    return [Route("/{path:path}", Pages(live), methods=["GET", "HEAD"], name="files")]


class Pages:
    """ASGI: the file of the `path` that the route names."""

    def __init__(self, live: LiveSite) -> None:
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answers = self._live.snapshot.answers
        found = answers.get(_name(scope["path_params"]["path"]))
        if found is not None:
            await answer(found, scope, send)
        elif MISSING in answers:
            await _send(answers[MISSING].plain, 404, scope, send)
        else:
            said = "There is nothing to see here yet.\n"
            await PlainTextResponse(said, 503, headers={"Retry-After": "2"})(scope, receive, send)


def _name(path: str) -> str:
    """The file of a path: the first page has no name, and the page for frames is known without its ending."""
    name = path or "index.html"
    return f"{_EMBED}.html" if name == _EMBED else name


async def answer(found: Answer, scope: Scope, send: Send) -> None:
    """Send a file, or that it is still what the other end holds."""
    accepted, known = _asked(scope["headers"])
    form = found.packed if found.packed is not None and _takes_gzip(accepted) else found.plain
    if known and holds(known, form.tag):
        await send({"type": "http.response.start", "status": 304, "headers": list(form.bare)})
        await send({"type": "http.response.body"})
    else:
        await _send(form, 200, scope, send)


async def _send(form: Representation, status: int, scope: Scope, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(form.headers)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else form.body})


def _asked(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """Accept-Encoding and If-None-Match, b"" for what is not there."""
    accepted = known = b""
    for name, value in headers:
        if name == b"accept-encoding":
            accepted += value + b","
        elif name == b"if-none-match":
            known += value + b","
    return accepted, known


def _takes_gzip(accepted: bytes) -> bool:
    """RFC 9110, 12.5.3; a weight of nothing refuses it."""
    for each in accepted.lower().split(b","):
        name, _, weight = each.replace(b" ", b"").partition(b";q=")
        if name in (b"gzip", b"x-gzip", b"*"):
            return weight.strip(b"0.") != b"" if weight else True
    return False


def holds(known: bytes, tag: bytes) -> bool:
    """RFC 9110, 13.1.2: compared weakly."""
    return any(each.strip().removeprefix(b"W/") in (tag, b"*") for each in known.split(b","))
