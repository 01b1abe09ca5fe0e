"""A real browser, and pages that must not contact other hosts, log errors or set cookies."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from campaign.adapters.files.content import templates
from campaign.adapters.http.server import serve_app
from campaign.desk.rehearsal.pages import create_app
from tests.helpers.sample_messages import MESSAGES
from tests.helpers.web import Web, open_web


@dataclass(frozen=True)
class Campaign:
    """A campaign and the address of its pages, without a slash at the end."""

    web: Web
    url: str


LOCAL = ("http://127.0.0.1", "data:")


@pytest.fixture(scope="module")
def browser():
    """Chromium for one file of tests; playwright's event loop would disturb the loops of other tests."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    with sync_api.sync_playwright() as playwright:
        # Chromium's own sandbox does not start as root, as in many CI containers; only our own pages are opened.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-dev-shm-usage", "--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def javascript() -> bool:
    return True


@pytest.fixture
def page(browser, javascript):
    """A page in a new context. At the end of the test, checks that there was no request elsewhere, no error and no
    cookie."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        locale="en-GB",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    page, elsewhere, errors = context.new_page(), [], []
    page.on("request", lambda request: request.url.startswith(LOCAL) or elsewhere.append(request.url))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    cookies = context.cookies()
    context.close()
    assert (elsewhere, errors, cookies) == ([], [], [])


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """The address of an app's pages, without a slash at the end."""
    ready: list[str] = []
    started = threading.Event()
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def serve() -> None:
        async with serve_app(app) as url:
            ready.append(url.rstrip("/"))
            started.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(10)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[str]:
    """The address of a rehearsal's pages, without a slash at the end."""
    with serve(create_app(MESSAGES, "Open source and the AI Act", templates())) as url:
        yield url


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A campaign with its website, served on this machine."""
    with open_web(tmp_path, individuals=True) as web, serve(web.client.app) as url:
        yield Campaign(web, url)
