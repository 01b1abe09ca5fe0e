"""The confirmation link."""

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import notices, record
from campaign.core.signatories import SignOnState
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import Actor, RecordEvent
from tests.helpers.signons import move
from tests.helpers.web import ROOT, Web, title, words


def state(web: Web, signon: int) -> SignOnState:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row.state


def test_looking_at_the_link_changes_nothing(web: Web) -> None:
    """A mail scanner may open it any number of times, by GET and HEAD."""
    signon = web.sign()
    link = f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}"
    for _ in range(3):
        page = web.client.get(link)
        assert (page.status_code, web.client.head(link).status_code) == (200, 200)
    assert title(page.text) == "Confirm your signature: Keep forests standing"
    assert "Free Knowledge e.V. , Germany" in words(page.text)
    assert state(web, signon) is SignOnState.PENDING


def test_the_button_confirms_and_the_personal_link_is_owed(web: Web) -> None:
    """The link proves the signer's address; the page then says what happens next."""
    signon = web.sign()
    link = web.link(LinkPurpose.CONFIRM, signon)
    answer = web.client.post(f"confirm/{link}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ROOT}confirm/{link}")
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    assert (state(web, signon), signer.confirmed_how) == (SignOnState.CONFIRMED, "the link in the email")
    assert [notice.kind for notice in web.store.read(notices.pending)] == ["confirm", "own"]
    page = web.client.get(f"confirm/{link}").text
    assert title(page) == "Thank you: Keep forests standing"
    assert f'href="/forests/own/{web.link(LinkPurpose.OWN, signon)}"' in page


def test_sent_twice_it_counts_once(web: Web) -> None:
    """A second POST of the same link gives the same page and adds nothing to the record."""
    signon = web.sign()
    link = f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}"
    assert [web.client.post(link).status_code for _ in range(3)] == [303, 303, 303]
    deeds = [entry.line.event for entry in web.store.read(record.of, signon)]
    assert deeds == [RecordEvent.SIGNED, RecordEvent.CONFIRMED]


@pytest.mark.parametrize("way", ["get", "post"])
def test_every_wrong_link_gets_the_same_page(web: Web, way: str) -> None:
    """Guessed, cut off, for another purpose, of nobody: the page does not say which."""
    signon = web.sign()
    good = web.link(LinkPurpose.CONFIRM, signon)
    wrong = (
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        web.link(LinkPurpose.OWN, signon),
        good.replace(f"{signon}-", f"{signon + 1}-"),
        "999999999999999999-" + good.partition("-")[2],
        "x",
        "0",
        "\N{SNOWMAN}",
    )
    pages = {
        (answer.status_code, answer.text)
        for answer in (getattr(web.client, way)(f"confirm/{token}") for token in wrong)
    }
    ((status, page),) = pages
    assert (status, title(page)) == (404, "This link does not work: Keep forests standing")
    assert state(web, signon) is SignOnState.PENDING


def test_a_withdrawn_sign_on_is_not_confirmed(web: Web) -> None:
    """Its link is invalid."""
    signon = web.sign()
    link = f"confirm/{web.link(LinkPurpose.CONFIRM, signon)}"
    move(web.store, signon, SignOnState.WITHDRAWN, RecordEvent.WITHDRAWN, Actor.SIGNER, web.now)
    assert web.client.get(link).status_code == 404
    assert state(web, signon) is SignOnState.WITHDRAWN
