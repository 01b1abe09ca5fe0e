"""Abuse: forged hosts and origins, floods, endless bodies, errors that reveal too much."""

from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from campaign.adapters.http import form_token
from campaign.adapters.store.signons import notices
from campaign.services.trusting import trust_parts, untrusted_parts
from campaign.web.app import app_of, site_of
from tests.helpers.web import ADDRESS, ANSWERS, Web, hidden_fields, title, words

pytestmark = pytest.mark.slow


def test_a_forged_host_gets_no_page(web: Web) -> None:
    """An unknown host name is refused; the machine's own, which a proxy may send, is not, and does not appear on the
    page."""
    for host in ("evil.example", "letter.example.evil.example", "127.0.0.1.evil.example", ""):
        answer = web.client.get("sign", headers={"Host": host})
        assert (answer.status_code, "form" in answer.text) == (421, False)
    for host in ("letter.example", "LETTER.example:443", "127.0.0.1:8000", "localhost", "[::1]:8000"):
        answer = web.client.get("sign", headers={"Host": host})
        assert answer.status_code == 200
        assert host not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://letter.example.evil.example"}, 403),
        ({"Origin": "https://letter.example"}, 303),
        ({"Origin": "null"}, 303),
        ({}, 303),
    ],
)
def test_a_form_is_sent_from_our_own_page(web: Web, headers: dict[str, str], status: int) -> None:
    """A page of another site cannot send it in its visitors' name. Nothing is stored."""
    answer = web.client.post("sign/send", data=web.checked_fields(), headers=headers)
    assert answer.status_code == status
    assert len(web.store.read(notices.pending)) == (status == 303)


def test_a_form_without_our_token_is_asked_about_once_more(web: Web) -> None:
    """Forged, from the future, a day old or missing: the answers are shown again with a good token, and nothing is
    stored."""
    fields = web.checked_fields()
    now = web.now.timestamp()
    secret = b"x" * 32
    wrong = [
        "",
        "x",
        ".",
        "zz.00",
        form_token.new_token(secret, now, ANSWERS),
        fields["token"][:-1],
        "\N{SNOWMAN}.\N{SNOWMAN}",
    ]
    for token in wrong:
        page = web.client.post("sign/send", data={**fields, "token": token}).text
        assert title(page) == "Error: Check your answers: Keep forests standing"
    assert web.store.read(notices.pending) == ()
    web.now += web.now - web.now.replace(day=1, month=2)
    page = web.client.post("sign/send", data=fields).text
    assert "Your answers are still here" in page
    assert web.client.post("sign/send", data=hidden_fields(page)).status_code == 303


def test_a_token_lives_a_day() -> None:
    """It is valid from its time on, for 24 hours, with its own secret only."""
    secret, now = b"s" * 32, 1_800_000_000.0
    token = form_token.new_token(secret, now, ANSWERS)
    assert [form_token.is_valid(token, secret, now + after, ANSWERS) for after in (0, 86_400, 86_401, -1)] == [
        True,
        True,
        False,
        False,
    ]
    assert not form_token.is_valid(token, b"t" * 32, now, ANSWERS)


def test_a_token_is_good_for_the_answers_of_its_page(web: Web) -> None:
    """Whoever fetched one page cannot send a form about somebody else with it: each answer that differs is asked about
    once more, and nothing is stored."""
    fields = web.checked_fields()
    others = {"organisation": "Another", "country": "FR", "person": "Mal Lory", "role": "none", "mail": "v@x.example"}
    for name, value in others.items():
        page = web.client.post("sign/send", data={**fields, name: value}).text
        assert title(page) == "Error: Check your answers: Keep forests standing"
    assert web.store.read(notices.pending) == ()
    assert web.client.post("sign/send", data=fields).status_code == 303


def test_a_flood_from_one_address_is_slowed_down_kindly(web: Web) -> None:
    """Sixty at once, then one in twenty seconds; others are not affected. The page says that nothing is lost."""
    fields = web.checked_fields()
    flood = {"X-Forwarded-For": "1.2.3.4, 192.0.2.7"}
    answers = [web.client.post("sign/send", data=fields, headers=flood) for _ in range(100)]
    assert [answer.status_code for answer in answers] == [303] * 60 + [429] * 40
    assert title(answers[-1].text) == "Too many requests"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 20
    other = {"X-Forwarded-For": "192.0.2.7, 192.0.2.8"}
    assert web.client.post("sign/send", data=fields, headers=other).status_code == 303


def test_a_customer_of_ipv6_is_one_client(web: Web) -> None:
    """The second half of an IPv6 address is chosen by the customer."""
    fields = web.checked_fields()
    answers = [
        web.client.post("sign/send", data=fields, headers={"X-Forwarded-For": f"2001:db8::{at:x}"}) for at in range(61)
    ]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"a=" + b"x" * 30_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=" % at for at in range(100)), "application/x-www-form-urlencoded", 400),
        (b"organisation=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b'{"organisation": "x"}', "application/json", 415),
        (b"", "", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    ],
)
@pytest.mark.parametrize("path", ["sign", "sign/send"])
def test_what_is_no_form_is_refused(web: Web, path: str, content: bytes, kind: str, status: int) -> None:
    """Too long, too many fields, not text, another type: each has its status and a page in words."""
    answer = web.client.post(path, content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_odd_fields_are_answered_like_any_others(web: Web) -> None:
    """Broken escapes, half characters, repeated and unknown fields: a page with the errors to fix."""
    content = (
        b"organisation=%ff%fe&organisation=%ed%a0%80&country=%00&person=%E2%80%AEeve&x=1&mail=%0d%0aBcc:x&version=%"
    )
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    page = web.client.post("sign", content=content, headers=form).text
    assert title(page) == "Error: Sign the letter: Keep forests standing"


def test_hostile_answers_stay_words(web: Web) -> None:
    """Markup in a name is refused; quotes and other characters are escaped on every page."""
    page = web.client.post("sign", data=web.form_fields(organisation="<script>alert(1)</script>")).text
    assert "<script" not in page
    assert "Remove the HTML" in page
    fields = web.checked_fields(organisation="\"'`=cmd|' & Co", person="{{ 7*7 }}", role="x" * 120)
    assert fields["organisation"] == "\"'`=cmd|' & Co"
    assert "{{ 7*7 }}" in web.client.post("sign", data={**fields, "change": "person"}).text


def test_every_page_carries_the_headers_that_guard_it(web: Web) -> None:
    """No framing, no script, no content sniffing, no referrer, no cookie, no caching; errors too."""
    signon = web.sign()
    assert signon
    for answer in (
        web.client.get("sign"),
        web.client.get("nothing"),
        web.client.get("confirm/x"),
        web.client.post("sign"),
    ):
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
    assert web.client.get("style.css").headers["cache-control"] == "public, max-age=600"


def test_a_style_sheet_is_fetched_once(web: Web) -> None:
    """A browser that has it gets 304."""
    first = web.client.get("form.css")
    again = web.client.get("form.css", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_an_error_of_ours_says_a_reference_and_nothing_else(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    """Neither page nor log has what was typed or the program's paths; both have the same reference."""

    async def broken(request: Request) -> Response:
        raise ValueError("eve@knowledge.example")

    site = site_of(web.campaign)
    app = app_of(site, [Route("/some/page", broken)])
    answer = TestClient(app, base_url=ADDRESS).get("some/page")
    assert (answer.status_code, title(answer.text)) == (500, "Something went wrong")
    assert '<link rel="stylesheet" href="/forests/style.css">' in answer.text
    (line,) = [record.getMessage() for record in caplog.records if record.name == "campaign.web"]
    reference = line.partition(":")[0]
    assert f"give this reference: {reference} Questions?" in words(answer.text)
    assert "ValueError at" in line
    for text in (line, answer.text):
        assert "eve@" not in text
        assert str(Path(__file__).parents[2]) not in text


def test_a_page_that_is_broken_itself_still_answers(web: Web, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """If a campaign's own template is broken, plain text gives the reference."""
    place = tmp_path / "templates" / "web"
    place.mkdir(parents=True)
    (place / "formpage.html").write_text("{{ nothing }}", "utf-8")
    trust_parts(untrusted_parts(web.campaign))
    answer = Web(web.store, web.folder, web.settings).client.get("sign")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "campaign.web"]
    reference = line.partition(":")[0]
    assert (answer.status_code, answer.text) == (500, f"Something went wrong. Reference: {reference}\n")


@pytest.mark.slow
def test_a_full_disk_loses_no_answers(web: Web) -> None:
    """The page says that it was not stored, and has everything ready to send again."""
    fields = [web.checked_fields(mail=f"eve{at}@knowledge.example", role="x" * 120) for at in range(200)]
    web.store.write(lambda db: db.conn.execute("PRAGMA max_page_count = 1").fetchall())  # no larger than it is
    answers = [
        web.client.post("sign/send", data=field, headers={"X-Forwarded-For": f"10.0.0.{at}"})
        for at, field in enumerate(fields)
    ]
    full = next(answer for answer in answers if answer.status_code != 303)
    assert (full.status_code, title(full.text)) == (503, "Error: Check your answers: Keep forests standing")
    count = len(web.store.read(notices.pending, 1000))
    assert count == sum(answer.status_code == 303 for answer in answers)
    web.store.write(lambda db: db.conn.execute("PRAGMA max_page_count = 100000").fetchall())
    assert web.client.post("sign/send", data=hidden_fields(full.text)).status_code == 303
