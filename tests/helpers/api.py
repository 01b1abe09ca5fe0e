"""The API of a campaign for tests: an app whose snapshot holds what the second process would have made."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from campaign.adapters.http.limits import Limit
from campaign.adapters.store import signons
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Source
from campaign.core.signons.record import Actor, Deed
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages
from campaign.services.publishing.live.snapshot import Snapshot
from campaign.web import api, files
from campaign.web.app import app_of, routes, site_of
from campaign.web.limits import Limits
from tests.helpers.web import ADDRESS, LETTER, Web

PERSON = NewSignOn(LETTER, Kind.PERSON, "", SignOnState.LISTED, 1, "en", Source.PAGE, country="Greece")


def listed(web: Web, *names: str, kind: Kind = Kind.PERSON, **changed: object) -> list[int]:
    """People, or organisations, of these names are listed; their sign-ons."""
    new = [
        replace(PERSON, name=name, kind=kind, mail=f"{name}@p.example", mail_key=f"{name}@p.example") for name in names
    ]
    said: list[Any] = [replace(each, **changed) for each in new]  # type: ignore[arg-type]
    return [web.store.write(signons.add, each, Deed.SIGNED, Actor.SIGNER, web.now).id for each in said]


def app(web: Web, **limits: Limit) -> Starlette:
    """The whole application as the campaign stands now."""
    settings = web.settings
    builder = Builder(LiveSource(web.place, settings, web.store.where, LETTER))
    made = builder.look(web.now + dt.timedelta(seconds=30), PdfLanguages())
    builder.close()
    snapshot = Snapshot().with_files(made.version, made.files, made.gone, "'self'") if made else Snapshot()
    live: Any = SimpleNamespace(snapshot=snapshot)
    site = site_of(web.campaign, Limits(client_header=b"x-forwarded-for", **limits))
    return app_of(site, [*routes(site), *api.routes(site, live), *files.routes(live)])


def client(web: Web, **limits: Limit) -> TestClient:
    """A program that speaks to the API; paths are relative to it."""
    return TestClient(app(web, **limits), base_url=f"{ADDRESS}api/v1/", follow_redirects=False)
