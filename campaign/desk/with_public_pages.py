"""The desk beside the public pages, in one process."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.desk.frame import ROOT


@dataclass(frozen=True, slots=True)
class WithDesk:
    """ASGI application that hands what is below /desk to the desk, and the rest to the site."""

    site: ASGIApp
    desk: ASGIApp
    prefix: str
    """The path of the site; "" for the root of the host. A proxy may have removed it from the request's path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        rest = path.removeprefix(self.prefix) if path.startswith(f"{self.prefix}/") else path
        is_desk = rest == ROOT or rest.startswith(f"{ROOT}/")
        await (self.desk if is_desk else self.site)(scope, receive, send)
