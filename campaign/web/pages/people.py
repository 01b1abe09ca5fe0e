"""The list of individuals who signed, page by page, newest first. The first page is in the snapshot."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.publish import Person
from campaign.core.publish.edition import path_of
from campaign.core.publish.signatory_lists import people_list
from campaign.core.signons import SignOnKind
from campaign.services.public.lists import LAST, NoSuchVersion, SignatoryPage, list_signatories, whole_number
from campaign.web.paths import path_to, root
from campaign.web.site import Site, requested_language
from campaign.web.visitors import limit_lookups


def routes(site: Site) -> list[Route]:
    """`/people`."""
    return [Route("/people", limit_lookups(site, _People(site).page), methods=["GET"], name="people")]


class _People:
    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, request: Request) -> Response:
        """The individuals before or after a sign-on, under the version in the query or the one of the letter's page."""
        text, listing = self._site.letter.texts.newest(), self._listing(request)
        if text is None or isinstance(listing, NoSuchVersion):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        language, people = requested_language(request, text), listing.page
        version = listing.version.number if listing.version.id != text.version.id else 0
        first = path_of("people", "html", language, text.languages)

        def path(**edge: int | None) -> str:
            """The path of the page that starts at a sign-on; "" if there is none."""
            query = {"lang": language, **({"version": version} if version else {}), **edge}
            return "" if None in edge.values() else path_to(request, "people", query)

        return self._site.page(
            request,
            "people.html",
            language,
            title=text.title(language) or self._site.letter.campaign.settings.campaign.name,
            to_letter=root(request) + path_of("index", "html", language, text.languages),
            count=0,
            version=version,
            listed=people_list(
                tuple(Person(signon.id, signon.name, signon.country) for signon in people.signons),
                self._site.catalogue(language).language,
            ),
            newest=(path() if version else root(request) + first) if people.newer else "",
            newer=path(after=people.newer),
            older=path(before=people.older),
            find=path_to(request, "names", {"lang": language}),
        )

    def _listing(self, request: Request) -> SignatoryPage | NoSuchVersion:
        query = request.query_params
        number = whole_number(query.get("version"))
        if "version" in query and number is None:
            return NoSuchVersion(0)
        before, after = whole_number(query.get("before")) or LAST, whole_number(query.get("after"))
        return list_signatories(self._site.letter, number, SignOnKind.PERSON, before, after)
