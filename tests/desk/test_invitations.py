"""Invitations and reminders, emails that wait for signers, the directory and logos, at the desk."""

import datetime as dt
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from campaign.adapters.store import directory, people, signons
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import MailingKind
from campaign.core.settings.servers import SmtpTable
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.team.roles import Role
from tests.desk.test_signatories import confirmed, kinds_owed, stored
from tests.helpers.desk import DeskWeb, hidden_values, write_letter
from tests.helpers.web import LETTER, words

CONTACTS = "Open Lab; Giulia Ferri; giulia@openlab.example\nZebra Union; z@zebra.example; de\nBroken; nobody\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#123"/></svg>'


@pytest.fixture
def maya(desk: DeskWeb) -> TestClient:
    """The browser of a coordinator."""
    write_letter(desk.web)
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


def invited(desk: DeskWeb) -> list[str]:
    """The names of the organisations that were invited."""
    rows = desk.web.store.read(signons.organisations, LETTER)
    return [signon.name for signon in rows if signon.state is SignOnState.INVITED]


def mailings(desk: DeskWeb) -> list[tuple[MailingKind, int]]:
    """The mailings to signers, and how many emails each has."""
    made = desk.web.store.read(deliveries.mailings, LETTER)
    return [(mailing.kind, sum(desk.web.store.read(deliveries.counts, mailing.id).values())) for mailing in made]


def test_pasted_contacts_are_invited_once_the_number_is_typed(desk: DeskWeb, maya: TestClient) -> None:
    """Each email is shown, a bad line is named by its number; a wrong number sends nothing and says both."""
    check = maya.post("/desk/signatories/invitations/check", data={"table": CONTACTS})
    page = words(check.text)
    assert ("Invite 2 organisations" in page, "Line 3: " in page, "Giulia Ferri, giulia@openlab.example" in page) == (
        True, True, True,
    )  # fmt: skip
    values = hidden_values(check.text)
    wrong = maya.post("/desk/signatories/invitations/new", data=values | {"number": "3"})
    assert (wrong.status_code, "You typed 3, but it is 2" in words(wrong.text), invited(desk)) == (422, True, [])
    assert hidden_values(wrong.text) == values
    assert maya.post("/desk/signatories/invitations/new", data=values | {"number": "2"}).status_code == 303
    assert (invited(desk), mailings(desk)) == (["Open Lab", "Zebra Union"], [(MailingKind.INVITATION, 2)])
    assert "Invited organisations: 2 in wave invitations-1" in words(maya.get("/desk/record").text)
    assert "2 organisations have not answered" in words(maya.get("/desk/signatories/invitations").text)


def test_one_invitation_needs_no_number(desk: DeskWeb, maya: TestClient) -> None:
    """It is shown in full, and goes with its button."""
    check = maya.post("/desk/signatories/invitations/check", data={"table": CONTACTS.splitlines()[0]})
    assert "Send 1 invitation" in check.text
    assert maya.post("/desk/signatories/invitations/new", data=hidden_values(check.text)).status_code == 303
    assert invited(desk) == ["Open Lab"]


def test_invitations_that_have_changed_are_not_sent(desk: DeskWeb, maya: TestClient) -> None:
    """If somebody signs meanwhile, nothing is sent, and the page shows who is left."""
    check = maya.post("/desk/signatories/invitations/check", data={"table": CONTACTS})
    confirmed(desk, "Zebra Union", "z@zebra.example")
    again = maya.post("/desk/signatories/invitations/new", data=hidden_values(check.text) | {"number": "2"})
    assert (again.status_code, "Zebra Union : is already confirmed" in words(again.text)) == (409, True)
    assert (invited(desk), mailings(desk)) == ([], [])


def test_an_uploaded_table_and_an_empty_form(maya: TestClient) -> None:
    """A file is read like pasted text; nothing at all is an error at the field."""
    files = {"file": ("contacts.csv", b"\xef\xbb\xbforganisation;mail\nOpen Lab;g@openlab.example\n")}
    page = maya.post("/desk/signatories/invitations/check", files=files, data={"table": ""})
    assert "Invite 1 organisation" in words(page.text)
    empty = maya.post("/desk/signatories/invitations/check", data={"table": " "})
    assert (empty.status_code, "Paste contacts, or choose a file" in empty.text) == (422, True)


def test_names_of_the_directory_are_filled_in(desk: DeskWeb, maya: TestClient) -> None:
    """Those without a sign-on stand in the form, to be completed with a contact."""
    rows = (Organisation("a", "Alpha", "", "", ""), Organisation("b", "Beta", "", "", ""))
    desk.web.store.write(people.put_organisations, rows, desk.web.now)
    page = maya.get("/desk/signatories/invitations/new?from=directory").text
    assert "organisation;person;mail;language\nAlpha;;;\nBeta;;;" in page


def test_reminders_are_sent(desk: DeskWeb, maya: TestClient) -> None:
    """Who is due gets one, with the email that was shown; who is not is named with the reason."""
    check = maya.post("/desk/signatories/invitations/check", data={"table": CONTACTS})
    maya.post("/desk/signatories/invitations/new", data=hidden_values(check.text) | {"number": "2"})
    assert "Nobody is due for a reminder" in words(maya.get("/desk/signatories/invitations/remind").text)
    for mailing in desk.web.store.read(deliveries.mailings, LETTER):
        desk.web.store.write(lambda db, number=mailing.id: db.execute(
            "UPDATE delivery SET state = 'sent' WHERE dispatch = :dispatch", {"dispatch": number}))  # fmt: skip
    desk.web.now += dt.timedelta(days=9)
    maya = desk.signed_in(desk.admit(Role.COORDINATOR, "jonas"))
    page = maya.get("/desk/signatories/invitations/remind").text
    assert "Remind 2 organisations" in words(page)
    values = hidden_values(page)
    assert maya.post("/desk/signatories/invitations/remind", data=values | {"number": "1"}).status_code == 422
    stale = maya.post("/desk/signatories/invitations/remind", data=values | {"mark": "x", "number": "2"})
    assert (stale.status_code, mailings(desk)[1:]) == (409, [])
    assert maya.post("/desk/signatories/invitations/remind", data=values | {"number": "2"}).status_code == 303
    assert mailings(desk)[1:] == [(MailingKind.REMINDER, 2)]


def test_waiting_emails_are_released(desk: DeskWeb, maya: TestClient) -> None:
    """The emails stand there in full. Without a mail server the page says that nothing goes; with one, they are
    released once their number was typed."""
    for name in ("Alpha Circle", "Beta Forum"):
        signon = confirmed(desk, name, f"{name[0]}@{name[0]}.example", url="")
        maya.post(f"/desk/signatories/approve/{signon}", data=hidden_values(maya.get("/desk/signatories/approve").text))
    page = words(maya.get("/desk/signatories/emails").text)
    assert ("4 emails to signers wait" in page, "No mail server is set" in page) == (True, True)
    desk.web.settings = replace(desk.web.settings, smtp=SmtpTable("mail.example"))
    maya = desk.signed_in(desk.admit(Role.COORDINATOR, "jonas"))
    values = hidden_values(maya.get("/desk/signatories/emails").text)
    assert maya.post("/desk/signatories/emails", data=values | {"number": "3"}).status_code == 422
    assert maya.post("/desk/signatories/emails", data=values | {"number": "4"}).status_code == 303
    assert (kinds_owed(desk), mailings(desk)) == ([], [(MailingKind.NOTICE, 4)])


def test_the_fate_of_every_row_comes_before_the_import(desk: DeskWeb, maya: TestClient) -> None:
    """New, changed, unchanged and refused rows are shown before anything is written; then they are imported."""
    old = (Organisation("alpha", "Alpha", "", "", ""), Organisation("beta", "Beta", "", "", ""))
    desk.web.store.write(directory.put, LETTER, old, desk.web.now)
    table = (
        "id,name,website\nalpha,Alpha,\nbeta,Beta,https://beta.example\ngamma,Gamma,\n,,\ndelta,Delta,nowhere at all\n"
    )
    check = maya.post("/desk/signatories/directory/import/check", data={"table": table})
    page = words(check.text)
    for part in (
        "1 new, 1 changed",
        "Alpha unchanged",
        "Beta changed",
        "Gamma new listed under the letter at once",
        "refused",
    ):
        assert part in page
    assert len(desk.web.store.read(people.organisations)) == 2
    values = hidden_values(check.text)
    assert maya.post("/desk/signatories/directory/import", data=values | {"mark": "x"}).status_code == 409
    assert maya.post("/desk/signatories/directory/import", data=values).status_code == 303
    assert [row.key for row in desk.web.store.read(people.organisations)] == ["alpha", "beta", "gamma"]
    assert maya.post("/desk/signatories/directory/import/check", data={}).status_code == 422
    page = words(maya.get("/desk/signatories/directory?q=gam").text)
    assert ("Gamma" in page, "Alpha" in page) == (True, False)


def test_an_organisation_is_removed_from_the_directory(desk: DeskWeb, maya: TestClient) -> None:
    """The page says that its imported sign-on goes too."""
    desk.web.store.write(directory.put, LETTER, (Organisation("alpha", "Alpha", "", "", ""),), desk.web.now)
    page = maya.get("/desk/signatories/directory/alpha/remove").text
    assert "the name leaves the public page" in page
    assert maya.post("/desk/signatories/directory/alpha/remove", data={"mark": "x"}).status_code == 409
    assert maya.post("/desk/signatories/directory/alpha/remove", data=hidden_values(page)).status_code == 303
    assert desk.web.store.read(people.organisations) == ()
    assert maya.get("/desk/signatories/directory/alpha/remove").status_code == 422


@pytest.mark.slow
def test_a_logo_is_set_and_removed(desk: DeskWeb, maya: TestClient) -> None:
    """The picture is drawn anew; a file that is none is named at its field."""
    signon = confirmed(desk)
    path = f"/desk/signatories/{signon}/logo"
    assert maya.get(path).status_code == 404
    wrong = maya.post(path, files={"logo": ("x.svg", b"nothing")})
    assert (wrong.status_code, "We cannot read this file as a picture" in wrong.text) == (422, True)
    assert maya.post(path, files={"logo": ("x.svg", SVG)}).status_code == 303
    assert (maya.get(path).content[:4], stored(desk, signon).logo.startswith("logos/own/")) == (b"\x89PNG", True)
    assert maya.post(f"{path}/remove").status_code == 303
    assert stored(desk, signon).logo == ""
