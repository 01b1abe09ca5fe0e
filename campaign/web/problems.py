"""Errors of the API as problem documents (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

PATH = "/api/"  # errors below it are problem documents
# Any site may read the API (CORS). There are no cookies to protect.
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """A problem document: the status, its phrase, and in `detail` what to do."""
    title = HTTPStatus(status).phrase
    document = {"type": "about:blank", "title": title, "status": status}
    if detail and detail != title:
        document["detail"] = detail
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {**OPEN_HEADERS, **(headers or {})}, media_type="application/problem+json")
