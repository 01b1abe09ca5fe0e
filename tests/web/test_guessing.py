"""Guessed and reused links, hostile names, and what logs and pages must not reveal."""

import logging
import random
import string

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import notices, submissions
from campaign.core.signatories import SignOnState
from campaign.core.signons.personal_links import LinkPurpose
from tests.helpers.web import INVITED, Web, hidden_fields, invite, title
from tests.web.pages.test_personal_page import FORM, SURE, add_listed, deeds, own, read_signon

pytestmark = pytest.mark.slow

PRIVATE = ("eve@", "knowledge.example", "Eve Berg", "Chair", INVITED)


@pytest.mark.slow
def test_guessed_tokens_open_nothing(web: Web) -> None:
    """A thousand well-formed guesses, for sign-ons that exist and that do not: one page, until there are too many."""
    signon, dice = add_listed(web), random.Random(7)
    letters = string.ascii_letters + string.digits + "-_"
    guesses = [f"{signon + at % 3}-{''.join(dice.choices(letters, k=22))}" for at in range(1000)]
    answers = {(answer.status_code, answer.content) for answer in (web.client.get(f"own/{guess}") for guess in guesses)}
    assert sorted(status for status, _ in answers) == [404, 429]


def test_a_link_of_one_opens_nothing_of_another(web: Web) -> None:
    """Nor does one for another purpose, or of an earlier generation."""
    one, other = add_listed(web), add_listed(web, mail="ann@other.example", organisation="Other")
    code = web.link(LinkPurpose.OWN, one).partition("-")[2]
    assert web.client.get(f"own/{other}-{code}").status_code == 404
    for purpose in (LinkPurpose.CONFIRM, LinkPurpose.FORWARD):
        assert web.client.get(f"own/{web.link(purpose, one)}").status_code == 404
    old = web.link(LinkPurpose.OWN, one)
    web.store.write(lambda db: db.execute("UPDATE signer SET generation = generation + 1").rowcount)
    assert web.client.get(f"own/{old}").status_code == 404
    assert web.client.get(own(web, one)).status_code == 200


def test_a_used_link_does_its_step_once(web: Web) -> None:
    """Confirm, withdraw and confirm again with the old email: the sign-on stays withdrawn."""
    confirm = f"confirm/{web.confirm_link(web.sign())}"
    assert web.client.post(confirm).status_code == 303
    signon = web.newest_signon()
    web.client.post(own(web, signon, "/withdraw"), data=SURE)
    before = deeds(web, signon)
    for _ in range(3):
        web.client.post(confirm)
    assert deeds(web, signon) == before
    assert read_signon(web, signon).state is SignOnState.WITHDRAWN


def test_an_answer_that_is_sent_again_changes_nothing(web: Web) -> None:
    """The bytes of the form, replayed by somebody who saw them, sign nobody a second time."""
    signon = invite(web)
    form = hidden_fields(web.client.get(own(web, signon, "/sign")).text)
    page = web.client.post(
        own(web, signon, "/sign"), data=form | FORM | {"role": "x", "person": "E", "authority": "yes"}
    )
    sent = hidden_fields(page.text)
    web.client.post(own(web, signon, "/sign/send"), data=sent)
    web.client.post(own(web, signon, "/withdraw"), data=SURE)
    web.now += web.now - web.now.replace(month=2)  # a token of the form lives a day
    answer = web.client.post(own(web, signon, "/sign/send"), data=sent)
    assert title(answer.text).startswith("Error: Check your answers")
    assert read_signon(web, signon).state is SignOnState.WITHDRAWN


@pytest.mark.slow
@pytest.mark.parametrize("step", ["correct", "withdraw", "agree", "decline", "open", "until", "sign/send"])
@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_no_other_site_takes_a_step(web: Web, step: str, headers: dict[str, str]) -> None:
    """Even a site that knows the link."""
    signon = add_listed(web)
    before = deeds(web, signon)
    answer = web.client.post(own(web, signon, f"/{step}"), data=FORM, headers=headers)
    assert (answer.status_code, deeds(web, signon)) == (403, before)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "x" * 10_000,
        "a\u202eevil",
        "a\u0000b",
        "a\rb\nBcc: x",
        "\u2066x",
        "a" + "\u0301" * 500,
        "<img src=x onerror=alert(1)>",
        "\ud800",
        "\ufffe",
        "https://spam.example",
        "     ",
        "\u3164",
    ],
)
def test_hostile_names_are_named_and_stored_nowhere(web: Web, name: str) -> None:
    """By the public form and by the personal page: an error message, and nothing of it in the record."""
    typed = name.encode("utf-8", "surrogatepass")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    quoted = b"".join(b"%%%02x" % byte for byte in typed)
    page = web.client.post("sign", content=b"organisation=" + quoted + b"&country=DE", headers=form)
    assert (page.status_code, title(page.text)) in (
        (200, "Error: Sign the letter: Keep forests standing"),
        (413, "This is too large"),
    )
    signon = add_listed(web)
    before = deeds(web, signon)
    own_page = web.client.post(
        own(web, signon, "/correct"), content=b"organisation=" + quoted + b"&country=DE", headers=form
    )
    assert title(own_page.text).startswith(("Error: Your signature", "This is too large"))
    assert (read_signon(web, signon).name, deeds(web, signon)) == ("Free Knowledge e.V.", before)
    assert "<img" not in page.text + own_page.text


def test_a_name_that_looks_like_another_waits_for_a_person(web: Web) -> None:
    """Letters of other scripts are allowed, but such a name is never listed automatically."""
    signon = web.sign_and_confirm(organisation="Frее Knowledge e.V.")  # two of the letters are Cyrillic
    assert read_signon(web, signon).state is SignOnState.CONFIRMED


def test_no_log_and_no_error_says_anything_personal(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    """From the form to the listing, with a step that fails in the database in between."""
    with caplog.at_level(logging.DEBUG):
        signon = web.sign_and_confirm()
        asked = invite(web)
        paths = [own(web, signon), own(web, asked), f"own/{web.link(LinkPurpose.FORWARD, asked)}/forward", "own/x"]
        for path in paths:
            web.client.get(path)
        size = web.store.write(lambda db: db.conn.execute("PRAGMA page_count").fetchone()[0])
        web.store.write(lambda db: db.conn.execute(f"PRAGMA max_page_count = {size}").fetchall())
        long = FORM | {"quote": "Why. " * 55}
        answers = [
            web.client.post(own(web, signon, "/correct"), data=long | {"url": f"a{at}.example"}) for at in range(59)
        ]
        full = [answer for answer in answers if answer.status_code == 500]
        assert full
        web.store.write(lambda db: db.conn.execute("PRAGMA max_page_count = 100000").fetchall())
    assert title(full[0].text) == "Something went wrong"
    log = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    )
    tokens = [web.link(purpose, at) for purpose in LinkPurpose for at in (signon, asked)]
    assert [secret for secret in (*PRIVATE, *tokens) if secret in log or secret in full[0].text] == []
    web.now += web.now - web.now.replace(month=2)
    again = web.client.post(own(web, signon, "/correct"), data=long | {"url": "at-last.example"})
    assert again.headers["location"].endswith("?said=saved#said")
    assert read_signon(web, signon).url == "https://at-last.example"


@pytest.mark.slow
def test_ten_thousand_from_one_address_hinder_nobody(web: Web) -> None:
    """All but the first sixty are told to wait; no more than three emails go to the address, and nothing else is
    stored; another person signs meanwhile."""
    fields = web.checked_fields()
    flood = {"X-Forwarded-For": "192.0.2.7"}
    statuses = [web.client.post("sign/send", data=fields, headers=flood).status_code for _ in range(1000)]
    assert (statuses[:60], set(statuses[60:])) == ([303] * 60, {429})
    other = web.client.post(
        "sign/send", data=web.checked_fields(mail="ann@other.example"), headers={"X-Forwarded-For": "::8"}
    )
    assert other.status_code == 303
    addresses = [form.answers.address for form in web.store.read(submissions.waiting, "forests") if form.answers]
    assert addresses == ["eve@knowledge.example"] * 3 + ["ann@other.example"]
    assert len(web.store.read(notices.pending, 1000)) == 4
    assert web.store.read(signons.every) == ()
