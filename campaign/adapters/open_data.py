"""A polite client of an open data API: one request at a time, a second apart, with the name of the program."""

import gzip
import json
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlsplit

from campaign import __version__
from campaign.errors import FetchError, UsageError

API = "https://data.europarl.europa.eu/api/v2"
_MOST_BYTES = 200_000_000
_TRIES = 3
_STOPS = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}
_LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """An answer as it came."""

    address: str
    status: int
    body: bytes
    """b"" if there is nothing (204, 404)."""


@dataclass(slots=True)
class OpenDataClient:
    """Asks an API. `wait` waits for a number of seconds; the tests do not."""

    api: str = API
    interval: float = 1.0
    timeout: float = 90.0
    wait: Callable[[float], None] = time.sleep
    _last: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.api)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise UsageError(f"{self.api[:80]!r} is no https address", fix="write it with https://")

    def get(self, path: str) -> ApiAnswer:
        """Return an answer with `data`. A break, a fault of the server and an error with status 200 are tried again.

        Raises FetchError: at once when the server asks to stop.
        """
        address = f"{self.api.rstrip('/')}/{path}"
        cause = ""
        for attempt in range(_TRIES):
            self._pace(attempt)
            try:
                answer = self._ask(address)
            except urllib.error.HTTPError as error:
                error.close()
                if error.code in _STOPS:
                    raise _stopped(address, error) from error
                if error.code == HTTPStatus.NOT_FOUND:
                    return ApiAnswer(address, error.code, b"")
                cause = f"status {error.code}"
            except (OSError, HTTPException, EOFError, zlib.error) as error:
                cause = str(error) or type(error).__name__
            else:
                cause = _fault(answer)
                if not cause:
                    return answer
        raise FetchError(
            f"{address}: no usable answer in {_TRIES} tries ({cause}); what was fetched before is kept",
            fix="go on later with --resume FOLDER",
        )

    def _pace(self, attempt: int) -> None:
        """Wait a second since the last request; longer before another try."""
        pause = self._last + self.interval * (1 + 4 * attempt) - time.monotonic()
        if pause > 0:
            self.wait(pause)
        self._last = time.monotonic()

    def _ask(self, address: str) -> ApiAnswer:
        request = urllib.request.Request(  # noqa: S310 -- https, or this machine
            address,
            headers={
                "Accept": "application/ld+json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"undersigned-prd-{__version__}",
            },
        )
        with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310 -- as above
            body = response.read(_MOST_BYTES + 1)
            if len(body) > _MOST_BYTES:
                raise FetchError(f"{address}: larger than {_MOST_BYTES // 10**6} MB", fix="ask for less")
            if response.headers.get("Content-Encoding") == "gzip":
                body = _unpacked(body, address)
            return ApiAnswer(address, response.status, body)


def _unpacked(body: bytes, address: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    data = unpacker.decompress(body, _MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise FetchError(f"{address}: larger than {_MOST_BYTES // 10**6} MB", fix="ask for less")
    if not unpacker.eof:
        raise gzip.BadGzipFile("the answer is cut")
    return data


def _fault(answer: ApiAnswer) -> str:
    """What is wrong with an answer; "" if nothing is. An error text may come with status 200."""
    if answer.status == HTTPStatus.NO_CONTENT or not answer.body:
        return "" if answer.status == HTTPStatus.NO_CONTENT else "an empty answer"
    try:
        content = json.loads(answer.body)
    except ValueError:
        return "an answer that is no JSON"
    if not isinstance(content, dict) or "data" not in content:
        return f"an answer without data: {answer.body[:80].decode('utf-8', 'replace')}"
    return ""


def _stopped(address: str, error: urllib.error.HTTPError) -> FetchError:
    later = error.headers.get("Retry-After", "") if error.headers else ""
    when = f"in {later} seconds" if later.isdigit() else "in an hour"
    return FetchError(
        f"{address}: the server asks to stop (status {error.code}); what was fetched before is kept",
        fix=f"go on {when} at the earliest, with --resume FOLDER",
    )
