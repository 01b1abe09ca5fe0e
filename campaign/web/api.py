"""The public facts for programs: read-only, page by page, described by openapi.json. docs/api.md tells of it.

What changes seldom lies ready in the snapshot; who signs is looked up. Nothing stands here that the pages do not show.
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

from campaign.core.languages.moments import stamp
from campaign.core.letters.harvest import safe_href
from campaign.core.publish.api import ROOT
from campaign.core.publish.countries import country_code
from campaign.core.publish.lists import as_json
from campaign.core.render.characters import clean
from campaign.core.signons import Kind, SignOn
from campaign.errors import StoreError
from campaign.services.public.lists import LAST, NoSuchVersion, list_under, whole_number
from campaign.services.publishing.live.refresh import LiveSite
from campaign.web.files import answer, holds
from campaign.web.problems import OPEN
from campaign.web.site import Site
from campaign.web.visitors import looked_up

_DESCRIPTION = Path(__file__).with_name("openapi.json")
_MOST, _COMMONLY = 100, 50  # on a page
_READY = ("letter", "versions", "counts")


def routes(site: Site, live: LiveSite | None) -> list[Route]:
    """Everything below `/api/`; what nothing stands under is told as a problem, too."""
    lists = _Lists(site)
    return [
        Route(f"/{ROOT}openapi.json", _described(site), methods=["GET"]),
        *(Route(f"/{ROOT}{name}", _Ready(live, f"{ROOT}{name}"), methods=["GET", "HEAD"]) for name in _READY),
        Route(f"/{ROOT}organisations", looked_up(site, lists.organisations), methods=["GET"]),
        Route(f"/{ROOT}people", looked_up(site, lists.people), methods=["GET"]),
        Route("/api/{path:path}", _nothing, methods=["GET"]),
    ]


class _Ready:
    """ASGI: what lies ready in the snapshot under a path."""

    def __init__(self, live: LiveSite | None, path: str) -> None:
        self._live = live
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._live.snapshot.answers.get(self._path) if self._live else None
        if found is None:
            raise _nothing_yet()
        await answer(found, scope, send)


class _Lists:
    """Who is listed under a version, the newest first."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def organisations(self, request: Request) -> Response:
        return self._page(request, Kind.ORGANISATION, _organisation)

    def people(self, request: Request) -> Response:
        page = self._page(request, Kind.PERSON, _person)
        page.headers["X-Robots-Tag"] = "noindex"  # as on the pages that show people
        return page

    def _page(self, request: Request, kind: Kind, fields: Callable[[SignOn], dict[str, Any]]) -> Response:
        most = _number(request, "limit", _COMMONLY, _MOST)
        before = _number(request, "before", LAST)
        try:
            found = list_under(self._site.letter, _number(request, "version", 0), kind, before, most=most)
        except StoreError:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"}) from None
        if isinstance(found, NoSuchVersion):
            raise _no_such_version(found)
        name = "organisations" if kind is Kind.ORGANISATION else "people"
        following = self._following(request, name, found.page.older) if found.page.older else None
        payload = {
            "version": found.version.number,
            "digest": found.version.digest,
            name: [fields(signon) for signon in found.page.found],
            "next": following,
        }
        return _json(request, payload, {"Link": f'<{following}>; rel="next"'} if following else {})

    def _following(self, request: Request, name: str, before: int) -> str:
        kept = {each: request.query_params[each] for each in ("version", "limit") if each in request.query_params}
        return f"{_root(self._site)}{name}?{urlencode({**kept, 'before': before})}"


def _organisation(signon: SignOn) -> dict[str, Any]:
    return {
        "name": clean(signon.name),
        "url": safe_href(signon.url) or None,
        **_country(signon),
        "listed_at": stamp(signon.listed_at) if signon.listed_at else None,
    }


def _person(signon: SignOn) -> dict[str, Any]:
    return {"name": clean(signon.name), **_country(signon)}


def _country(signon: SignOn) -> dict[str, Any]:
    return {"country": clean(signon.country) or None, "country_code": country_code(signon.country) or None}


def _number(request: Request, name: str, default: int, most: int = LAST) -> int:
    """A parameter that is a whole number from 1 to `most`. Raises HTTPException, 400, for anything else."""
    said = request.query_params.getlist(name)
    if not said:
        return default
    found = whole_number(said[0]) if len(said) == 1 else None
    if found is None or found > most:
        upper = f" to {most}" if most < LAST else ""
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{name}: give one whole number from 1{upper or ' on'}")
    return found


def _json(request: Request, payload: Any, headers: dict[str, str]) -> Response:
    """The payload, or that it is still what the other end holds."""
    body = as_json(payload)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    said = {**OPEN, "Cache-Control": "public, max-age=1", "ETag": tag, **headers}
    if holds(request.headers.get("if-none-match", "").encode("latin-1"), tag.encode()):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
    return Response(body, headers=said, media_type="application/json")


def _described(site: Site) -> Callable[[Request], Response]:
    """The description, with the address at which it is true."""
    payload = json.loads(_DESCRIPTION.read_text("utf-8"))
    payload["servers"] = [{"url": _root(site).rstrip("/")}]
    return lambda request: _json(request, payload, {})


def _root(site: Site) -> str:
    return f"{site.letter.campaign.settings.campaign.public_url.rstrip('/')}/{ROOT}"


def _nothing(request: Request) -> Response:
    raise HTTPException(HTTPStatus.NOT_FOUND, f"there is nothing here; {ROOT}openapi.json says what there is")


def _no_such_version(missing: NoSuchVersion) -> HTTPException:
    if not missing.newest:
        return _nothing_yet()
    words = f"version: there is none of this number; the newest is {missing.newest}"
    return HTTPException(HTTPStatus.NOT_FOUND, words)


def _nothing_yet() -> HTTPException:
    said = "there is nothing to see here yet; ask again in a few seconds"
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, said, {"Retry-After": "2"})
