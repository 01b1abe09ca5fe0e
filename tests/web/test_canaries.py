"""Private data does not appear in anything public: canary values are searched for everywhere."""

import datetime as dt
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlencode, urljoin

import pytest
from pypdf import PdfReader

from campaign.adapters.store import Store, people, signons, versions
from campaign.core.addressees import Addressee
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample, run
from tests.helpers.web import hidden_fields
from tests.web.test_serve_process import free_port, serve

pytestmark = pytest.mark.slow

# Each private word has this in it, and nothing else has.
CANARY = "zqxw"
PUBLIC = frozenset({SignOnState.LISTED})
_LINKS = re.compile(r"""(?:href|src|action)=["']([^"']+)|url\(["']?([^"')]+)|<loc>([^<]+)""")
# What is answered from the store beside the files, and no page of them leads to.
_LOOKED_UP = ("people", "names?q=open", *(f"api/v1/{name}" for name in ("letter", "versions", "counts")))
_LISTS = tuple(f"api/v1/{name}" for name in ("organisations", "people", "openapi.json", "nothing"))
_ADDRESS = "203.0.113.77"


def _new_signon(kind: SignOnKind, state: SignOnState, version: int, number: int) -> NewSignOn:
    """A sign-on whose private values are all canaries; its name is one too if it is not listed."""
    name = f"Open {kind} {number}" if state in PUBLIC else f"Zqxwname {number}"
    mail = f"zqxwmail{number}@{CANARY}{number}.example"
    return NewSignOn(
        LETTER,
        kind,
        name,
        state,
        version,
        "en",
        SignOnSource.PAGE,
        country="Germany",
        person=name if kind is SignOnKind.PERSON else f"Zqxwperson {number}",
        role=f"Zqxwrole {number}",
        address=mail,
        address_key=mail,
        authority=f"Zqxwauthority {number}",
        note=f"Zqxwnote {number}",
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with sign-ons of both kinds in every state, and an addressee whose email address is a canary."""
    root = frozen_sample(tmp_path_factory.mktemp("canaries"))
    path = root / "campaign.toml"
    text = path.read_text("utf-8").replace(
        "[sender]", 'public_url = "https://coalition.example/letter/"\n\n[signing]\nindividuals = true\n\n[sender]', 1
    )
    path.write_text(text + '\n[web]\nclient_header = "X-Forwarded-For"\n', "utf-8")
    with Store.open(root / "campaign.db") as store:
        version = store.read(versions.latest, LETTER)
        assert version is not None
        for number, (kind, state) in enumerate((kind, state) for kind in SignOnKind for state in SignOnState):
            new = _new_signon(kind, state, version.id, number)
            store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, dt.datetime.now(dt.UTC))
        member = Addressee("z", "Anna Roth", "Roth", address=f"member@{CANARY}.example")
        store.write(
            people.put_addressees, LETTER, [*store.read(people.addressees, LETTER), member], dt.datetime.now(dt.UTC)
        )
    return root


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    """The files of the published site, by name."""
    place = root / "site"
    assert run(root, "publish", "--out", str(place)) == 0
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(root: Path, files: dict[str, bytes]) -> tuple[dict[str, bytes], str]:
    """Every public response of the served campaign by its URL, and all output of the process."""
    with serve(root, free_port()) as (process, url):
        _try_to_sign(url)
        _wait_for_pdf(url)
        answers = dict(_crawl(f"{url}letter/", (*files, *_LOOKED_UP, *_LISTS)))
        process.terminate()
        assert process.stdout is not None
        printed = process.stdout.read()
    return answers, printed


def _try_to_sign(url: str) -> None:
    """Once correctly, once with errors, once with a wrong URL."""
    _, page = _get(urljoin(url, "sign"))
    answers = {
        "organisation": "Zqxwname new",
        "country": "DE",
        "person": "Zqxwperson new",
        "role": "Zqxwrole new",
        "mail": f"new@{CANARY}.example",
        "authority": "yes",
    }
    for path, fields in (
        ("sign", answers),
        ("sign", {**answers, "mail": f"wrong {CANARY}"}),
        ("sign/send", answers),
        (f"own/{CANARY}", answers),
    ):
        data = urlencode(hidden_fields(page.decode()) | fields).encode()
        request = urllib.request.Request(urljoin(url, path), data, {"X-Forwarded-For": _ADDRESS})
        _open(request)


def _wait_for_pdf(url: str) -> None:
    """Wait for the PDF, which is made after the pages."""
    until = time.monotonic() + 60
    while b"%PDF" not in _get(urljoin(url, "letter.pdf"))[1]:
        assert time.monotonic() < until
        time.sleep(0.2)


def _open(request: urllib.request.Request) -> tuple[str, bytes]:
    """The headers as text, and the body."""
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return str(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return str(error.headers), error.read()


def _get(url: str) -> tuple[str, bytes]:
    return _open(urllib.request.Request(url, headers={"X-Forwarded-For": _ADDRESS}))


def _crawl(start: str, files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Everything that links reach from the first page, below the public path, and from the site's files."""
    waiting, seen = [start, *(urljoin(start, file) for file in files)], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        headers, body = _get(url)
        yield url.removeprefix(start), headers.encode() + body
        if "text/" in headers or "xml" in headers:
            text = body.decode()
            near = (
                urldefrag(urljoin(url, unescape(next(filter(None, groups))))).url for groups in _LINKS.findall(text)
            )
            near_here = [link.replace("https://coalition.example/letter/", start) for link in near]
            waiting += [link for link in near_here if link.startswith(start)]


def _readable(name: str, data: bytes) -> str:
    """All text in it that a person or a program could read."""
    text = data.decode("utf-8", "replace")
    if b"%PDF" in data:
        reader = PdfReader(BytesIO(data[data.index(b"%PDF") :]))
        text += " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    return f"{name} {unescape(unquote(text))}".casefold()


@pytest.mark.slow
def test_no_public_answer_has_a_private_word(site: tuple[dict[str, bytes], str]) -> None:
    """Everything that links reach: pages, files, feeds, pictures, PDFs, with their headers."""
    answers, _ = site
    assert [name for name, data in answers.items() if CANARY in _readable(name, data)] == []


def test_the_public_site_was_seen(site: tuple[dict[str, bytes], str]) -> None:
    """Proof that the other test is not empty: the public site was read, and listed names were there."""
    answers, _ = site
    wanted = {"", "sign", "people.html", "signatories.json", "signatories.csv", "letter.pdf", "feed.xml"}
    assert wanted - set(answers) == set()
    assert "open organisation " in _readable("", answers[""])
    for path in ("people.html", "people", "api/v1/people", "names?q=open"):
        assert "open person " in _readable("", answers[path])
    assert '"people": 1' in _readable("", answers["api/v1/counts"])


def test_nothing_private_is_printed_by_the_server(site: tuple[dict[str, bytes], str]) -> None:
    """Not even for requests that failed; and no visitor's IP address."""
    _, printed = site
    assert CANARY not in printed.casefold()
    assert _ADDRESS not in printed


def test_an_ip_address_is_not_stored(site: tuple[dict[str, bytes], str], root: Path) -> None:
    """Nowhere in the database, whatever was requested."""
    database = b"".join(path.read_bytes() for path in root.glob("campaign.db*"))
    assert b"Zqxwperson 0" in database
    assert _ADDRESS.encode() not in database


def test_the_published_site_has_no_private_word(files: dict[str, bytes]) -> None:
    """The same for `campaign publish`: every file and its name."""
    assert [name for name, data in files.items() if CANARY in _readable(name, data)] == []
    assert "Open organisation 5" in json.dumps(json.loads(files["signatories.json"]))
