"""Settings at the desk: forms over campaign.toml, passwords that are never shown, the test of the mail account."""

import re
import stat
from html import unescape

import pytest

from campaign.adapters.settings import load
from campaign.adapters.settings.settings_doc import starter_file
from campaign.core.settings import KEYS
from campaign.core.team.roles import Role
from campaign.desk.setting_words import LABELS, TITLES
from campaign.services.setup.settings_form import read_settings
from tests.helpers.campaign import mail_server
from tests.helpers.desk import DeskWeb
from tests.helpers.web import words

_FIELD = re.compile(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"')
_OPTION = re.compile(r'<select id="([\w-]+)".*?</select>', re.DOTALL)
OWN = {("campaign", "name"): "Forests first", ("campaign", "vote"): "2027-04-26 12:00"}
SENDER = {("sender", "name"): "Maya", ("sender", "address"): "maya@coalition.example"}


@pytest.fixture
def client(desk: DeskWeb):
    """A coordinator's browser, in a campaign with a commented campaign.toml."""
    desk.web.folder.settings.write_text(starter_file(OWN | SENDER), "utf-8")
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


def form_of(page: str) -> dict[str, str]:
    """What the browser would send back from a page if nobody changed anything."""
    values = {name: unescape(value) for name, value in _FIELD.findall(page) if not name.startswith("remove-")}
    for match in _OPTION.finditer(page):
        chosen = re.search(r'<option value="([^"]*)" selected', match[0])
        values[match[1]] = unescape(chosen[1]) if chosen else ""
    return values


def send(client, table: str, **changes: str):
    """Fill in the form of a table and send it."""
    values = form_of(client.get(f"/desk/settings/{table}").text)
    typed = {f"{table}-{name}": text for name, text in changes.items()}
    return client.post(f"/desk/settings/{table}", data=values | typed)


def test_every_setting_has_a_label() -> None:
    """Each setting of campaign.toml has a label, and each table a title."""
    assert set(LABELS) == set(KEYS)
    assert set(TITLES) == {key.table for key in KEYS.values()}


def test_a_change_is_written_with_the_comments(desk: DeskWeb, client) -> None:
    """One field changes one line; every comment and every other line stays."""
    before = desk.web.folder.settings.read_text("utf-8")
    answer = send(client, "campaign", name="Forests last", minimum_signatories="7")
    page = words(client.get(answer.headers["location"]).text)
    assert "Changed the settings (campaign.minimum_signatories, campaign.name)." in page
    after = desk.web.folder.settings.read_text("utf-8")
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert changed == [
        ('name = "Forests first"', 'name = "Forests last"'),
        ("# minimum_signatories = 1", "minimum_signatories = 7"),
    ]


@pytest.mark.parametrize("table", TITLES)
def test_a_form_that_nobody_changed_changes_nothing(desk: DeskWeb, client, table: str) -> None:
    """Sending a form as it came writes nothing, and nothing is recorded."""
    before = desk.web.folder.settings.read_bytes()
    answer = send(client, table)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/settings/{table}")
    assert desk.web.folder.settings.read_bytes() == before


@pytest.mark.parametrize(
    ("table", "changes", "name", "words_of_error"),
    [
        ("campaign", {"vote": "tomorrow"}, "campaign-vote", "day and time"),
        ("campaign", {"name": ""}, "campaign-name", "this is needed"),
        ("campaign", {"deadline": "2027-05-01 12:00"}, "campaign-deadline", "Deadline is after the vote"),
        ("sending", {"window": "8 to 9"}, "sending-window", "HH:MM-HH:MM"),
        ("sending", {"per_minute": "many"}, "sending-per_minute", "a number above 0"),
        ("sender", {"address": "maya"}, "sender-address", "must have an @-sign"),
        ("smtp", {"port": "70000"}, "smtp-port", "from 1 to 65535"),
    ],
)
def test_a_wrong_value_is_named_beside_its_field(
    desk: DeskWeb, client, table: str, changes: dict[str, str], name: str, words_of_error: str
) -> None:
    """The field says what is wrong and what to write; the file is as before, and what was typed is still there."""
    before = desk.web.folder.settings.read_bytes()
    page = send(client, table, **changes)
    error = re.search(rf'id="{name}-error">([^<]*)', page.text)
    assert page.status_code == 422
    assert error is not None, words(page.text)
    assert words_of_error in unescape(error[1])
    assert desk.web.folder.settings.read_bytes() == before
    assert f'value="{next(iter(changes.values()))}"' in page.text


def test_a_password_goes_to_env_and_on_no_page(desk: DeskWeb, client) -> None:
    """A password is written into `.env`, for its owner only; no page, no record and no campaign.toml has it."""
    send(client, "smtp", host="smtp.coalition.example", username="maya", password="pa'ss \\ w#rd $HOME")
    env = desk.web.folder.root / ".env"
    assert load(desk.web.folder.root, {}).smtp.password == "pa'ss \\ w#rd $HOME"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    pages = [client.get(path).text for path in ("/desk/settings", "/desk/settings/smtp", "/desk/record")]
    pages.append(desk.web.folder.settings.read_text("utf-8"))
    assert ["w#rd" in page for page in pages] == [False] * 4
    send(client, "smtp", port="2525", password="other")
    values = form_of(client.get("/desk/settings/smtp").text) | {"smtp-username": "", "remove-smtp-password": "1"}
    assert client.post("/desk/settings/smtp", data=values).status_code == 303
    assert load(desk.web.folder.root, {}).smtp.password == ""


def test_a_stored_password_goes_to_no_other_server(desk: DeskWeb, client) -> None:
    """Whoever changes the server, its port or its encryption types the password again."""
    send(client, "smtp", host="smtp.coalition.example", username="maya", password="secret")
    before = desk.web.folder.settings.read_bytes()
    for change in ({"host": "smtp.evil.example"}, {"port": "2525"}, {"security": "none"}):
        page = send(client, "smtp", **change)
        assert (page.status_code, "Type the password again" in page.text) == (422, True)
    assert desk.web.folder.settings.read_bytes() == before
    assert send(client, "smtp", host="smtp.other.example", password="new").status_code == 303


def test_what_names_a_command_is_no_field(desk: DeskWeb, client) -> None:
    """A command, and the database, cannot be changed with a form, whatever is sent."""
    before = desk.web.folder.settings.read_bytes()
    page = client.get("/desk/settings/smtp").text
    assert ('name="smtp-token_command"' in page, "Change it there, in campaign.toml" in page) == (False, True)
    send(client, "smtp", token_command="touch /tmp/x")
    send(client, "store", database="postgresql://evil.example/x")
    assert desk.web.folder.settings.read_bytes() == before


def test_somebody_else_changed_the_same_value(desk: DeskWeb, client) -> None:
    """A value that was changed meanwhile is not overwritten unseen; other fields of the same form are merged."""
    values = form_of(client.get("/desk/settings/campaign").text)
    text = desk.web.folder.settings.read_text("utf-8").replace("Forests first", "Forests second")
    desk.web.folder.settings.write_text(text, "utf-8")
    answer = client.post("/desk/settings/campaign", data=values | {"campaign-max_words": "900"})
    assert answer.status_code == 303
    page = client.post("/desk/settings/campaign", data=values | {"campaign-name": "Mine"})
    assert (page.status_code, "Somebody has changed this to Forests second" in page.text) == (422, True)
    assert client.post("/desk/settings/campaign", data=form_of(page.text)).status_code == 303
    settings = load(desk.web.folder.root, {}).campaign
    assert (settings.name, settings.max_words) == ("Mine", 900)


def test_the_overview_shows_what_is_set(client) -> None:
    """The first page has the values that are set, in words."""
    send(client, "campaign", honorific_style="us")
    page = words(client.get("/desk/settings").text)
    assert ("Vote 2027-04-26 12:00" in page, "Honorifics in English Mr. Voss" in page) == (True, True)


def test_the_mail_account_is_tested_with_an_email_to_oneself(desk: DeskWeb, client) -> None:
    """The test logs in with what is saved and sends one email, to the person who asked."""
    with mail_server() as catcher:
        send(client, "smtp", host="127.0.0.1", port=str(catcher.port), security="none")
        page = client.post("/desk/settings/test")
        assert "The mail account works" in page.text
        assert [message.recipient for message in catcher.mails] == ["maya@coalition.example"]
    page = client.post("/desk/settings/test")
    assert ("does not work yet" in page.text, "refuses the connection" in words(page.text)) == (True, True)


def test_a_dated_vote_appears_and_stays(desk: DeskWeb, client) -> None:
    """A date that TOML has without quotation marks is shown as a form writes it, and is not rewritten."""
    text = starter_file(OWN | SENDER).replace('"2027-04-26 12:00"', "2027-04-26T12:00:00")
    desk.web.folder.settings.write_text(text, "utf-8")
    (campaign, *_) = read_settings(desk.web.folder)
    assert [view.text for view in campaign.settings if view.key.name == "vote"] == ["2027-04-26 12:00"]
    send(client, "campaign", name="New")
    assert "vote = 2027-04-26T12:00:00" in desk.web.folder.settings.read_text("utf-8")
