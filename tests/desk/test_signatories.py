"""The place Signatories: the list, one signatory, the approval queue, and what is entered."""

import csv
import io
import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from campaign.adapters.store import directory, signons
from campaign.adapters.store.signons import additions, notices, record
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.team.roles import Role
from tests.adapters.files.test_workbook import row, xlsx
from tests.helpers.desk import DeskWeb, hidden_values, write_letter
from tests.helpers.signons import enter_confirmed
from tests.helpers.web import LETTER, words

SCRIPT = '"><script>alert(1)</script>'
NEW = NewSignOn(
    LETTER,
    SignOnKind.ORGANISATION,
    "Open Lab Bologna",
    SignOnState.PENDING,
    1,
    "en",
    SignOnSource.PAGE,
    country="Italy",
    url="https://openlab.example",
    person="Giulia Ferri",
    role="director",
    address="giulia@openlab.example",
    address_key="giulia@openlab.example",
)


@pytest.fixture
def maya(desk: DeskWeb) -> TestClient:
    """The browser of a coordinator."""
    write_letter(desk.web)
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


def confirmed(desk: DeskWeb, name: str = NEW.name, address: str = NEW.address, **changed: object) -> int:
    """A sign-on that waits for approval."""
    new = replace(NEW, name=name, address=address, address_key=address, **changed)  # type: ignore[arg-type]  # a test names what it changes
    return enter_confirmed(desk.web.store, new, desk.web.now)


def stored(desk: DeskWeb, signon: int) -> SignOn:
    """A sign-on as it is in the database."""
    signon_now = desk.web.store.read(signons.one, signon)
    assert signon_now is not None
    return signon_now


def kinds_owed(desk: DeskWeb) -> list[NoticeKind]:
    """The kinds of the emails that wait for signers."""
    return [notice.kind for notice in desk.web.store.read(notices.pending)]


def in_directory(desk: DeskWeb, *organisations: Organisation) -> None:
    """Import organisations into the directory, as listed."""
    desk.web.store.write(directory.put, LETTER, organisations, desk.web.now)


def test_the_list_shows_every_sign_on_with_its_state(desk: DeskWeb, maya: TestClient) -> None:
    """The heading counts the sure; a state, a country, a text, a version and an order narrow and sort the list."""
    confirmed(desk)
    confirmed(desk, "Zebra Union", "z@zebra.example", country="Germany", url="", person="Élise Zed")
    desk.web.store.write(
        additions.enter, replace(NEW, name="Unsure", address="u@x.example", address_key="u@x.example"), desk.web.now
    )
    page = words(maya.get("/desk/signatories").text)
    assert ("2 organisations are sure" in page, "All 2" in page, "Not confirmed 1" in page) == (True, True, True)
    for query, names in (
        ("", ["Zebra Union", "Open Lab Bologna"]),
        ("?order=name", ["Open Lab Bologna", "Zebra Union"]),
        ("?order=oldest", ["Open Lab Bologna", "Zebra Union"]),
        ("?order=country", ["Zebra Union", "Open Lab Bologna"]),
        ("?country=Italy", ["Open Lab Bologna"]),
        ("?q=lab", ["Open Lab Bologna"]),
        ("?q=élise", ["Zebra Union"]),
        ("?q=Z%40ZEBRA", ["Zebra Union"]),
        ("?q=100%25", []),
        ("?state=confirmed", ["Zebra Union", "Open Lab Bologna"]),
        ("?state=listed", []),
        ("?state=pending", ["Unsure"]),
        ("?version=1", ["Zebra Union", "Open Lab Bologna"]),
        ("?version=7", []),
        ("?kind=person", []),
    ):
        assert listed_names(maya.get(f"/desk/signatories{query}").text) == names, query


def listed_names(page: str) -> list[str]:
    """The names in the first column of the list."""
    rows = page.partition("<tbody")[2].split('role="rowheader"')[1:]
    return [words(f"<body>{row.partition('>')[2].partition('</a>')[0]}") for row in rows]


def test_every_sign_on_is_on_one_page(desk: DeskWeb, maya: TestClient) -> None:
    """Each sign-on is on exactly one page, in every order."""
    for number in range(55):
        confirmed(desk, f"Union {number % 7} {number}", f"u{number}@union.example", country=f"C{number % 3}")
    for order in ("newest", "oldest", "name", "country"):
        first = maya.get(f"/desk/signatories?order={order}").text
        href = first.partition('">Next page')[0].rpartition('href="')[2].replace("&amp;", "&")
        second = maya.get(href).text
        assert (len(listed_names(first)), len(listed_names(second))) == (50, 5)
        assert len({*listed_names(first), *listed_names(second)}) == 55


def test_only_who_may_see_people_sees_contacts(desk: DeskWeb, maya: TestClient) -> None:
    """A reader sees names and states, and neither persons nor addresses; not even by searching for them."""
    signon = confirmed(desk)
    reader = desk.signed_in(desk.admit(Role.READER))
    for path in ("/desk/signatories", f"/desk/signatories/{signon}", "/desk/signatories/invitations"):
        assert ("Giulia" in reader.get(path).text, "openlab.example<" in reader.get(path).text) == (False, "/1" in path)
    assert listed_names(reader.get("/desk/signatories?q=giulia").text) == []
    assert listed_names(maya.get("/desk/signatories?q=giulia").text) == ["Open Lab Bologna"]
    assert reader.get("/desk/signatories/approve").status_code == 403
    assert reader.post("/desk/signatories/export/csv").status_code == 403


def test_the_export_holds_what_the_filter_shows(desk: DeskWeb, maya: TestClient) -> None:
    """CSV has words and local times and no formula; JSON has values; the record says who exported what."""
    confirmed(desk)
    confirmed(desk, "=1+1", "z@zebra.example", country="Germany")
    file = maya.post("/desk/signatories/export/csv", data={"country": "Germany"})
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (row["Name"], row["State"], row["Came in"], row["Agreed to"], row["How it came"]) == (
        "'=1+1", "Waiting", "2027-03-01 10:00", "version 1", "the public page",
    )  # fmt: skip
    assert file.headers["content-disposition"].startswith('attachment; filename="signatories-2027-03-01.private.csv"')
    data = json.loads(maya.post("/desk/signatories/export/json", data={"q": "lab"}).content)
    assert [(item["name"], item["address"], item["version"]) for item in data] == [(NEW.name, NEW.address, 1)]
    assert json.loads(maya.post("/desk/signatories/export/json", data={"q": "nobody"}).content) == []
    assert words(maya.get("/desk/record").text).count("Exported signatories: organisations, as JSON") == 2
    assert maya.post("/desk/signatories/export/exe").status_code == 404


def test_one_signatory_shows_person_proof_and_history(desk: DeskWeb, maya: TestClient) -> None:
    """Who signed, how the address was confirmed, the version, and each line of the record in words."""
    page = words(maya.get(f"/desk/signatories/{confirmed(desk)}").text)
    for part in ("Giulia Ferri, director", "giulia@openlab.example", "address confirmed today, 10:00", "version 1"):
        assert part in page
    assert maya.get("/desk/signatories/77").status_code == 404
    assert maya.get("/desk/signatories/forms/77").status_code == 404


def test_a_form_that_waits_has_its_page(desk: DeskWeb, maya: TestClient) -> None:
    """It says that nothing counts yet; once confirmed, its address leads to the sign-on."""
    submission = desk.web.store.write(additions.enter, NEW, desk.web.now)
    assert "Not confirmed" in words(maya.get(f"/desk/signatories/forms/{submission}").text)


def test_ten_cases_are_approved_one_after_the_other(desk: DeskWeb, maya: TestClient) -> None:
    """Each approval is one button; the next case opens by itself, and each signer is owed the email that was shown."""
    ids = [confirmed(desk, f"Union {number}", f"u{number}@union{number}.example") for number in range(10)]
    page = maya.get("/desk/signatories/approve").text
    for number, signon in enumerate(ids):
        assert f'<h2 id="case">Union {number} ' in page
        assert "is listed: Keep forests standing" in page
        values = hidden_values(page)
        answer = maya.post(f"/desk/signatories/approve/{signon}", data=values)
        page = maya.get(answer.headers["location"]).text
    assert "Nobody waits for approval" in page
    assert {stored(desk, signon).state for signon in ids} == {SignOnState.LISTED}
    assert kinds_owed(desk).count(NoticeKind.LISTED) == 10
    lines = desk.web.store.read(record.of, ids[0])
    assert (lines[-1].line.event, lines[-1].line.facts["by"]) == (RecordEvent.LISTED, "Maya")


def test_a_case_can_be_skipped(desk: DeskWeb, maya: TestClient) -> None:
    """Skipping changes nothing; at the end the page says that those who were skipped wait on."""
    first, second = confirmed(desk), confirmed(desk, "Zebra Union", "z@zebra.example")
    page = maya.get(f"/desk/signatories/approve?after={first}").text
    assert '<h2 id="case">Zebra Union ' in page
    answer = maya.post(f"/desk/signatories/approve/{second}", data=hidden_values(page))
    assert "Those that you skipped are still waiting" in maya.get(answer.headers["location"]).text
    assert stored(desk, first).state is SignOnState.CONFIRMED


def test_a_decision_holds_only_for_its_page(desk: DeskWeb, maya: TestClient) -> None:
    """If the sign-on has changed since its page, nothing is done, and the page says so."""
    signon = confirmed(desk)
    values = hidden_values(maya.get("/desk/signatories/approve").text)
    changed = replace(stored(desk, signon), name="Another Name")
    desk.web.store.write(signons.correct, changed, Actor.SIGNER, desk.web.now)
    answer = maya.post(f"/desk/signatories/approve/{signon}", data=values)
    assert (answer.status_code, "has changed since you saw it" in answer.text) == (409, True)
    assert stored(desk, signon).state is SignOnState.CONFIRMED
    assert maya.post(f"/desk/signatories/approve/{signon}").status_code == 409


def test_reasons_and_near_doubles_stand_beside_the_case(desk: DeskWeb, maya: TestClient) -> None:
    """The page has the reasons for and against, and the near-double side by side with the differing words marked."""
    in_directory(desk, Organisation("openlab", "OpenLab, Bologna", "https://openlab.example", "Italy", ""))
    confirmed(desk)
    page = maya.get("/desk/signatories/approve").text
    assert "the site of OpenLab, Bologna in the directory" in words(page)
    assert "<mark>Open</mark> <mark>Lab</mark> Bologna" in page
    assert "<mark>OpenLab,</mark> Bologna" in page
    in_directory(desk, Organisation("zebra", "Zebra", "https://zebra.example", "Italy", ""))
    again = maya.get("/desk/signatories/approve").text
    assert words(again) == words(page)


def test_a_refusal_shows_its_email_first(desk: DeskWeb, maya: TestClient) -> None:
    """The reason that was typed stands in the email; then the refusal sends exactly that."""
    signon = confirmed(desk)
    form = maya.get(f"/desk/signatories/{signon}/refuse").text
    assert "Refuse Open Lab Bologna" in form
    check = maya.post(f"/desk/signatories/{signon}/refuse/check", data={"why": "We know you by another name"})
    assert "We know you by another name" in words(check.text)
    assert stored(desk, signon).state is SignOnState.CONFIRMED
    values = hidden_values(check.text)
    assert maya.post(f"/desk/signatories/{signon}/refuse", data=values).status_code == 303
    owed = desk.web.store.read(notices.pending)[-1]
    assert (stored(desk, signon).state, owed.kind, owed.facts["typed"]) == (
        SignOnState.REFUSED, NoticeKind.REFUSED, "We know you by another name",
    )  # fmt: skip
    assert "Refused: Open Lab Bologna" in words(maya.get("/desk/record").text)


def test_a_reason_that_is_too_long_stays_typed(desk: DeskWeb, maya: TestClient) -> None:
    """The error stands at the field, with the text."""
    answer = maya.post(f"/desk/signatories/{confirmed(desk)}/refuse/check", data={"why": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.text) == (422, True)


def test_merging_says_in_words_what_it_does(desk: DeskWeb, maya: TestClient) -> None:
    """The plan names what stays, what goes and the email; doing it leaves one sign-on listed with the contact."""
    in_directory(desk, Organisation("openlab", "OpenLab, Bologna", "https://openlab.example", "Italy", ""))
    signon = confirmed(desk)
    plan = maya.get(f"/desk/signatories/{signon}/merge?into=openlab")
    assert "One sign-on stays: OpenLab, Bologna" in words(plan.text)
    assert "Giulia Ferri becomes the contact" in words(plan.text)
    answer = maya.post("/desk/signatories/merge", data=hidden_values(plan.text))
    page = words(maya.get(answer.headers["location"]).text)
    assert ("OpenLab, Bologna Listed" in page, "Giulia Ferri" in page) == (True, True)
    gone = stored(desk, signon)
    assert (gone.state, gone.merged_into is not None) == (SignOnState.WITHDRAWN, True)
    assert "It was merged into OpenLab, Bologna" in words(maya.get(f"/desk/signatories/{signon}").text)


def test_the_other_organisation_of_a_merge_can_be_typed(desk: DeskWeb, maya: TestClient) -> None:
    """A name that fits nothing or itself is named at the field, and stays."""
    signon = confirmed(desk)
    assert "With which sign-on is Open Lab Bologna the same?" in words(
        maya.get(f"/desk/signatories/{signon}/merge").text
    )
    answer = maya.get(f"/desk/signatories/{signon}/merge?into=nobody")
    assert (answer.status_code, 'value="nobody"' in answer.text) == (422, True)
    assert maya.get(f"/desk/signatories/{signon}/merge?into=lab").status_code == 422
    assert maya.post("/desk/signatories/merge", data={"target": "x", "duplicate": "²"}).status_code == 404


def test_many_are_approved_together_only_without_a_reason_against(desk: DeskWeb, maya: TestClient) -> None:
    """The page lists all; a wrong number does nothing and names both numbers; the doubtful one waits on."""
    names = ("Alpha Circle", "Beta Forum", "Gamma Guild")
    fine = [confirmed(desk, name, f"office@{name.split()[0].lower()}.example", url="") for name in names]
    doubtful = confirmed(desk, "Free Mail Club", "club@gmail.com", url="")
    page = maya.get("/desk/signatories/approve/all").text
    assert [name in page for name in names] == [True, True, True]
    assert "1 other is still waiting" in words(page)
    values = hidden_values(page)
    wrong = maya.post("/desk/signatories/approve/all", data=values | {"number": "4"})
    assert (wrong.status_code, "You typed 4, but it is 3" in words(wrong.text)) == (422, True)
    assert maya.post("/desk/signatories/approve/all", data=values).status_code == 422
    assert maya.post("/desk/signatories/approve/all", data=values | {"number": "3"}).status_code == 303
    assert {stored(desk, signon).state for signon in fine} == {SignOnState.LISTED}
    assert stored(desk, doubtful).state is SignOnState.CONFIRMED
    assert "Approved together: 3 sign-ons" in words(maya.get("/desk/record").text)


def test_a_sign_on_is_withdrawn_for_its_signer(desk: DeskWeb, maya: TestClient) -> None:
    """The page shows the email; then the name leaves the lists."""
    signon = confirmed(desk)
    page = maya.get(f"/desk/signatories/{signon}/withdraw").text
    assert "Withdraw and send 1 email" in page
    assert maya.post(f"/desk/signatories/{signon}/withdraw", data=hidden_values(page)).status_code == 303
    assert (stored(desk, signon).state, kinds_owed(desk)[-1]) == (SignOnState.WITHDRAWN, NoticeKind.WITHDRAWN)
    assert maya.get(f"/desk/signatories/{signon}/withdraw").status_code == 409


def test_an_agreement_by_phone_needs_its_evidence(desk: DeskWeb, maya: TestClient) -> None:
    """Without evidence nothing is entered; with it, the record has it with who entered it."""
    from campaign.core.signons.change import ChangePolicy
    from tests.helpers.edition import ENGLISH

    signon = confirmed(desk)
    desk.web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("forests", "old forests"))
    page = maya.get(f"/desk/signatories/{signon}/agree").text
    assert "Open Lab Bologna agrees to version 2" in words(page)
    values = hidden_values(page)
    assert maya.post(f"/desk/signatories/{signon}/agree", data=values).status_code == 422
    answer = maya.post(f"/desk/signatories/{signon}/agree", data=values | {"evidence": "call with Giulia"})
    assert answer.status_code == 303
    newest = desk.web.store.read(record.of, signon)[-1].line
    assert (newest.event, newest.facts["by"], newest.facts["how"]) == (RecordEvent.AGREED, "Maya", "call with Giulia")


def test_a_sign_on_by_phone_is_entered(desk: DeskWeb, maya: TestClient) -> None:
    """It is checked first, with similar names; then it waits for the signer, who is asked by email."""
    confirmed(desk, "Open Lab", "other@lab.example")
    typed = {
        "source": "phone", "organisation": "OpenLab", "person": "Eve Berg", "address": "eve@berg.example",
    }  # fmt: skip
    check = maya.post("/desk/signatories/add/check", data=typed)
    assert "Is OpenLab another organisation?" in words(check.text)
    answer = maya.post("/desk/signatories/add", data=hidden_values(check.text))
    assert listed_names(maya.get(answer.headers["location"]).text) == ["OpenLab"]
    assert kinds_owed(desk)[-1] is NoticeKind.CONFIRM


@pytest.mark.parametrize(("wrong", "field"), [
    ({"organisation": ""}, "organisation"),
    ({"address": "eve"}, "address"),
    ({"register": "12"}, "register"),
    ({"source": "pigeon"}, "source"),
])  # fmt: skip
def test_what_is_wrong_with_an_entry_stands_at_its_field(maya: TestClient, wrong: dict[str, str], field: str) -> None:
    """The other fields stay as they were typed."""
    typed = {"source": "mail", "organisation": "Open Lab", "person": "Eve Berg", "address": "eve@berg.example"} | wrong
    page = maya.post("/desk/signatories/add/check", data=typed)
    assert (page.status_code, f'href="#{field}"' in page.text, 'value="Eve Berg"' in page.text) == (422, True, True)


FORM = (
    "Timestamp,Name of your organisation,Your full name,Your e-mail address,Logo\n"
    "1,Open Bits,Mira Doe,mira@bits.example,https://drive.example/1\n"
    "2,Open Lab,Iva Poe,iva@lab.example,\n"
    f'3,"{SCRIPT.replace(chr(34), chr(34) * 2)}",Eve Berg,eve@berg.example,\n'
)


def test_a_table_of_sign_ons_is_entered_once_its_number_is_typed(desk: DeskWeb, maya: TestClient) -> None:
    """The export of a form, as an Excel file too, shows its rows, those with a similar name apart, and the first email;
    what it enters waits for its signers."""
    confirmed(desk, "Open Lab", "other@lab.example")
    where = "/desk/signatories/directory/import"
    sheet = xlsx("".join(row(number, *line.split(",")) for number, line in enumerate(FORM.splitlines()[:3], 1)))
    for sent in ({"data": {"table": FORM}}, {"files": {"file": ("form.xlsx", sheet)}}):
        page = maya.post(f"{where}/check", **sent)  # type: ignore[arg-type]  # one of two ways to send
        assert "1 sign-on to enter" in words(page.text)
        assert "Line 3: Open Lab may be Open Lab, confirmed" in words(page.text)
    page = maya.post(f"{where}/check", data={"table": FORM, "doubles": "yes"})
    assert "To: Mira Doe <mira@bits.example>" in words(page.text) or "mira@bits.example" in page.text
    values = hidden_values(page.text)
    wrong = maya.post(f"{where}/sign-ons", data=values | {"number": "3"})
    assert (wrong.status_code, "2 sign-ons to enter" in words(wrong.text)) == (422, True)
    assert maya.post(f"{where}/sign-ons", data=values | {"number": "2", "mark": "0"}).status_code == 409
    answer = maya.post(f"{where}/sign-ons", data=values | {"number": "2"})
    assert answer.status_code == 303
    assert sorted(listed_names(maya.get(answer.headers["location"]).text)) == ["Open Bits", "Open Lab"]
    assert kinds_owed(desk)[-2:] == [NoticeKind.CONFIRM] * 2


def test_a_table_with_addresses_may_be_the_directory(desk: DeskWeb, maya: TestClient) -> None:
    """A person says that the organisations have agreed: then the table is read as the directory."""
    sent = {"table": "name,mail\nOpen Bits,mira@bits.example\n", "as": "directory"}
    page = maya.post("/desk/signatories/directory/import/check", data=sent)
    assert "1 new, 0 changed" in words(page.text)


def test_a_script_in_any_field_stays_text(desk: DeskWeb, maya: TestClient) -> None:
    """Names, persons, roles, notes and addresses of websites are never part of the page's code."""
    hostile = {
        "country": SCRIPT, "url": f"https://x.example/{SCRIPT}", "person": SCRIPT, "role": SCRIPT, "note": SCRIPT,
        "authority": SCRIPT, "register": SCRIPT, "language": "en",
    }  # fmt: skip
    signon = confirmed(desk, f"Evil {SCRIPT}", "evil@x.example", **hostile)
    desk.web.store.write(
        additions.enter, replace(NEW, name=SCRIPT, address="e@y.example", address_key="e@y.example"), desk.web.now
    )
    in_directory(desk, Organisation("evil", f"Evil {SCRIPT}", "", SCRIPT, "", SignOnState.INVITED))
    for path in (
        "", "?state=pending", f"?q={SCRIPT}", "/approve", "/approve/all", f"/{signon}", f"/{signon}/refuse",
        f"/{signon}/merge", f"/{signon}/merge?into={SCRIPT}", f"/{signon}/withdraw", "/invitations", "/directory",
        "/directory?q=" + SCRIPT, "/invitations/new?from=directory", "/emails", "/forms/2", "/directory/evil/remove",
    ):  # fmt: skip
        page = maya.get(f"/desk/signatories{path}")
        assert ("<script>" in page.text, page.status_code < 500) == (False, True), path
    for path, field in (
        ("/add/check", "organisation"),
        ("/invitations/check", "table"),
        ("/directory/import/check", "table"),
    ):
        assert "<script>" not in maya.post(f"/desk/signatories{path}", data={field: f"name\n{SCRIPT}"}).text
