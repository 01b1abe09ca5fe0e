"""The API of a campaign for tests: an app with the files that the live site would have built."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from campaign.adapters.http.limits import RateLimit
from campaign.adapters.store import signons
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages
from campaign.services.publishing.live.snapshot import Snapshot
from campaign.web import api, letter_files
from campaign.web.app import app_of, routes, site_of
from campaign.web.limits import VisitorLimits
from tests.helpers.web import ADDRESS, LETTER, Web

PERSON = NewSignOn(LETTER, SignOnKind.PERSON, "", SignOnState.LISTED, 1, "en", SignOnSource.PAGE, country="Greece")


def add_listed(web: Web, *names: str, kind: SignOnKind = SignOnKind.PERSON, **changed: object) -> list[int]:
    """List people (or organisations) with these names. Returns the ids of their sign-ons."""
    new = [
        replace(PERSON, name=name, kind=kind, address=f"{name}@p.example", address_key=f"{name}@p.example")
        for name in names
    ]
    new_signons: list[Any] = [replace(signon, **changed) for signon in new]  # type: ignore[arg-type]  # a test names what it changes
    return [
        web.store.write(signons.add, signon, RecordEvent.SIGNED, Actor.SIGNER, web.now).id for signon in new_signons
    ]


def app(web: Web, **limits: RateLimit) -> Starlette:
    """The whole application for the campaign's current state."""
    settings = web.settings
    builder = Builder(LiveSource(web.folder, settings, web.store.location, LETTER))
    files_made = builder.update(web.now + dt.timedelta(seconds=30), PdfLanguages())
    builder.close()
    snapshot = (
        Snapshot().with_files(files_made.version, files_made.files, files_made.removed_paths, "'self'")
        if files_made
        else Snapshot()
    )
    live: Any = SimpleNamespace(snapshot=snapshot)
    site = site_of(web.campaign, VisitorLimits(client_header=b"x-forwarded-for", **limits))
    return app_of(site, [*routes(site), *api.routes(site, live), *letter_files.routes(live, site)])


def client(web: Web, **limits: RateLimit) -> TestClient:
    """A client of the API; paths are relative to it."""
    return TestClient(app(web, **limits), base_url=f"{ADDRESS}api/v1/", follow_redirects=False)
