"""What the guards of the public pages and of the desk have in common: the mount, and errors without details."""

from collections.abc import Callable
from logging import Logger
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaign.adapters.http.error_log import log_error


def below_mount(prefix: str, scope: Scope) -> Scope:
    """The scope with the `root_path` of the mount or, without one, the path of the public URL. A proxy may have removed
    that prefix from the request's path, or not."""
    root = scope.get("root_path") or unquote(prefix)
    path: str = scope["path"]
    rest = path.removeprefix(root) if path == root or path.startswith(f"{root}/") else path
    return {**scope, "root_path": root, "path": root + (rest or "/")}


async def call_guarded(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    log: Logger,
    failure: Callable[[Request, str], Response],
) -> None:
    """Call the application. An error is logged without its message, and answered with the page of `failure`, which gets
    the request and the reference of the log entry."""
    has_started = False

    async def send_and_note(message: Message) -> None:
        nonlocal has_started
        has_started = True
        await send(message)

    try:
        await app(scope, receive, send_and_note)
    except ClientDisconnect:
        return
    except Exception as error:  # noqa: BLE001 -- the message may contain personal data
        reference = log_error(log, error)
        if not has_started:
            await failure(Request(scope), reference)(scope, receive, send)
