"""Security headers: no content from other sites, no guessing of types, no frames on other sites."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; "
# For pages without forms. Some are shown in a frame of this site.
PAGE_POLICY = f"{_POLICY}form-action 'none'; frame-ancestors 'self'"
# For pages with forms: no frames at all, against clickjacking.
FORM_POLICY = f"{_POLICY}form-action 'self'; frame-ancestors 'none'"
# For the desk: its own scripts and styles, nothing inline, no frames around it.
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

# Whatever is below a personal link, also a picture, is for its holder only.
_PERSONAL = re.compile(r"/(?:own|confirm|stop|forward|in/link)/")
_NO_SEARCH = (b"x-robots-tag", b"noindex, nofollow")


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """ASGI middleware: adds the headers above and `policy` to every response that does not set them itself. Personal
    pages are kept out of search engines."""

    app: ASGIApp
    policy: str = PAGE_POLICY
    referrer: str = "no-referrer"  # a personal link is a secret
    _raw: list[tuple[bytes, bytes]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        headers = {**_HEADERS, "Referrer-Policy": self.referrer, "Content-Security-Policy": self.policy}
        self._raw.extend((name.lower().encode(), value.encode()) for name, value in headers.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                more = [*self._raw, *([_NO_SEARCH] if _PERSONAL.search(scope.get("path", "")) else [])]
                message["headers"] = [*message["headers"], *(header for header in more if header[0] not in names)]
            await send(message)

        await self.app(scope, receive, send_guarded)
