"""The two ways in which a person signs in: in a browser on this machine, or with a code on any device."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, time
from urllib.parse import parse_qs, urlsplit

from campaign.adapters.oauth.client import (
    ProviderSilent,
    SignInNeeded,
    SignInPending,
    oauth_client,
    provider_error,
    request_code,
)
from campaign.adapters.oauth.saved_tokens import TokenPair, read_answer
from campaign.core.settings.oauth import OAuthTable

_BROWSER_SECONDS = 600
_SLICE_SECONDS = 0.5
_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL_SECONDS = 5  # RFC 8628 section 3.2, also what each "slow_down" adds
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem;
color-scheme:light dark}}</style><h1>{title}</h1><p>{text}</p></html>"""


class BrowserSignIn:
    """Waits on a port of this machine for the browser to come back from the provider (RFC 8252 section 7.3). The code
    that it brings is worth nothing without the secret that stays here (PKCE, RFC 7636)."""

    def __init__(self, oauth: OAuthTable, username: str, server: "_LoopbackServer") -> None:
        self._oauth = oauth
        self._server = server
        self._verifier = secrets.token_urlsafe(48)
        self.port: int = server.server_port
        self.redirect_uri = f"http://{oauth.endpoints.redirect_host}:{self.port}"
        with oauth_client(oauth, self.redirect_uri) as client:
            self.address, server.state = client.create_authorization_url(
                oauth.endpoints.authorization_url,
                state=secrets.token_urlsafe(24),
                code_verifier=self._verifier,
                login_hint=username,
                **oauth.endpoints.parameters,
            )
        """The page where the person signs in."""

    def wait(self, seconds: float = _BROWSER_SECONDS) -> TokenPair:
        """Wait until the person has signed in. Raises SignInNeeded when that was refused or took too long,
        ProviderSilent when the provider cannot be asked."""
        until = monotonic() + seconds
        while self._server.answer is None:
            if monotonic() > until:
                raise SignInNeeded("nobody has signed in within ten minutes", fix=self._oauth.command)
            self._server.handle_request()
        answer = self._server.answer
        if "error" in answer:
            raise provider_error(self._oauth, answer["error"], answer.get("error_description", ""))
        with oauth_client(self._oauth, self.redirect_uri) as client:
            token = client.fetch_token(
                self._oauth.endpoints.token_url,
                grant_type="authorization_code",
                code=answer["code"],
                redirect_uri=self.redirect_uri,
                code_verifier=self._verifier,
            )
            return read_answer(token, time())


@contextmanager
def sign_in_by_browser(oauth: OAuthTable, username: str) -> Iterator[BrowserSignIn]:
    """Prepare a sign-in in a browser. Show its `address` to the person, then call `wait`."""
    with _LoopbackServer() as server:
        yield BrowserSignIn(oauth, username, server)


class _LoopbackServer(ThreadingHTTPServer):
    """Takes the one request that carries our `state`; nothing else that comes to the port counts. Browsers also open
    connections on which they say nothing, which must not hold up the one that counts."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _LoopbackHandler)
        self.timeout = _SLICE_SECONDS
        self.state = ""
        self.answer: Mapping[str, str] | None = None


class _LoopbackHandler(BaseHTTPRequestHandler):
    server: _LoopbackServer
    timeout = 5.0

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        is_ours = secrets.compare_digest(fields.get("state", "").encode(), self.server.state.encode())
        if parts.path != "/" or not is_ours or not {"code", "error"} & set(fields):
            self._answer(HTTPStatus.NOT_FOUND, "Not a sign-in", "Start again in the terminal.")
            return
        self.server.answer = fields
        if "error" in fields:
            self._answer(HTTPStatus.OK, "Not signed in", "Nothing has changed. Go back to the terminal.")
        else:
            self._answer(HTTPStatus.OK, "Thank you", "Close this page and go back to the terminal.")

    def _answer(self, status: HTTPStatus, title: str, text: str) -> None:
        page = _PAGE.format(title=title, text=text).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """The line would hold the code."""


@dataclass(frozen=True, slots=True)
class DeviceSignIn:
    """A code that a person types in on any device (RFC 8628)."""

    oauth: OAuthTable
    address: str
    """The page that asks for the code."""
    user_code: str
    """What to type in there."""
    expires_in: float
    """For how many seconds the code is valid."""
    interval: float
    """The seconds between two questions whether the person has signed in."""
    device_code: str = field(repr=False)

    def wait(self, sleep: Callable[[float], object]) -> TokenPair:
        """Wait until the person has signed in. `sleep` waits so many seconds. Raises SignInNeeded when that was refused
        or took too long; a provider that is silent for a while is asked again."""
        interval, waited = self.interval, 0.0
        while waited < self.expires_in:
            sleep(interval)
            waited += max(interval, 1)
            try:
                return self._ask()
            except SignInPending as error:
                interval += _INTERVAL_SECONDS if error.is_slow else 0
            except ProviderSilent:
                interval += _INTERVAL_SECONDS
        raise SignInNeeded("the code has expired", fix=f"{self.oauth.command} --device")

    def _ask(self) -> TokenPair:
        with oauth_client(self.oauth) as client:
            token = client.fetch_token(
                self.oauth.endpoints.token_url,
                grant_type=_DEVICE_GRANT,
                device_code=self.device_code,
                client_id=self.oauth.client_id,
            )
            return read_answer(token, time())


def sign_in_by_device(oauth: OAuthTable) -> DeviceSignIn:
    """Request a code. Raises SignInNeeded when the provider has none for email, or does not know the program."""
    url = oauth.endpoints.device_url
    if not url:
        what = f"{oauth.endpoints.title} does not allow signing in to email with a code"
        raise SignInNeeded(what, fix=f"{oauth.command} without --device")
    with oauth_client(oauth) as client:
        answer = request_code(client, url, oauth)
        return DeviceSignIn(
            oauth,
            str(answer.get("verification_uri") or answer["verification_url"]),
            str(answer["user_code"]),
            float(answer["expires_in"]),
            float(answer.get("interval", _INTERVAL_SECONDS)),
            str(answer["device_code"]),
        )
