"""Before the pages: whose name is asked for, where a form comes from, and that no error says more than it may."""

import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaign.adapters.http.bodies import header
from campaign.adapters.http.origin import PublicOrigin, is_from_us, is_our_host

_LOG = logging.getLogger("campaign.web")


@dataclass(frozen=True, slots=True)
class Gate:
    """ASGI middleware. `place` is where we are known; `failure` makes the page for a path and a reference. What is sent
    below the path `from_anywhere` may come from another site: nothing but its address has a say there."""

    app: ASGIApp
    place: PublicOrigin
    failure: Callable[[str, str], Response]
    from_anywhere: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not is_our_host(header(scope, b"host").decode("latin-1"), self.place):
            await PlainTextResponse("There is no such site here.\n", 421)(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and not self._may_send(scope):
            said = "This form was sent from another site. Open the page itself, and send it there.\n"
            await PlainTextResponse(said, 403)(scope, receive, send)
        else:
            await self._watched(_without(self.place.prefix, scope), receive, send)

    def _may_send(self, scope: Scope) -> bool:
        path: str = _without(self.place.prefix, scope)["path"]
        return path.startswith(self.from_anywhere) or is_from_us(scope["headers"], self.place)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def watching(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, receive, watching)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 -- the edge: what it says may hold people's data, so nobody is told
            reference = _logged(error)
            if not began:
                await self.failure(scope["path"], reference)(scope, receive, send)


def _without(prefix: str, scope: Scope) -> Scope:
    """The scope with the path below ours, whether the proxy before us has taken the rest away or not."""
    path: str = scope["path"]
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return {**scope, "path": path.removeprefix(prefix) or "/"}
    return scope


def _logged(error: Exception) -> str:
    """Where it happened, without what was said: the reference of the lines in the log."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    _LOG.error("%s: %s at %s", reference, type(error).__name__, places)
    return reference
