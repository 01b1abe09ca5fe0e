"""A provider of sign-ins for tests, on loopback, that speaks OAuth 2.0 as Microsoft and Google do.

It has an authorization page (RFC 6749 section 4.1, with PKCE, RFC 7636), a token address (codes, refreshing, device
codes), an address for device codes (RFC 8628), and one where a mail server asks whose a token is. It checks whatever a
real one checks, and fails on request.
"""

import base64
import hashlib
import html
import json
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(slots=True)
class OAuthProviderFake:
    """The provider's behaviour, and what was asked of it. Everything that happens to tokens is in `log`."""

    client_id: str = "campaign-client"
    client_secret: str = ""
    username: str = "anna"
    life: int = 3600
    """For how many seconds an access token is valid."""
    renews: bool = True
    """Whether each refreshing brings a new refresh token and ends the old one, as at Microsoft."""
    refuses: bool = False
    """Whether the person refuses."""
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers of the token address, used up before the normal ones: status and content."""
    device_answers: list[str] = field(default_factory=list)
    """Errors before a device code is good, such as "authorization_pending"."""
    port: int = 0
    log: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    """What the token address was asked."""
    access_tokens: list[str] = field(default_factory=list)
    """The tokens that are valid, the newest last."""
    refresh_tokens: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    device_codes: list[str] = field(default_factory=list)

    @property
    def issued(self) -> list[str]:
        """Every secret that must not be seen anywhere."""
        return [*self.access_tokens, *self.refresh_tokens, *self.codes, *self.device_codes]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    @property
    def settings(self) -> str:
        """The keys of [oauth] that lead to it."""
        keys = {"authorization_url": "authorize", "token_url": "token", "device_url": "device"}
        return "\n[oauth]\n" + "".join(f'{name} = "{self.url(path)}"\n' for name, path in keys.items())

    @contextmanager
    def listening(self) -> Iterator["OAuthProviderFake"]:
        provider = self

        class Handler(_Handler):
            fake = provider

        with ThreadingHTTPServer(("127.0.0.1", self.port), Handler) as server:
            server.daemon_threads = True
            self.port = server.server_port
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


def visit(address: str) -> str:
    """Open a page as a browser does, and agree to what it asks."""
    with urlopen(f"{address}&agree=yes") as answer:  # it follows the way back to the program
        return str(answer.read().decode())


def browser_command(folder: Path) -> str:
    """The value of BROWSER for a browser that agrees to everything."""
    script = folder / "browser.py"
    script.write_text(
        "import sys, urllib.request\nurllib.request.urlopen(sys.argv[1] + '&agree=yes').read()\n", encoding="utf-8"
    )
    return f"{sys.executable} {script} %s"


class _Handler(BaseHTTPRequestHandler):
    fake: OAuthProviderFake

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self._authorize(fields)
        elif parts.path == "/introspect":
            known = fields.get("token", "") in self.fake.access_tokens
            self._json(200 if known else 401, {"username": self.fake.username} if known else {})
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        fields = {name: values[0] for name, values in form.items()}
        if self.path == "/device":
            self._device(fields)
        elif self.path == "/token":
            self.fake.forms.append(fields)
            self._token(fields)
        else:
            self._json(404, {})

    def _authorize(self, fields: dict[str, str]) -> None:
        wrong = self._wrong_request(fields)
        if wrong:
            self._page(400, f"<p>{html.escape(wrong)}</p>")
            return
        if "agree" not in fields:
            address = html.escape(f"{self.path}&agree=yes")
            self._page(
                200, f"<h1>Sign in as {html.escape(self.fake.username)}</h1><p><a href='{address}'>Agree</a></p>"
            )
            return
        answer = {"state": fields["state"]}
        if self.fake.refuses:
            answer |= {"error": "access_denied", "error_description": "The person refused"}
        else:
            answer["code"] = secrets.token_urlsafe(24)
            self.fake.codes[answer["code"]] = fields
        self.send_response(302)
        self.send_header("Location", f"{fields['redirect_uri']}?{urlencode(answer)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _wrong_request(self, fields: dict[str, str]) -> str:
        if fields.get("client_id") != self.fake.client_id:
            return "unknown client_id"
        target = urlsplit(fields.get("redirect_uri", ""))
        if target.scheme != "http" or target.hostname not in ("localhost", "127.0.0.1"):
            return "redirect_uri is not registered"
        if fields.get("response_type") != "code" or not fields.get("state") or not fields.get("scope"):
            return "response_type, state or scope is missing"
        if fields.get("code_challenge_method") != "S256" or len(fields.get("code_challenge", "")) != 43:
            return "PKCE is missing"
        return ""

    def _token(self, fields: dict[str, str]) -> None:
        if self.fake.failures:
            self._json(*self.fake.failures.pop(0))
            return
        client = (fields.get("client_id"), fields.get("client_secret", ""))
        if client != (self.fake.client_id, self.fake.client_secret):
            self._error("invalid_client", 401)
            return
        match fields.get("grant_type"):
            case "authorization_code":
                self._redeem(fields)
            case "refresh_token":
                self._refresh(fields["refresh_token"])
            case grant if grant == DEVICE_GRANT:
                self._redeem_device(fields["device_code"])
            case _:
                self._error("unsupported_grant_type")

    def _redeem(self, fields: dict[str, str]) -> None:
        request = self.fake.codes.pop(fields["code"], None)  # a code is good once
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        proof = (base64.urlsafe_b64encode(digest).decode().rstrip("="), fields.get("redirect_uri"))
        if request is None or proof != (request["code_challenge"], request["redirect_uri"]):
            self._error("invalid_grant")
        else:
            self.fake.log.append("signed in")
            self._give_tokens(with_refresh_token=True)

    def _refresh(self, refresh_token: str) -> None:
        if refresh_token not in self.fake.refresh_tokens:
            self._error("invalid_grant", description="AADSTS700082: The refresh token has expired.")
            return
        if self.fake.renews:
            self.fake.refresh_tokens.remove(refresh_token)
        self.fake.log.append("refreshed")
        self._give_tokens(with_refresh_token=self.fake.renews)

    def _device(self, fields: dict[str, str]) -> None:
        if fields.get("client_id") != self.fake.client_id or not fields.get("scope"):
            self._error("unauthorized_client")
            return
        self.fake.device_codes.append(secrets.token_urlsafe(24))
        self._json(
            200,
            {
                "device_code": self.fake.device_codes[-1],
                "user_code": "BLUE-FISH",
                "verification_uri": self.url("devicelogin"),
                "expires_in": 900,
                "interval": 1,
            },
        )

    def url(self, path: str) -> str:
        return self.fake.url(path)

    def _redeem_device(self, device_code: str) -> None:
        if self.fake.device_answers:
            self._error(self.fake.device_answers.pop(0))
        elif device_code not in self.fake.device_codes:
            self._error("bad_verification_code")
        else:
            self.fake.log.append("signed in by code")
            self._give_tokens(with_refresh_token=True)

    def _give_tokens(self, *, with_refresh_token: bool) -> None:
        self.fake.access_tokens.append(f"ya29.{secrets.token_urlsafe(24)}")
        answer: dict[str, object] = {
            "access_token": self.fake.access_tokens[-1],
            "token_type": "Bearer",
            "expires_in": self.fake.life,
        }
        if with_refresh_token:
            self.fake.refresh_tokens.append(secrets.token_urlsafe(24))
            answer["refresh_token"] = self.fake.refresh_tokens[-1]
        self._json(200, answer)

    def _error(self, code: str, status: int = 400, description: str = "") -> None:
        self._json(status, {"error": code, "error_description": description} if description else {"error": code})

    def _json(self, status: int, content: object) -> None:
        self._send(status, "application/json", json.dumps(content).encode())

    def _page(self, status: int, content: str) -> None:
        self._send(status, "text/html; charset=utf-8", f"<!doctype html>{content}".encode())

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass
