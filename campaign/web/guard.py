"""Before the pages: whose name is asked for, where a form comes from, and that no error says more than it may."""

import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaign.adapters.http.bodies import header_value
from campaign.adapters.http.origin import PublicOrigin, is_from_us, is_our_host
from campaign.web.paths import path_below

_LOG = logging.getLogger("campaign.web")


@dataclass(frozen=True, slots=True)
class RequestGuard:
    """ASGI middleware. Starlette's own check of hosts answers 400 and knows no loopback, so we have ours."""

    app: ASGIApp
    """What is guarded. It is given a scope with a `root_path` that its path begins with, as ASGI has it for a mount."""
    origin: PublicOrigin
    """Where we are known."""
    failure: Callable[[Request, str], Response]
    """Makes the page for a request that went wrong, and the reference of what is logged of it."""
    from_anywhere: str
    """What is sent below this path may come from another site: nothing but its address has a say there."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        scope = _below_mount(self.origin.prefix, scope)
        if not is_our_host(header_value(scope, b"host").decode("latin-1"), self.origin):
            await PlainTextResponse("There is no such site here.\n", 421)(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") and not self._may_send(scope):
            words = "This form was sent from another site. Open the page itself, and send it there.\n"
            await PlainTextResponse(words, 403)(scope, receive, send)
        else:
            await self._call_app(scope, receive, send)

    def _may_send(self, scope: Scope) -> bool:
        return path_below(scope).startswith(self.from_anywhere) or is_from_us(scope["headers"], self.origin)

    async def _call_app(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 -- the edge: what it says may hold people's data, so nobody is told
            reference = _log_error(error)
            if not has_started:
                await self.failure(Request(scope), reference)(scope, receive, send)


def _below_mount(prefix: str, scope: Scope) -> Scope:
    """The scope below the mount that we are served under, or, where there is none, below the public address's path,
    which the proxy before us may have taken away or not."""
    root = scope.get("root_path") or unquote(prefix)
    path: str = scope["path"]
    rest = path.removeprefix(root) if path == root or path.startswith(f"{root}/") else path
    return {**scope, "root_path": root, "path": root + (rest or "/")}


def _log_error(error: Exception) -> str:
    """Where it happened, without what was said: the reference of the lines in the log."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    locations = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    _LOG.error("%s: %s at %s", reference, type(error).__name__, locations)
    return reference
