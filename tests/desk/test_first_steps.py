"""What Today says in a campaign that has just begun."""

from dataclasses import replace

from campaign.core.settings import PLAIN, SmtpTable
from campaign.core.team.roles import Role
from campaign.services.people.importing import import_addressees, plan_addressees_import
from tests.helpers.desk import DeskWeb, hidden_values
from tests.helpers.web import LETTER, invite, words

TABLE = b"name,mail\nSaoirse Keane,s@parliament.example\n"


def test_a_new_campaign_is_led_to_its_first_steps(desk: DeskWeb) -> None:
    """Without addressees and invitations the first page asks for both; each request ends once it is met."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    text = words(client.get("/desk/").text)
    assert "2 things need you" in text
    assert ("The letter has no addressees yet" in text, "Nobody is invited yet" in text) == (True, True)
    import_addressees(desk.web.campaign, plan_addressees_import(desk.web.campaign, TABLE, "table", LETTER))
    invite(desk.web)
    text = words(client.get("/desk/").text)
    assert "Nothing needs you" in text


def test_a_missing_setting_is_named_from_the_start(desk: DeskWeb) -> None:
    """Without a mail server Today says that nothing can be sent, and leads to the settings; with one it does not."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    sentence = "No mail server is set, so no email can be sent. Go to the settings"
    assert sentence in words(client.get("/desk/").text)
    assert "nobody can sign it" not in words(client.get("/desk/").text)
    desk.web.settings = replace(desk.web.settings, smtp=SmtpTable("127.0.0.1", 2525, PLAIN))
    assert sentence not in words(desk.signed_in(desk.admit(Role.COORDINATOR, "jonas")).get("/desk/").text)


def test_a_table_that_waits_is_what_today_leads_to(desk: DeskWeb) -> None:
    """Without addressees Today leads to an import, and to the table in the letter's folder once there is one."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    assert 'href="/desk/addressees/import"' in client.get("/desk/").text
    table = desk.web.campaign.folder.addressees_csv(LETTER)
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_bytes(TABLE)
    assert 'href="/desk/addressees/import/own"' in client.get("/desk/").text


def test_the_directory_takes_the_own_table_of_the_campaign(desk: DeskWeb) -> None:
    """The import offers organisations.csv of the folder, shows what happens to its rows, and takes it as it is."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    assert client.get("/desk/signatories/directory/import/own").status_code == 404
    table = desk.web.folder.organisations_csv
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text("name,url,country,logo\nGamma Guild,https://gamma.example,Austria,\n", "utf-8")
    assert 'href="/desk/signatories/directory/import/own"' in client.get("/desk/signatories/directory/import").text
    check = client.get("/desk/signatories/directory/import/own")
    answer = client.post("/desk/signatories/directory/import", data=hidden_values(check.text))
    assert answer.status_code == 303
    assert "Gamma Guild Austria" in words(client.get("/desk/signatories/directory").text)


def test_emails_to_signers_without_a_public_address_lead_to_the_settings(desk: DeskWeb) -> None:
    """The page says what is missing, with the way to it; it is no error."""
    desk.web.settings = replace(desk.web.settings, campaign=replace(desk.web.settings.campaign, public_url=""))
    page = desk.signed_in(desk.admit(Role.COORDINATOR, "maya")).get("/desk/signatories/emails")
    assert (page.status_code, 'href="/desk/settings/campaign"' in page.text) == (200, True)
