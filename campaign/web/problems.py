"""What the API cannot answer, as a problem that a program can read (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

PATH = "/api/"  # whose problems are for programs
# Anybody's page may read what is made for programs; no cookie comes along, for there is none.
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """A problem of no special type: the status, in words, and what is to be done about it."""
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status}
    if detail and detail != title:
        document["detail"] = detail
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {**OPEN_HEADERS, **(headers or {})}, media_type="application/problem+json")
