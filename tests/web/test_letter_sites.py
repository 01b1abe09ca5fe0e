"""Several letters on one site, the embargo, and the language of the visitor."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from campaign.adapters.files.folder import Folder
from campaign.adapters.store.signons import text_changes
from campaign.core.letters import VersionKind, digest_of, read, texts_of
from campaign.core.letters.version import NewVersion
from campaign.core.signons import SignOnKind
from campaign.core.signons.personal_links import LinkPurpose
from campaign.services.campaign import Campaign
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages
from campaign.services.publishing.live.snapshot import Snapshot
from campaign.services.served_letters import served_letters
from campaign.web.letter_sites import create_site
from tests.helpers.api import add_listed, app
from tests.helpers.edition import ENGLISH, GERMAN
from tests.helpers.store import open_store
from tests.helpers.web import ADDRESS, LETTER, NOW, Web, invite, settings

SEAS = "---\ntitle: Keep seas clean\nask: Adopt amendment 9.\n---\n\nThe other text.\n"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with open_store(tmp_path / "campaign.db") as store:
        web = Web(store, Folder(tmp_path), settings())
        web.freeze(en=ENGLISH, de=GERMAN)
        yield web


def freeze_seas(web: Web) -> None:
    texts = texts_of({"en": read(SEAS, "letter.en.md", "en")[0]})
    new = NewVersion("seas", digest_of(texts), texts, "agreed", web.now, VersionKind.FIRST)
    web.store.write(text_changes.freeze, new, None, None)


def live(letter: Campaign) -> Any:
    """The pages of a letter, as the live site would have built them."""
    builder = Builder(LiveSource(letter.folder, letter.settings, letter.store.location, letter.letter))
    update = builder.update(NOW, PdfLanguages())
    builder.close()
    assert update is not None
    return SimpleNamespace(snapshot=Snapshot().with_files(1, update.files, update.removed_paths, "'self'"))


def site(web: Web) -> TestClient:
    campaign = web.campaign
    pages = [(letter, live(letter)) for letter in served_letters(campaign)]
    return TestClient(create_site(campaign, pages), base_url=ADDRESS, follow_redirects=False)


def test_one_letter_is_the_site(web: Web) -> None:
    """With one letter, its page is the first page, and its forms are below it."""
    client = site(web)
    assert [letter.settings.campaign.public_url for letter in served_letters(web.campaign)] == [ADDRESS]
    assert "<h1>" in client.get("").text
    assert client.get("sign").status_code == 200
    assert client.get(f"{LETTER}/").status_code == 404


def test_two_letters_have_two_addresses(web: Web) -> None:
    """Each letter is below the site under its name, with its form, lists, files and address in what it publishes."""
    freeze_seas(web)
    add_listed(web, "Seal Watch", kind=SignOnKind.ORGANISATION)
    client = site(web)
    index = client.get("")
    assert [f'href="/forests/{name}/"' in index.text for name in (LETTER, "seas")] == [True, True]
    assert "1 organisation" in index.text
    for name, title in ((LETTER, "Keep forests standing"), ("seas", "Keep seas clean")):
        page = client.get(f"{name}/")
        assert (page.status_code, title in page.text) == (200, True)
        assert f'<link rel="canonical" href="{ADDRESS}{name}/index.html">' in page.text
        assert title in client.get(f"{name}/sign").text
        assert client.get(f"{name}/letter.json").json()["url"] == f"{ADDRESS}{name}"
        assert client.get(f"{name}/api/v1/counts").status_code == 200
    assert client.get("nothing").status_code == 404


def test_links_from_before_the_second_letter_go_on_working(web: Web) -> None:
    """A personal link that was sent when there was one letter opens its page, and so does the address of the form."""
    signon = invite(web)
    freeze_seas(web)
    client = site(web)
    own = web.link(LinkPurpose.OWN, signon)
    assert client.get(f"own/{own}").status_code == 200
    assert client.get(f"{LETTER}/own/{own}").status_code == 200
    assert client.get(f"seas/own/{own}").status_code == 404
    assert client.get("sign").status_code == 200


def test_a_proxy_may_remove_the_path_of_the_site(web: Web) -> None:
    """With and without the site's own path before it, the path names the letter."""
    freeze_seas(web)
    client = TestClient(site(web).app, base_url="https://letter.example", follow_redirects=False)
    assert "Keep seas clean" in client.get("/seas/").text
    assert "Keep seas clean" in client.get("/forests/seas/").text


def test_until_the_embargo_ends_nothing_can_be_read(web: Web) -> None:
    """Pages, files, lists, API and form are not there; a personal link opens. In the minute of its end all are
    there."""
    signon = invite(web)
    end = NOW + dt.timedelta(hours=4)
    web.settings = replace(web.settings, campaign=replace(web.settings.campaign, embargo_at=end))
    now = [end - dt.timedelta(seconds=1)]
    campaign = Campaign.from_parts(web.folder, web.settings, web.store, LETTER, lambda: now[0])
    pages = [(letter, live(letter)) for letter in served_letters(campaign)]
    client = TestClient(create_site(campaign, pages), base_url=ADDRESS, follow_redirects=False)
    paths = (
        "",
        "index.html",
        "index.de.html",
        "sign",
        "letter.txt",
        "letter.json",
        "feed.xml",
        "api/v1/letter",
        "people",
    )
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert "forests standing" not in client.get("").text
    assert client.get(f"own/{web.link(LinkPurpose.OWN, signon)}").status_code == 200
    now[0] = end
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr,en;q=0.5", "en"),
        ("", "it", "en"),
        ("index.html", "de", "en"),
        ("index.de.html", "en", "de"),
        ("sign", "de", "de"),
        ("sign?lang=en", "de", "en"),
        ("names", "de", "de"),
    ],
)
def test_a_page_opens_in_the_visitors_language(web: Web, path: str, accepted: str, language: str) -> None:
    """The browser's wish counts where the address names no language."""
    client = TestClient(app(web), base_url=ADDRESS)
    answer = client.get(path, headers={"accept-language": accepted})
    assert f'<html lang="{language}">' in answer.text
    if path == "":
        assert "accept-language" in answer.headers["vary"]


def test_every_form_page_can_be_switched(web: Web) -> None:
    """A personal page has a link to itself in the letter's other languages, with what else its address says."""
    signon = invite(web)
    own = web.link(LinkPurpose.OWN, signon)
    page = web.client.get(f"own/{own}?lang=de").text
    assert '<a href="?lang=en" hreflang="en" lang="en">English</a>' in page
    assert '<a href="?lang=de" hreflang="de" lang="de" aria-current="page">Deutsch</a>' in page


def test_before_the_first_version_the_page_is_calm(tmp_path: Path) -> None:
    """The campaign's name, one sentence and a contact; programs see that there is nothing yet."""
    with open_store(tmp_path / "campaign.db") as store:
        web = Web(store, Folder(tmp_path), settings())
        answer = TestClient(app(web), base_url=ADDRESS).get("")
    assert answer.status_code == 404
    assert "<h1>Forests first</h1>" in answer.text
    assert "The letter is not published yet." in answer.text
