"""The public API: read-only JSON, described by openapi.json and docs/api.md. It has no data that the pages do not show.

The letter, its versions and the counts are served from the snapshot; the lists of signatories are read from the
database.
"""

import hashlib
import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from campaign.core.languages.times_and_numbers import timestamp
from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish.api import ROOT
from campaign.core.publish.countries import country_code
from campaign.core.publish.lists import json_bytes
from campaign.core.render.characters import clean
from campaign.core.signons import SignOn, SignOnKind
from campaign.errors import StoreError
from campaign.services.public.lists import LAST, NoSuchVersion, list_signatories, whole_number
from campaign.services.publishing.live.refresh import LiveSite
from campaign.web.letter_files import matches_tag, send_file
from campaign.web.problems import OPEN_HEADERS
from campaign.web.site import Site
from campaign.web.visitors import limit_lookups

_DESCRIPTION = Path(__file__).with_name("openapi.json")
_MAX_LIMIT, _DEFAULT_LIMIT = 100, 50  # entries per page
_IN_SNAPSHOT = ("letter", "versions", "counts")


def routes(site: Site, live: LiveSite | None) -> list[Route]:
    """Every route below `/api/`. Unknown paths get a problem document, too."""
    lists = _Lists(site)
    return [
        Route(f"/{ROOT}openapi.json", _describe(site), methods=["GET"]),
        *(
            Route(f"/{ROOT}{name}", _SnapshotAnswer(live, f"{ROOT}{name}"), methods=["GET", "HEAD"])
            for name in _IN_SNAPSHOT
        ),
        Route(f"/{ROOT}organisations", limit_lookups(site, lists.organisations), methods=["GET"]),
        Route(f"/{ROOT}people", limit_lookups(site, lists.people), methods=["GET"]),
        Route("/api/{path:path}", _no_such_path, methods=["GET"]),
    ]


class _SnapshotAnswer:
    """ASGI application that serves one path of the snapshot."""

    def __init__(self, live: LiveSite | None, path: str) -> None:
        self._live = live
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        document = self._live.snapshot.resources.get(self._path) if self._live else None
        if document is None:
            raise _not_ready()
        await send_file(document, scope, send)


class _Lists:
    """The endpoints for listed organisations and people, newest first."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def organisations(self, request: Request) -> Response:
        return self._page(request, SignOnKind.ORGANISATION, _organisation)

    def people(self, request: Request) -> Response:
        page = self._page(request, SignOnKind.PERSON, _person)
        page.headers["X-Robots-Tag"] = "noindex"  # as on the pages that list people
        return page

    def _page(self, request: Request, kind: SignOnKind, fields: Callable[[SignOn], dict[str, Any]]) -> Response:
        most = _number(request, "limit", _DEFAULT_LIMIT, _MAX_LIMIT)
        before = _number(request, "before", LAST)
        try:
            listing = list_signatories(self._site.letter, _number(request, "version", 0), kind, before, most=most)
        except StoreError:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"}) from None
        if isinstance(listing, NoSuchVersion):
            raise _no_such_version(listing)
        name = "organisations" if kind is SignOnKind.ORGANISATION else "people"
        next_url = self._next_url(request, name, listing.page.older) if listing.page.older else None
        payload = {
            "version": listing.version.number,
            "digest": listing.version.digest,
            name: [fields(signon) for signon in listing.page.signons],
            "next": next_url,
        }
        return _json(request, payload, {"Link": f'<{next_url}>; rel="next"'} if next_url else {})

    def _next_url(self, request: Request, name: str, before: int) -> str:
        parameters = {
            parameter: request.query_params[parameter]
            for parameter in ("version", "limit")
            if parameter in request.query_params
        }
        return f"{_root(self._site)}{name}?{urlencode({**parameters, 'before': before})}"


def _organisation(signon: SignOn) -> dict[str, Any]:
    return {
        "name": clean(signon.name),
        "url": safe_href(signon.url) or None,
        **_country(signon),
        "listed_at": timestamp(signon.listed_at) if signon.listed_at else None,
    }


def _person(signon: SignOn) -> dict[str, Any]:
    return {"name": clean(signon.name), **_country(signon)}


def _country(signon: SignOn) -> dict[str, Any]:
    return {"country": clean(signon.country) or None, "country_code": country_code(signon.country) or None}


def _number(request: Request, name: str, default: int, most: int = LAST) -> int:
    """A query parameter that is a whole number from 1 to `most`. Raises HTTPException 400 for anything else."""
    values = request.query_params.getlist(name)
    if not values:
        return default
    number = whole_number(values[0]) if len(values) == 1 else None
    if number is None or number > most:
        upper = f" to {most}" if most < LAST else ""
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{name}: give one whole number from 1{upper or ' on'}")
    return number


def _json(request: Request, payload: Any, headers: dict[str, str]) -> Response:
    """A JSON response, or 304 if the client has it already."""
    body = json_bytes(payload)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    all_headers = {**OPEN_HEADERS, "Cache-Control": "public, max-age=1", "ETag": tag, **headers}
    if matches_tag(request.headers.get("if-none-match", "").encode("latin-1"), tag.encode()):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=all_headers)
    return Response(body, headers=all_headers, media_type="application/json")


def _describe(site: Site) -> Callable[[Request], Response]:
    """An endpoint for the OpenAPI description, with this server's URL."""
    payload = json.loads(_DESCRIPTION.read_text("utf-8"))
    payload["servers"] = [{"url": _root(site).rstrip("/")}]
    return lambda request: _json(request, payload, {})


def _root(site: Site) -> str:
    return f"{site.letter.campaign.settings.campaign.public_url.rstrip('/')}/{ROOT}"


def _no_such_path(request: Request) -> Response:
    raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no such path; {ROOT}openapi.json lists all paths")


def _no_such_version(missing: NoSuchVersion) -> HTTPException:
    if not missing.newest:
        return _not_ready()
    words = f"version: there is no version with this number; the newest is {missing.newest}"
    return HTTPException(HTTPStatus.NOT_FOUND, words)


def _not_ready() -> HTTPException:
    detail = "the letter is not published yet; try again in a few seconds"
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "2"})
