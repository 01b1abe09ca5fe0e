"""Search the listed organisations and people by name."""

from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import path_of
from campaign.core.render.characters import clean
from campaign.core.signatories.search_keys import MOST_LETTERS, key_prefixes
from campaign.core.signons import SignOnKind
from campaign.services.public.lists import SearchResult, find_names
from campaign.web.paths import path_to, root
from campaign.web.site import Site, requested_language
from campaign.web.visitors import limit_lookups


def routes(site: Site) -> list[Route]:
    """`/names?q=`."""
    return [Route("/names", limit_lookups(site, _Names(site).page), methods=["GET"], name="names")]


class _Names:
    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        text = self._site.letter.texts.newest()
        if text is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        language, typed = requested_language(request, text), clean(request.query_params.get("q", "")[:MOST_LETTERS])
        result = find_names(self._site.letter, text, typed, request.query_params.get("after", ""))
        page_language = self._site.catalogue(language).language
        rows = [(name.entry.kind, _row(name, page_language)) for name in result.results]
        return self._site.page(
            request,
            "names_found.html",
            language,
            title=text.title(language),
            to_letter=root(request) + path_of("index", "html", language, text.languages),
            typed=typed,
            asked=bool(key_prefixes(typed)),
            organisations=[row for kind, row in rows if kind is SignOnKind.ORGANISATION],
            people=[row for kind, row in rows if kind is SignOnKind.PERSON],
            first=_path(request, language, typed) if result.has_previous else "",
            more=_path(request, language, typed, after=result.cursor) if result.cursor else "",
        )


def _row(name: SearchResult, language: str) -> dict[str, Any]:
    listed = name.entry
    return {
        "name": clean(listed.name),
        "href": safe_href(listed.url) if listed.kind is SignOnKind.ORGANISATION else "",
        "country": country_name(clean(listed.country), language),
        "version": name.earlier_version,
    }


def _path(request: Request, language: str, typed: str, **place: str) -> str:
    return path_to(request, "names", {"lang": language, "q": typed, **place})
