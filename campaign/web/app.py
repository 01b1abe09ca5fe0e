"""The ASGI application: its routes and the middleware that guards them."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from campaign.adapters.http.headers import FORM_POLICY, SecurityHeaders
from campaign.adapters.http.origin import public_origin
from campaign.services.campaign import Campaign
from campaign.services.public.letter import public_letter
from campaign.services.publishing.live.refresh import LiveSite
from campaign.web import api, letter_files, styles
from campaign.web.embargo import Embargo
from campaign.web.error_pages import ErrorPages
from campaign.web.guard import RequestGuard
from campaign.web.limits import VisitorLimits
from campaign.web.pages import (
    agree,
    confirm,
    correct,
    forward,
    invitation,
    names,
    not_me,
    people,
    personal_page,
    sign,
    stop,
)
from campaign.web.site import Site


def create_app(campaign: Campaign, live: LiveSite | None = None) -> Starlette:
    """The website of a campaign's letter. The settings must have a public_url.

    `live` holds the letter's own pages; without it, there are only the forms. Raises FolderError if a catalogue cannot
    be read, and Refused if the settings do not name the data controller.
    """
    site = site_of(campaign)
    return app_of(site, [*routes(site), *api.routes(site, live), *(letter_files.routes(live, site) if live else [])])


def site_of(campaign: Campaign, limits: VisitorLimits | None = None) -> Site:
    """What the pages of a campaign's letter share. Raises the same errors as `create_app`."""
    header = campaign.settings.web.client_header.encode()
    return Site(public_letter(campaign), limits or VisitorLimits(client_header=header))


def routes(site: Site) -> list[BaseRoute]:
    """Every route of the forms and lists, the most frequent first."""
    return [
        *sign.routes(site),
        *confirm.routes(site),
        *forward.routes(site),
        *people.routes(site),
        *names.routes(site),
        *personal_page.routes(site),
        *invitation.routes(site),
        *correct.routes(site),
        *agree.routes(site),
        *not_me.routes(site),
        *stop.routes(site),
        *styles.routes(site.letter.design.templates),
    ]


def app_of(site: Site, pages: Sequence[BaseRoute]) -> Starlette:
    """An application with these routes, guarded by our middleware."""
    error_pages = ErrorPages(site)
    origin = public_origin(site.letter.campaign.settings.campaign.public_url)
    app = Starlette(
        routes=pages,
        middleware=[
            Middleware(SecurityHeaders, policy=FORM_POLICY),
            Middleware(RequestGuard, origin=origin, failure=error_pages.failure, from_anywhere=stop.PATH),
            Middleware(Embargo, campaign=site.letter.campaign, error_pages=error_pages),
        ],
        exception_handlers={HTTPException: error_pages.page},
    )
    app.router.redirect_slashes = False  # it would redirect to any host that a visitor sends
    return app
