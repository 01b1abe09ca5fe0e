"""A name looked for among those that are listed: whether one's organisation, or oneself, stands under the letter."""

import base64
import binascii
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.store import versions
from campaign.adapters.store.signons import search
from campaign.adapters.store.signons.search import Listed, Place
from campaign.core.letters.harvest import safe_href
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import path_of
from campaign.core.render.characters import clean
from campaign.core.signatories.sought import MOST_LETTERS, beginnings
from campaign.core.signons import Kind
from campaign.web.site import Site, asked_language
from campaign.web.visitors import looked_up, number

_MOST_BYTES = 100  # of a place in an address


def routes(site: Site) -> list[Route]:
    """`/names`, with what is looked for as `q`."""
    return [Route("/names", looked_up(site, _Names(site).page), methods=["GET"])]


class _Names:
    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        text = self._site.texts.newest()
        if text is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        language, typed = asked_language(request, text), clean(request.query_params.get("q", "")[:MOST_LETTERS])
        after = _place(request.query_params.get("after", ""))
        names = self._site.store.read(search.names, self._site.letter, typed, after)
        speech = self._site.catalogue(language).language
        earlier = self._earlier(text.version.id)
        rows = [(each.kind, _row(each, speech, earlier)) for each in names.found]
        return self._site.page(
            "names_found.html",
            language,
            title=text.title(language),
            to_letter=path_of("index", "html", language, text.languages),
            typed=typed,
            asked=bool(beginnings(typed)),
            organisations=[row for kind, row in rows if kind is Kind.ORGANISATION],
            people=[row for kind, row in rows if kind is Kind.PERSON],
            first=_path(language, typed) if after else "",
            more=_path(language, typed, names.after) if names.after else "",
        )

    def _earlier(self, newest: int) -> dict[int | None, int]:
        """The numbers of the earlier versions: who stands under one of them has not signed the newest text."""
        every = self._site.store.read(versions.all_of, self._site.letter)
        return {each.id: each.number for each in every if each.id != newest}


def _row(each: Listed, language: str, earlier: dict[int | None, int]) -> dict[str, Any]:
    return {
        "name": clean(each.name),
        "href": safe_href(each.url) if each.kind is Kind.ORGANISATION else "",
        "country": country_name(clean(each.country), language),
        "version": earlier.get(each.version, 0),
    }


def _path(language: str, typed: str, after: Place | None = None) -> str:
    place = {"after": _written(after)} if after else {}
    return f"names?{urlencode({'lang': language, 'q': typed, **place}, errors='replace')}"


def _written(place: Place) -> str:
    return f"{place.signon}.{base64.urlsafe_b64encode(place.key).rstrip(b'=').decode()}"


def _place(written: str) -> Place | None:
    """The place that an address names; None for none, and for one that we did not write."""
    signon, _, key = written.partition(".")
    at = number(signon)
    if at is None or not key or len(key) > _MOST_BYTES:
        return None
    try:
        return Place(base64.b64decode(key + "=" * (-len(key) % 4), altchars="-_", validate=True), at)
    except (binascii.Error, ValueError):
        return None
