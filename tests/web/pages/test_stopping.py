"""The unsubscribe link: a page, a button, and the one-click POST of mail programs."""

import pytest

from campaign.adapters.store import keys, signons
from campaign.adapters.store.signons import opt_outs, record
from campaign.core.signons.personal_links import LinkPurpose, stop_token
from campaign.core.signons.record import RecordEvent
from tests.helpers.web import Web, invite, words

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def link(web: Web, signon: int) -> str:
    return f"stop/{stop_token(web.store.write(keys.secret, keys.LINKS), signon)}"


def is_stopped(web: Web, signon: int) -> bool:
    signer = web.store.read(signons.signer, signon)
    assert signer is not None
    return web.store.read(opt_outs.since, signer.address) is not None


def deeds(web: Web, signon: int) -> list[RecordEvent]:
    return [entry.line.event for entry in web.store.read(record.of, signon)]


def test_looking_changes_nothing(web: Web) -> None:
    """A scanner that opens the link stops no email; the page says what the button does, and for which address."""
    signon = invite(web)
    page = web.client.get(link(web, signon))
    assert page.status_code == 200
    assert "will not write to office@knowledge.example again" in words(page.text)
    assert not is_stopped(web, signon)


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (ONE_CLICK, FORM),
        (
            '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
            {"Content-Type": "multipart/form-data; boundary=b"},
        ),
        (ONE_CLICK, FORM | {"Origin": "https://webmail.example", "Sec-Fetch-Site": "cross-site"}),
        ("", {}),
    ],
)
def test_one_click_stops_without_cookie_page_or_redirect(web: Web, sent: str, headers: dict[str, str]) -> None:
    """RFC 8058, 3.1: a POST with either content type, from any origin; a second one has no effect."""
    signon = invite(web)
    for _ in range(2):
        answer = web.client.post(link(web, signon), content=sent, headers=headers)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
        assert "You will get no more emails" in words(answer.text)
    assert is_stopped(web, signon)
    assert deeds(web, signon)[-2:] == [RecordEvent.INVITED, RecordEvent.STOPPED]


def test_a_mistake_is_taken_back(web: Web) -> None:
    """The next page has a button to undo it; both are recorded."""
    signon = invite(web)
    web.client.post(link(web, signon), content=ONE_CLICK, headers=FORM)
    assert web.client.post(f"{link(web, signon)}/again").status_code == 303
    assert not is_stopped(web, signon)
    assert deeds(web, signon)[-3:] == [RecordEvent.INVITED, RecordEvent.STOPPED, RecordEvent.RESUMED]
    assert "Stop emails from this campaign?" in words(web.client.get(link(web, signon)).text)


def test_an_old_mails_link_stops_as_well(web: Web) -> None:
    """A form that anybody sends makes no link void, this one least."""
    signon = web.sign_and_confirm()
    before = link(web, signon)
    web.client.post("sign/send", data=web.checked_fields())
    assert web.client.post(before, content=ONE_CLICK, headers=FORM).status_code == 200
    assert is_stopped(web, signon)


@pytest.mark.parametrize("path", ["stop/1", "stop/999-aaaaaaaaaaaaaaaaaaaaaa", "stop/1-aaaaaaaaaaaaaaaaaaaaaa"])
def test_a_wrong_link_stops_nobody(web: Web, path: str) -> None:
    """Neither by GET nor by POST; the page does not say whether the sign-on exists."""
    signon = invite(web)
    for answer in (web.client.get(path), web.client.post(path), web.client.post(f"{path}/again")):
        assert answer.status_code == 404
    assert not is_stopped(web, signon)


def test_another_links_token_does_not_stop(web: Web) -> None:
    """The holder of a forwarded link cannot stop the emails."""
    signon = invite(web)
    for purpose in (LinkPurpose.OWN, LinkPurpose.FORWARD, LinkPurpose.CONFIRM):
        assert web.client.post(f"stop/{web.link(purpose, signon)}").status_code == 404


def test_a_flood_is_slowed_down(web: Web) -> None:
    """Every change is a line in the record, so the number of changes is limited."""
    signon = invite(web)
    codes = [web.client.post(link(web, signon), content=ONE_CLICK, headers=FORM).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
    assert web.client.post(link(web, signon), content=b"x" * 20_000, headers=FORM).status_code == 413
