"""The application: which page stands where, and what guards them all."""

import datetime as dt
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from campaign.adapters.files.folder import Folder
from campaign.adapters.http.headers import FORM_POLICY, GuardedHeaders
from campaign.adapters.store import Store
from campaign.core.settings import Settings
from campaign.services.publishing.live.refresh import LiveSite
from campaign.web import (
    agreeing,
    answering,
    api,
    confirm,
    correcting,
    files,
    forward,
    names,
    people,
    sign,
    stopping,
    styles,
)
from campaign.web import own as personal
from campaign.web.gate import Gate
from campaign.web.own import Own
from campaign.web.ownpages import OwnPages
from campaign.web.site import Site, site_of
from campaign.web.troubles import Troubles


def create_app(
    settings: Settings,
    store: Store,
    place: Folder,
    letter: str,
    clock: Callable[[], dt.datetime],
    live: LiveSite | None = None,
) -> Starlette:
    """The pages of a letter. `settings` must have a public_url; `clock` gives aware UTC. `live` holds the letter's
    own pages; without it there are only forms.

    Raises FolderError for a catalogue that cannot be read, Refused where the settings do not say who answers for data.
    """
    site = site_of(settings, store, place, letter, clock)
    site.texts.newest()
    return app_of(site, [*routes(site), *api.routes(site, live), *(files.routes(live) if live else [])])


def routes(site: Site) -> list[BaseRoute]:
    """Every page of the site."""
    own = Own(site, OwnPages(site))
    return [
        *sign.routes(site),
        *confirm.routes(site),
        *forward.routes(site),
        *people.routes(site),
        *names.routes(site),
        *personal.routes(own),
        *answering.routes(own),
        *correcting.routes(own),
        *agreeing.routes(own),
        *stopping.routes(site),
        *styles.routes(site.templates),
    ]


def app_of(site: Site, pages: Sequence[BaseRoute]) -> Starlette:
    """An application of pages, guarded."""
    troubles = Troubles(site)
    return Starlette(
        routes=pages,
        middleware=[
            Middleware(GuardedHeaders, policy=FORM_POLICY),
            Middleware(Gate, place=site.where, failure=troubles.failure, from_anywhere=stopping.PATH),
        ],
        exception_handlers={HTTPException: troubles.page},
    )
