"""All people who sign in their own names, page by page, the newest first. The first page is in the snapshot."""

from http import HTTPStatus
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.store import versions
from campaign.adapters.store.signons import pages
from campaign.adapters.store.signons.pages import Page
from campaign.core.letters import Version
from campaign.core.publish import Person
from campaign.core.publish.edition import path_of
from campaign.core.publish.signed import people_list
from campaign.core.signons import Kind
from campaign.web.site import Site, asked_language
from campaign.web.texts import Text
from campaign.web.visitors import looked_up, number


def routes(site: Site) -> list[Route]:
    """`/people`."""
    return [Route("/people", looked_up(site, _People(site).page), methods=["GET"])]


class _People:
    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """Those before or after a sign-on, under the newest version or the one that is named."""
        text = self._site.texts.newest()
        version = self._version(text, request.query_params.get("version"))
        if text is None or version is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        language = asked_language(request, text)
        found = self._found(version, request)
        speech = self._site.catalogue(language).language
        older = version.number if version.id != text.version.id else 0
        first = path_of("people", "html", language, text.languages)
        return self._site.page(
            "people.html",
            language,
            title=text.title(language) or self._site.settings.campaign.name,
            to_letter=path_of("index", "html", language, text.languages),
            count=0,
            version=older,
            listed=people_list(tuple(Person(each.id, each.name, each.country) for each in found.found), speech),
            newest=(_path(language, older) if older else first) if found.newer else "",
            newer=_path(language, older, after=found.newer),
            older=_path(language, older, before=found.older),
            find=f"names?lang={language}",
        )

    def _version(self, text: Text | None, wanted: str | None) -> Version | None:
        if text is None or wanted is None:
            return text.version if text else None
        every = self._site.store.read(versions.all_of, self._site.letter)
        return next((each for each in every if each.number == number(wanted)), None)

    def _found(self, version: Version, request: Request) -> Page:
        under = (self._site.letter, version.id, Kind.PERSON)
        after = number(request.query_params.get("after"))
        if after is not None:
            return self._site.store.read(pages.after, *under, after)
        return self._site.store.read(pages.before, *under, number(request.query_params.get("before")) or pages.LAST)


def _path(language: str, version: int, **edge: int | None) -> str:
    """The page that begins at a sign-on, "" where there is none. `version` is 0 for the newest."""
    if None in edge.values():
        return ""
    return f"people?{urlencode({'lang': language, **({'version': version} if version else {}), **edge})}"
