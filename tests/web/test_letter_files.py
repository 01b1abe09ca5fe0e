"""Serving the letter's files."""

import gzip
import hashlib
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from campaign.core.publish.site import SUMS
from campaign.services.publishing.live.site_file import media_type, site_file
from campaign.services.publishing.live.snapshot import Snapshot
from campaign.web.letter_files import routes

LONG = "A letter, and then a letter. " * 100
FILES = {
    "index.html": LONG.encode(),
    "embed.html": b"<p>frame</p>",
    "404.html": b"<p>no such page</p>",
    "letter.json": b"{}",
    "feed.xml": b"<feed/>",
    "picture.png": bytes(2000),
    "versions/1.txt": LONG.encode(),
}


def _client(snapshot: Snapshot) -> TestClient:
    live: Any = SimpleNamespace(snapshot=snapshot)  # nothing else is asked for
    texts = SimpleNamespace(cached=None, newest=lambda: "a version")
    site: Any = SimpleNamespace(letter=SimpleNamespace(texts=texts))
    return TestClient(Starlette(routes=routes(live, site)))


@pytest.fixture
def snapshot() -> Snapshot:
    made = {path: site_file(path, body) for path, body in FILES.items()}
    return Snapshot().with_files(1, made, frozenset(), "https://partner.example")


@pytest.fixture
def client(snapshot: Snapshot) -> TestClient:
    return _client(snapshot)


@given(st.binary(max_size=3000))
def test_a_packed_file_is_the_file(body: bytes) -> None:
    """The gzip version is smaller, reproducible, and unpacks to the file."""
    made = site_file("a.txt", body)

    assert made == site_file("a.txt", body)
    assert not made.gzip or (gzip.decompress(made.gzip) == body and len(made.gzip) < len(body))


@pytest.mark.parametrize(
    ("path", "expected_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feed.json", "application/feed+json"),
        ("letter.json", "application/json"),
        ("api/v1/letter", "application/json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("logos/a.png", "image/png"),
    ],
)
def test_a_file_says_what_it_is(path: str, expected_type: str) -> None:
    """The content type follows from the path."""
    assert media_type(path) == expected_type


def test_pictures_are_not_packed_again() -> None:
    """They are compressed already."""
    assert site_file("picture.png", bytes(5000)).gzip == b""


def test_the_first_page_has_no_name(client: TestClient) -> None:
    """The site's root is the letter; the page for frames is served without its extension."""
    assert client.get("/").text == LONG
    assert client.get("/embed").text == "<p>frame</p>"
    assert client.get("/versions/1.txt").text == LONG


def test_who_takes_gzip_gets_it(client: TestClient) -> None:
    """Both versions have tags of their own, and caches are told (Vary)."""
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})

    assert packed.text == plain.text == LONG
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (packed.headers["vary"], packed.headers["cache-control"]) == ("accept-encoding", "public, max-age=1")


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("deflate, *", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("br", False),
        ("", False),
    ],
)
def test_weights_are_respected(client: TestClient, accepted: str, packed: bool) -> None:
    """RFC 9110, 12.5.3."""
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) is packed


def test_nothing_new_comes_without_a_body(client: TestClient) -> None:
    """A client that has the file, by weak comparison or among other tags, gets 304; another tag gets the file."""
    for accepted in ("gzip", "identity"):
        tag = client.get("/", headers={"Accept-Encoding": accepted}).headers["etag"]
        for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = client.get("/", headers={"If-None-Match": condition, "Accept-Encoding": accepted})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
            assert "content-length" not in answer.headers
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_is_the_answer_without_its_body(client: TestClient) -> None:
    """The same headers."""
    whole, head = client.get("/letter.json"), client.head("/letter.json")

    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_a_wrong_address_gets_the_sites_own_page(client: TestClient) -> None:
    """404, with only its inline style allowed."""
    for path in ("/nothing", "/versions/", "/..%2findex.html", "/%00", "/embed/"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (404, "<p>no such page</p>")
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_only_the_page_for_frames_may_be_framed_elsewhere(client: TestClient) -> None:
    """By the sites in the settings."""
    policies = {path: client.get(path).headers["content-security-policy"] for path in ("/", "/embed", "/embed.html")}

    assert [path for path, policy in policies.items() if "frame-ancestors https://partner.example" in policy] == [
        "/embed",
        "/embed.html",
    ]
    assert "frame-ancestors 'self'" in policies["/"]


def test_programs_of_other_sites_may_read_what_is_for_programs(client: TestClient) -> None:
    """Data, feeds and pictures, but not pages."""
    opened = [path for path in FILES if client.get(f"/{path}").headers.get("access-control-allow-origin") == "*"]

    assert opened == ["letter.json", "feed.xml", "picture.png", "versions/1.txt"]


def test_nothing_is_changed_by_asking(client: TestClient) -> None:
    """Only GET and HEAD are allowed."""
    assert [client.request(method, "/").status_code for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]


def test_before_the_first_files_the_answer_is_503() -> None:
    """With the time to wait."""
    answer = _client(Snapshot()).get("/")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_a_shelf_is_replaced_not_changed(snapshot: Snapshot) -> None:
    """New files replace old ones, removed ones are gone, the checksums match; the old snapshot is unchanged."""
    fresh = snapshot.with_files(2, {"letter.json": site_file("letter.json", b"[]")}, frozenset({"feed.xml"}), "*")
    listed = dict(line.split("  ")[::-1] for line in fresh.files[SUMS].body.decode().splitlines())

    assert "feed.xml" not in fresh.resources
    assert (fresh.resources["letter.json"].plain.body, snapshot.resources["letter.json"].plain.body) == (b"[]", b"{}")
    assert listed == {
        path: hashlib.sha256(document.body).hexdigest() for path, document in fresh.files.items() if path != SUMS
    }
    assert fresh.resources["index.html"] is snapshot.resources["index.html"]
