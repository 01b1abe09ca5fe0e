"""Several letters on one site: each at its own path, and a page that lists them.

Links from before there was a second letter have no letter in their path. They go on working: what is below the site
and names no letter is answered by the current one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign.adapters.http.origin import public_origin
from campaign.services.campaign import Campaign
from campaign.services.public.letter import PublicLetter
from campaign.services.public.letter_list import list_letters
from campaign.services.publishing.live.refresh import LiveSite
from campaign.web.app import app_of, create_app, site_of
from campaign.web.paths import root
from campaign.web.site import Site, requested_language
from campaign.web.styles import routes as style_routes


def create_site(campaign: Campaign, letters: Sequence[tuple[Campaign, LiveSite]]) -> ASGIApp:
    """The website of a campaign with the letters that it serves, the current one first; each with its pages.

    `campaign` has the settings of the whole site. Raises the same errors as `create_app`.
    """
    first, live = letters[0]
    if len(letters) == 1:
        return create_app(first, live)
    site = site_of(campaign.with_letter(first.letter, ""))
    pages = _Index(site, [site_of(letter).letter for letter, _ in letters])
    routes = [Route("/", pages.page, methods=["GET"]), *style_routes(site.letter.design.templates)]
    prefix = public_origin(campaign.settings.campaign.public_url).prefix
    apps = {letter.letter: create_app(letter, letter_live) for letter, letter_live in letters}
    return _LetterSites(
        unquote(prefix), apps, app_of(site, routes), create_app(campaign.with_letter(first.letter, ""), live)
    )


@dataclass(frozen=True, slots=True)
class _LetterSites:
    """ASGI application that hands each request to a letter, or to the list of letters."""

    prefix: str
    """The path of the site; "" for the root of the host."""
    apps: Mapping[str, ASGIApp]
    """The letters by name."""
    index: ASGIApp
    current: ASGIApp
    """The current letter, for paths that name none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        rest = path.removeprefix(self.prefix) if path == self.prefix or path.startswith(f"{self.prefix}/") else path
        name = rest.lstrip("/").partition("/")[0]
        if name in self.apps:  # a proxy may have removed the site's path
            await self.apps[name]({**scope, "path": self.prefix + rest}, receive, send)
        elif rest in ("", "/", "/style.css"):
            await self.index(scope, receive, send)
        else:
            await self.current(scope, receive, send)


class _Index:
    """The list of letters."""

    def __init__(self, site: Site, letters: Sequence[PublicLetter]) -> None:
        self._site = site
        self._letters = letters

    def page(self, request: Request) -> Response:
        language = requested_language(request, self._site.letter.texts.newest())
        here = root(request)
        letters = [(f"{here}{entry.name}/", entry) for entry in list_letters(self._letters, language)]
        return self._site.page(request, "letters.html", language, letters=letters)
