"""Changes that signers of listed sign-ons proposed, at the desk."""

import pytest
from starlette.testclient import TestClient

from campaign.adapters.store import signons
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb, hidden_values, write_letter
from tests.helpers.signons import move
from tests.helpers.web import words

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="80" height="40" fill="#a00"/></svg>'


@pytest.fixture
def maya(desk: DeskWeb) -> TestClient:
    """The browser of a coordinator."""
    write_letter(desk.web)
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


def propose(desk: DeskWeb, quote: str = "A fraud & a lie.") -> int:
    """A listed sign-on whose signer proposed another website, in look-alike letters, a quote and a logo."""
    web = desk.web
    signon = web.sign_and_confirm()
    move(web.store, signon, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, web.now)
    link = f"own/{web.link(LinkPurpose.OWN, signon)}"
    form = {"organisation": "Free Knowledge e.V.", "country": "DE", "url": "https://p\u0430ypal.example/login"}
    web.client.post(f"{link}/correct", data=form | {"quote": quote})
    web.client.post(f"{link}/logo", files={"logo": ("a.svg", SVG)})
    return signon


def stored(desk: DeskWeb, signon: int) -> SignOn:
    row = desk.web.store.read(signons.one, signon)
    assert row is not None
    return row


def test_a_change_appears_before_and_after_and_is_approved(desk: DeskWeb, maya: TestClient) -> None:
    """Today names it; the page shows both, the true host of the website and the new logo; approving publishes it."""
    signon = propose(desk)
    assert "1 change of listed signatories waits for you" in words(maya.get("/desk/").text)
    page = maya.get("/desk/signatories/changes").text
    for text in ("A fraud &amp; a lie.", "the new website is at xn--pypal-4ve.example", "eve@knowledge.example"):
        assert text in page
    assert maya.get(f"/desk/signatories/{signon}/change/logo").content[:8] == b"\x89PNG\r\n\x1a\n"
    assert stored(desk, signon).quote == ""
    answer = maya.post(f"/desk/signatories/{signon}/change", data=hidden_values(page))
    assert answer.status_code == 303
    assert (stored(desk, signon).quote, bool(stored(desk, signon).logo)) == ("A fraud & a lie.", True)
    assert "No change waits" in words(maya.get("/desk/signatories/changes").text)


def test_a_discarded_change_is_gone(desk: DeskWeb, maya: TestClient) -> None:
    """The sign-on stays as it was, and the record of acts says who decided."""
    signon = propose(desk)
    page = maya.get("/desk/signatories/changes").text
    maya.post(f"/desk/signatories/{signon}/change/discard", data=hidden_values(page))
    assert (stored(desk, signon).quote, stored(desk, signon).logo) == ("", "")
    assert "Discarded a change" in words(maya.get("/desk/record").text)
    assert "Proposed change discarded" in words(maya.get(f"/desk/signatories/{signon}").text)


def test_an_old_page_approves_nothing_else(desk: DeskWeb, maya: TestClient) -> None:
    """A change that was replaced since the page was read is not approved, and one that is gone neither."""
    signon = propose(desk)
    mark = hidden_values(maya.get("/desk/signatories/changes").text)
    link = f"own/{desk.web.link(LinkPurpose.OWN, signon)}/correct"
    desk.web.client.post(link, data={"organisation": "Free Knowledge e.V.", "country": "DE", "quote": "Other."})
    for step in ("", "/discard"):
        answer = maya.post(f"/desk/signatories/{signon}/change{step}", data=mark)
        assert "has changed since you saw it" in words(answer.text)
    assert stored(desk, signon).quote == ""
