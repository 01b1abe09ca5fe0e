"""Signing in at the desk, and what must not sign anybody in."""

import datetime as dt
import re
from dataclasses import replace
from email import message_from_bytes
from html import unescape

import pytest
from starlette.testclient import TestClient

from campaign.core.settings.tables import WebTable
from campaign.core.team.account import COMMAND_LINE
from campaign.core.team.roles import Role
from campaign.core.team.session import IDLE_LIFE
from campaign.core.team.sign_in import LINK_LIFE, MOST_OF_ALL, MOST_REQUESTS, MOST_TRIES
from campaign.services.acts.act import perform
from campaign.services.acts.team_acts import CHANGE_ROLE, END_ACCOUNT, END_SESSIONS
from campaign.services.team.signing_in import known_accounts, known_cookie, make_first_link, make_link
from tests.helpers.desk import DeskWeb
from tests.helpers.web import words

MAYA = "maya@coalition.example"


def mails(desk: DeskWeb) -> list[str]:
    """The texts of the emails to the team, which are in the outbox, as there is no mail server."""
    texts = []
    for path in sorted(desk.web.folder.outbox.glob("desk-*.eml"), key=lambda path: path.stat().st_mtime_ns):
        part = message_from_bytes(path.read_bytes()).get_payload(0)
        texts.append(part.get_payload(decode=True).decode())
    return texts


def ask(desk: DeskWeb, client: TestClient, address: str = MAYA, **fields: str) -> tuple[str, str]:
    """Ask for a link. Returns the path of the link and the code of the newest email."""
    assert client.post("/desk/in", data={"address": address, **fields}).status_code == 200
    text = mails(desk)[-1]
    link = re.search(r"http://localhost(/desk/in/link/\S+)", text)
    code = re.search(r"\b[2-9A-Z]{4} [2-9A-Z]{4}\b", text)
    assert link
    assert code
    return link[1], code[0]


def is_in(client: TestClient) -> bool:
    return client.get("/desk/account").status_code == 200


def test_the_link_signs_in_with_a_button_in_the_browser_that_asked(desk: DeskWeb) -> None:
    """Opening the link changes nothing, however often; its button signs in, once."""
    desk.admit(Role.EDITOR, "maya")
    client = desk.browser()
    link, _ = ask(desk, client)
    for _ in range(3):
        assert "Sign in as Maya" in client.get(link).text
    assert is_in(client) is False
    assert client.post(link).headers["location"] == "/desk/"
    assert is_in(client) is True
    assert (client.post(link).status_code, client.get(link).status_code) == (404, 404)


def test_the_link_signs_nobody_in_in_another_browser(desk: DeskWeb) -> None:
    """A scanner, a forwarded email or a stolen link gets neither a session nor the name; the code still works."""
    desk.admit(Role.EDITOR, "maya")
    client, other = desk.browser(), desk.browser()
    link, code = ask(desk, client)
    page = other.get(link)
    assert ("This is not the window where you asked to sign in" in page.text, "Maya" in page.text) == (True, False)
    assert (other.post(link).status_code, is_in(other)) == (404, False)
    assert (other.post("/desk/in/code", data={"code": code}).status_code, is_in(other)) == (422, False)
    assert client.post("/desk/in/code", data={"code": code.lower()}).status_code == 303
    assert is_in(client) is True


def test_codes_are_tried_five_times_also_after_a_restart(desk: DeskWeb) -> None:
    """The page says how many attempts are left; after the last one the right code does not help any more."""
    desk.admit(Role.EDITOR, "maya")
    client = desk.browser()
    _, code = ask(desk, client)
    for left in range(MOST_TRIES - 1, -1, -1):
        restarted = desk.browser()
        restarted.cookies = client.cookies
        page = words(restarted.post("/desk/in/code", data={"code": "AAAA AAAA"}).text)
        assert (
            f"{left} attempts are left" in page or f"{left} attempt is left" in page or "no attempts left" in page
        ) is True
    assert client.post("/desk/in/code", data={"code": code}).status_code == 422


def test_an_unknown_address_gets_the_same_answer_and_no_email(desk: DeskWeb) -> None:
    """The page for an address without an account differs in the address only; nothing is sent."""
    desk.admit(Role.EDITOR, "maya")
    known = desk.browser().post("/desk/in", data={"address": MAYA})
    unknown = desk.browser().post("/desk/in", data={"address": "eve@coalition.example"})
    assert known.text.replace(MAYA, "X") == unknown.text.replace("eve@coalition.example", "X")
    assert (unknown.status_code, len(mails(desk))) == (200, 1)


@pytest.mark.slow
def test_nobody_can_flood_a_mailbox(desk: DeskWeb) -> None:
    """From the sixth request within an hour no email is sent; the page stays the same."""
    desk.admit(Role.EDITOR, "maya")
    for _ in range(MOST_REQUESTS + 2):
        assert desk.browser().post("/desk/in", data={"address": MAYA}).status_code == 200
    assert len(mails(desk)) == MOST_REQUESTS


@pytest.mark.slow
def test_a_network_that_asks_too_often_must_wait(desk: DeskWeb) -> None:
    """Requests are limited by network, too."""
    client = desk.browser()
    answers = [client.post("/desk/in", data={"address": f"a{number}@coalition.example"}) for number in range(21)]
    assert (answers[19].status_code, answers[20].status_code) == (200, 429)


def test_a_link_is_over_after_ten_minutes(desk: DeskWeb) -> None:
    """An old link says so, and signs nobody in."""
    desk.admit(Role.EDITOR, "maya")
    client = desk.browser()
    link, _ = ask(desk, client)
    desk.web.now += LINK_LIFE
    assert (client.get(link).status_code, client.post(link).status_code, is_in(client)) == (404, 404, False)


def test_the_first_link_makes_one_coordinator(desk: DeskWeb) -> None:
    """The first start asks for name and address; the link then makes nobody else."""
    link = f"/desk/in/link/{make_first_link(desk.web.campaign)}"
    client = desk.browser()
    assert "You are the first coordinator" in client.get(link).text
    start = link.replace("/link/", "/start/")
    wrong = client.post(start, data={"name": "", "address": "maya"})
    assert (wrong.status_code, "maya is not an email address" in wrong.text) == (422, True)
    assert client.post(start, data={"name": "Maya", "address": MAYA}).status_code == 303
    assert "Maya, coordinator" in client.get("/desk/account").text
    again = desk.browser()
    second = again.post(start, data={"name": "Eve", "address": "e@coalition.example"})
    assert (again.get(link).status_code, second.status_code) == (404, 404)


@pytest.mark.parametrize("way", ["role", "account", "sessions", "sign out", "idle"])
def test_a_session_dies_with_what_it_stands_on(desk: DeskWeb, way: str) -> None:
    """A session ends with a new role, with the account, by hand, and without use."""
    desk.admit(Role.COORDINATOR, "jonas")
    account = desk.admit(Role.EDITOR, "maya")
    client, campaign = desk.signed_in(account), desk.web.campaign
    assert is_in(client) is True
    if way == "role":
        perform(campaign, COMMAND_LINE, CHANGE_ROLE, account.id, Role.SENDER)
    elif way == "account":
        perform(campaign, COMMAND_LINE, END_ACCOUNT, account.id)
    elif way == "sessions":
        perform(campaign, COMMAND_LINE, END_SESSIONS, account.id)
    elif way == "sign out":
        secret = client.cookies["desk-session"]
        client.post("/desk/out")
        client.cookies.set("desk-session", secret)
    else:
        desk.web.now += IDLE_LIFE
    assert is_in(client) is False


def test_use_keeps_a_session_alive(desk: DeskWeb) -> None:
    """A session that is used every few hours lasts."""
    client = desk.signed_in(desk.admit(Role.EDITOR, "maya"))
    for _ in range(4):
        desk.web.now += dt.timedelta(hours=10)
        assert is_in(client) is True
        desk.web.campaign.store.write(lambda db: db.execute("SELECT 1").fetchall())  # the note of the use is on disk


def test_a_session_cookie_of_somebody_else_is_not_taken_over(desk: DeskWeb) -> None:
    """Signing in gives a new secret, whatever cookie was there before."""
    client = desk.browser()
    client.cookies.set("desk-session", "planted")
    client.post(f"/desk/in/link/{make_link(desk.web.campaign, desk.admit(Role.EDITOR))}")
    planted = desk.browser()
    planted.cookies.set("desk-session", "planted")
    assert (is_in(planted), is_in(client)) == (False, True)


def test_what_was_typed_comes_back_after_a_lapsed_session(desk: DeskWeb) -> None:
    """A form that is sent without a session does nothing; after signing in it comes back with its values."""
    account = desk.admit(Role.COORDINATOR, "maya")
    client = desk.signed_in(account)
    desk.web.now += IDLE_LIFE
    typed = {"name": "Jonas <b>", "address": "jonas@coalition.example", "role": "editor", "organisation": ""}
    page = client.post("/desk/team/invite", data=typed)
    assert (page.status_code, "What you typed is saved" in page.text) == (401, True)
    hidden = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    }
    link, _ = ask(desk, client, **hidden)
    back = client.post(link)
    assert (back.status_code, 'action="/desk/team/invite"' in back.text) == (200, True)
    fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', back.text)}
    assert fields == typed
    assert client.post("/desk/team/invite", data=fields).status_code == 303


def test_a_password_does_not_come_back_after_a_lapsed_session(desk: DeskWeb) -> None:
    """A password goes from no form into the page or the database; what a form only carries is not shown as typed."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    desk.web.now += IDLE_LIFE
    settings = {"smtp-host": "smtp.ngo.example", "was-smtp-host": "", "smtp-password": "hunter2"}
    page = client.post("/desk/settings/smtp", data=settings)
    hidden = {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    }
    link, _ = ask(desk, client, **hidden)
    back = client.post(link).text
    assert ("hunter2" in page.text, "hunter2" in back, "A password is not kept here." in back) == (False, False, True)
    assert re.findall(r"<label [^>]*>([^<]*)</label>", back) == ["Smtp host"]
    assert re.findall(r'<(input|textarea) [^>]*name="(\S+smtp-\S+|smtp-\S+)"', back) == [
        ("input", "smtp-host"),
        ("textarea", "was-smtp-host"),
    ]


def test_one_comes_back_to_the_page_one_wanted(desk: DeskWeb) -> None:
    """After signing in one is on the page that asked for it, and never on another site."""
    desk.admit(Role.COORDINATOR, "maya")
    client = desk.browser()
    location = client.get("/desk/record?who=1").headers["location"]
    assert location == "/desk/in?to=%2Frecord%3Fwho%3D1"
    link, _ = ask(desk, client, to="/record?who=1")
    assert client.post(link).headers["location"] == "/desk/record?who=1"
    link, _ = ask(desk, desk.browser(), to="//evil.example/")


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "/in"])
def test_a_strange_place_to_come_back_to_is_dropped(desk: DeskWeb, path: str) -> None:
    """Only paths of the desk are taken."""
    desk.admit(Role.COORDINATOR, "maya")
    client = desk.browser()
    link, _ = ask(desk, client, to=path)
    assert client.post(link).headers["location"] == "/desk/"


def test_the_cookie_on_https_cannot_be_set_by_others(desk: DeskWeb) -> None:
    """Over https the cookies are named __Host-, and are Secure, HttpOnly and SameSite."""
    desk.base = "https://letter.example"
    client = desk.browser()
    answer = client.post(f"/desk/in/link/{make_link(desk.web.campaign, desk.admit(Role.EDITOR))}")
    cookie = next(value for name, value in answer.headers.multi_items() if name == "set-cookie" and "session" in value)
    assert cookie.startswith("__Host-desk-session=")
    assert [part for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax") if part not in cookie] == []


def test_no_secret_is_in_the_database(desk: DeskWeb) -> None:
    """Neither link nor code nor cookie stands in the database's file."""
    desk.admit(Role.EDITOR, "maya")
    client = desk.browser()
    link, code = ask(desk, client)
    client.post(link)
    secrets = [link.rpartition("/")[2], code, client.cookies["desk-session"]]
    desk.web.store.scrub()
    content = b"".join(path.read_bytes() for path in desk.web.folder.root.glob("campaign.db*"))
    assert [secret for secret in secrets if secret.encode() in content] == []


def asks_from(desk: DeskWeb, network: str, times: int, client: TestClient | None = None) -> list[int]:
    """Ask for links to Maya from a network, each time with a new browser unless one is given."""
    desk.web.settings = replace(desk.web.settings, web=WebTable(client_header="x-forwarded-for"))
    statuses = []
    for _ in range(times):
        browser = client or desk.browser()
        answer = browser.post("/desk/in", data={"address": MAYA}, headers={"X-Forwarded-For": network})
        statuses.append(answer.status_code)
    return statuses


def test_a_stranger_locks_nobody_out(desk: DeskWeb) -> None:
    """Whoever asks for many links of somebody else uses up his own share: the person still gets one, from another
    network at once, and in a browser that was signed in before whatever many networks do."""
    maya = desk.admit(Role.EDITOR, "maya")
    known = desk.signed_in(maya)
    known.post("/desk/out")
    assert asks_from(desk, "203.0.113.9", MOST_REQUESTS + 3) == [200] * (MOST_REQUESTS + 3)
    assert len(mails(desk)) == MOST_REQUESTS
    asks_from(desk, "198.51.100.7", 1)
    assert len(mails(desk)) == MOST_REQUESTS + 1
    for network in range(MOST_OF_ALL // MOST_REQUESTS + 1):
        asks_from(desk, f"192.0.2.{network}", MOST_REQUESTS)
    assert len(mails(desk)) == MOST_OF_ALL
    asks_from(desk, "198.51.100.8", 1)
    assert len(mails(desk)) == MOST_OF_ALL
    link, _ = ask(desk, known)
    assert known.post(link).headers["location"] == "/desk/"


def test_a_known_browser_is_known_for_its_own_account_only(desk: DeskWeb) -> None:
    """The cookie counts for the accounts that signed in with it, and a changed one for none."""
    campaign, maya, ben = desk.web.campaign, desk.admit(Role.EDITOR, "maya"), desk.admit(Role.READER, "ben")
    cookie = known_cookie(campaign, known_cookie(campaign, "", maya.id), ben.id)
    assert known_accounts(campaign, cookie) == {maya.id, ben.id}
    forged = f"{maya.id}.{known_cookie(campaign, '', ben.id).partition('.')[2]}"
    for wrong in (forged, "", "x", "1", "1.", "\N{SNOWMAN}.1", cookie.replace("_", "."), "9" * 5000):
        assert known_accounts(campaign, wrong) == frozenset()
