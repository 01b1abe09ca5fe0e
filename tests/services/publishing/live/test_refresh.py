"""Refreshing the snapshot, with a real second process."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campaign.adapters.store import directory, versions
from campaign.core.publish.site import SUMS
from campaign.core.signatories import Organisation
from campaign.services.publishing.live.builder import LiveSource
from campaign.services.publishing.live.refresh import LiveSite
from campaign.services.trusting import trust_parts, untrusted_parts
from tests.helpers.web import LETTER, NOW, Web, open_web

pytestmark = pytest.mark.slow


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with open_web(tmp_path) as made_one:
        yield made_one


def _live(web: Web, clock: Callable[[], dt.datetime] = lambda: NOW) -> LiveSite:
    return LiveSite(LiveSource(web.folder, web.settings, web.store.location, LETTER), clock)


async def _until(happened: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.05)


def _page(live: LiveSite, path: str = "index.html") -> str:
    resource = live.snapshot.resources.get(path)
    return resource.plain.body.decode("utf-8", "replace") if resource else ""


@pytest.mark.slow
async def test_there_is_something_to_see_from_the_beginning(web: Web) -> None:
    """When the block begins, the pages are there; picture and PDF follow, and the page links to them."""
    live = _live(web)
    async with live.keep_fresh():
        assert "Keep forests standing" in _page(live)
        await _until(lambda: 'href="letter.pdf"' in _page(live))
        assert live.snapshot.resources["letter.pdf"].plain.body.startswith(b"%PDF")
        assert {"picture.png", "picture.de.png"} <= live.snapshot.resources.keys()
        assert "  letter.pdf\n" in _page(live, SUMS)


async def test_who_is_listed_is_seen_soon(web: Web) -> None:
    """The page changes without a request."""
    live = _live(web)
    async with live.keep_fresh():
        web.store.write(directory.put, LETTER, (Organisation("k", "Free Knowledge", country="DE"),), NOW)
        await _until(lambda: "Free Knowledge" in _page(live))


@pytest.mark.slow
async def test_an_old_print_never_stands_beside_a_new_text(web: Web) -> None:
    """The PDF is removed with the old version, and comes back with the new one."""
    live = _live(web)
    async with live.keep_fresh():
        await _until(lambda: "letter.pdf" in live.snapshot.resources)
        old = live.snapshot.resources["letter.pdf"].plain.body
        web.freeze(en="---\ntitle: Another\n---\n\nWords.\n")
        await _until(lambda: live.snapshot.version == web.store.read(versions.latest, LETTER).number)
        assert "letter.pdf" not in live.snapshot.resources
        await _until(lambda: "letter.pdf" in live.snapshot.resources)
        assert live.snapshot.resources["letter.pdf"].plain.body != old
        assert "letter.de.pdf" not in live.snapshot.resources


async def test_a_template_that_breaks_leaves_the_old_pages(
    web: Web, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log names template and cause; after a correction the pages are updated again."""
    monkeypatch.setattr("campaign.services.publishing.live.refresh._SECONDS_AFTER_TROUBLE", 0.1)
    template = web.folder.templates / "web" / "embed.html"
    template.parent.mkdir(parents=True)
    template.write_text("hello")
    trust_parts(untrusted_parts(web.campaign))
    live = _live(web)
    with caplog.at_level(logging.ERROR, "campaign.services.publishing.live"):
        async with live.keep_fresh():
            template.write_text("{{ nothing }}")
            trust_parts(untrusted_parts(web.campaign))
            web.store.write(directory.put, LETTER, (Organisation("k", "Free Knowledge"),), NOW)
            await _until(lambda: bool(caplog.messages))
            assert _page(live, "embed.html") == "hello"
            template.write_text("hello again")
            trust_parts(untrusted_parts(web.campaign))
            await _until(lambda: _page(live, "embed.html") == "hello again")
    assert caplog.messages[0].startswith("the letter's pages are not updated: templates/web/embed.html: ")


async def test_while_nothing_is_frozen_the_first_look_ends_all_the_same(tmp_path: Path) -> None:
    """The forms are served; the letter appears when it is frozen."""
    with open_web(tmp_path, {}) as web:
        live = _live(web)
        async with live.keep_fresh():
            assert live.snapshot.resources == {}
            web.freeze()
            await _until(lambda: "Keep forests standing" in _page(live))
