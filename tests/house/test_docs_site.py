"""The documentation as a site: complete, searchable, and readable without a network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `./run docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, ROOT / "tools" / "docs_site.py", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.mark.docs
def test_every_page_is_on_the_site(site: Path) -> None:
    """Each page of docs/ is a page of the site, and nothing that a page loads comes from elsewhere."""
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} - {"README"}
    assert pages - {path.stem for path in site.glob("*.html")} == set()
    loads = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]*""")
    assert [load for path in site.glob("*.html") for load in loads.findall(path.read_text("utf-8"))] == []


@pytest.mark.docs
@pytest.mark.browser
def test_the_site_is_searched_without_a_network(site: Path, page) -> None:
    """Opened as files, the first page shows its picture, and a search finds the page about a word."""
    context = page.context.browser.new_context()
    tab = context.new_page()
    elsewhere: list[str] = []
    tab.on("request", lambda request: request.url.startswith(("file:", "data:")) or elsewhere.append(request.url))
    tab.goto((site / "index.html").as_uri())
    assert tab.evaluate("document.images[0].naturalWidth") == 1600
    tab.goto(f"{(site / 'search.html').as_uri()}?q=healthz")
    tab.wait_for_selector("ul.search li a")
    titles = tab.locator("ul.search li a").all_inner_texts()
    context.close()
    assert ("Running it on a server" in titles, elsewhere) == (True, [])
