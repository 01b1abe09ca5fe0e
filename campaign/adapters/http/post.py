"""Asks a server by a POST request, without a proxy."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult


def post(
    url: SplitResult, path: str, body: bytes, headers: Mapping[str, str], seconds: float, most_octets: int
) -> bytes:
    """The body of the answer, at most so many octets of it. Raises OSError or HTTPException."""
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=seconds)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().read(most_octets)
    finally:
        connection.close()
