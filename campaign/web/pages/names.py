"""A name looked for among those that are listed: whether one's organisation, or oneself, stands under the letter."""

from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.letters.harvest import safe_href
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import path_of
from campaign.core.render.characters import clean
from campaign.core.signatories.sought import MOST_LETTERS, beginnings
from campaign.core.signons import Kind
from campaign.services.public.lists import FoundName, find_names
from campaign.web.links import path_to, root
from campaign.web.site import Site, asked_language
from campaign.web.visitors import looked_up


def routes(site: Site) -> list[Route]:
    """`/names`, with what is looked for as `q`."""
    return [Route("/names", looked_up(site, _Names(site).page), methods=["GET"], name="names")]


class _Names:
    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        text = self._site.letter.texts.newest()
        if text is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        language, typed = asked_language(request, text), clean(request.query_params.get("q", "")[:MOST_LETTERS])
        found = find_names(self._site.letter, text, typed, request.query_params.get("after", ""))
        speech = self._site.catalogue(language).language
        rows = [(name.listed.kind, _row(name, speech)) for name in found.names]
        return self._site.page(
            request,
            "names_found.html",
            language,
            title=text.title(language),
            to_letter=root(request) + path_of("index", "html", language, text.languages),
            typed=typed,
            asked=bool(beginnings(typed)),
            organisations=[row for kind, row in rows if kind is Kind.ORGANISATION],
            people=[row for kind, row in rows if kind is Kind.PERSON],
            first=_path(request, language, typed) if found.is_later else "",
            more=_path(request, language, typed, after=found.cursor) if found.cursor else "",
        )


def _row(name: FoundName, language: str) -> dict[str, Any]:
    found = name.listed
    return {
        "name": clean(found.name),
        "href": safe_href(found.url) if found.kind is Kind.ORGANISATION else "",
        "country": country_name(clean(found.country), language),
        "version": name.earlier,
    }


def _path(request: Request, language: str, typed: str, **place: str) -> str:
    return path_to(request, "names", {"lang": language, "q": typed, **place})
