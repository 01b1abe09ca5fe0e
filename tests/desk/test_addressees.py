"""Addressees at the desk: the list, one person, and the import with the fate of each row."""

import csv
import io
import re
import zipfile

import pytest

from campaign.adapters.store import people
from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb
from tests.helpers.web import LETTER, words

TABLE = "name,mail,country,group\nSaoirse Keane,s.keane@parliament.example,Ireland,Greens\nVoss Axel (EPP),a@b\n"
FORM = {"name": "Eoin Mac Giolla", "family_name": "Mac Giolla", "given_name": "Eoin", "honorific": "Mr"}


@pytest.fixture
def sender(desk: DeskWeb):
    """The browser of a sender, and a letter's folder for the table."""
    desk.web.folder.letter(LETTER).mkdir(parents=True, exist_ok=True)
    return desk.signed_in(desk.admit(Role.SENDER))


def stored(desk: DeskWeb) -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in desk.web.store.read(people.addressees, LETTER)]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_an_import_shows_the_fate_of_every_row_and_then_does_that(desk: DeskWeb, sender) -> None:
    """The page names new and refused rows with the greeting and the reason; nothing is written before the button."""
    page = sender.post("/desk/addressees/import/check", data={"pasted": TABLE}).text
    text = words(page)
    assert "1 row would be imported" in text
    assert "2 Saoirse Keane New Opens with Dear" in text
    assert "3 Not read Refused" in text
    assert stored(desk) == []
    answer = sender.post("/desk/addressees/import", data=hidden(page))
    assert answer.status_code == 303
    assert stored(desk) == [("Saoirse Keane", "s.keane@parliament.example")]
    assert "Imported addressees" in words(sender.get(answer.headers["location"]).text)


def test_a_plan_that_is_out_of_date_imports_nothing(desk: DeskWeb, sender) -> None:
    """When the list has changed since the fates were shown, the import is refused and changes nothing."""
    page = sender.post("/desk/addressees/import/check", data={"pasted": TABLE}).text
    assert sender.post("/desk/addressees/save", data=FORM).status_code == 303
    answer = sender.post("/desk/addressees/import", data=hidden(page))
    assert (answer.status_code, "has changed since you saw it" in answer.text) == (409, True)
    assert [name for name, _ in stored(desk)] == ["Eoin Mac Giolla"]


def test_a_person_is_added_changed_and_taken_off(desk: DeskWeb, sender) -> None:
    """Each act is written into the letter's table, too, which an import then finds unchanged."""
    table = desk.web.folder.addressees_csv(LETTER)
    assert sender.post("/desk/addressees/save", data=FORM | {"phone": "+32 2 28 45678"}).status_code == 303
    (row,) = csv.DictReader(io.StringIO(table.read_text("utf-8")))
    assert (row["name"], row["phone"], row["mail"]) == ("Eoin Mac Giolla", "+32 2 28 45678", "")
    page = sender.get(f"/desk/addressees/of/{row['id']}").text
    assert "The email opens with" in page
    changed = FORM | {"key": row["id"], "address": "eoin@parliament.example", "sentence": "You wrote to us in May."}
    assert sender.post("/desk/addressees/save", data=changed).status_code == 303
    assert stored(desk) == [("Eoin Mac Giolla", "eoin@parliament.example")]
    assert "0 rows would be imported" in words(sender.get("/desk/addressees/import/own").text)
    assert "from the list?" in sender.get(f"/desk/addressees/of/{row['id']}/remove").text
    assert sender.post(f"/desk/addressees/of/{row['id']}/remove").status_code == 303
    assert (stored(desk), table.read_text("utf-8").count("\n")) == ([], 1)


@pytest.mark.parametrize("content", ["", "id,name,mail\n"])
def test_a_table_without_rows_stands_in_nobodys_way(desk: DeskWeb, sender, content: str) -> None:
    """The header that `campaign init` writes is no list that waits: a person can be added, and the table is written."""
    table = desk.web.folder.addressees_csv(LETTER)
    table.write_text(content, "utf-8")
    assert "table of addressees that is not imported" not in sender.get("/desk/addressees").text
    assert "table of them waits" not in sender.get("/desk/").text
    assert sender.post("/desk/addressees/save", data=FORM).status_code == 303
    assert [name for name, _ in stored(desk)] == ["Eoin Mac Giolla"]
    assert [path.name for path in table.parent.glob("addressees*")] == ["addressees.csv"]


def test_a_wrong_address_stands_beside_its_field(desk: DeskWeb, sender) -> None:
    """What was typed stays, and nothing is written."""
    page = sender.post("/desk/addressees/save", data=FORM | {"address": "eoin@"})
    assert (page.status_code, 'id="address-error"' in page.text, 'value="Mac Giolla"' in page.text) == (422, True, True)
    assert stored(desk) == []


def test_rows_that_wait_in_the_table_are_not_lost(desk: DeskWeb, sender) -> None:
    """A table that somebody changed in an editor is imported first: no act at the desk writes over it."""
    table = desk.web.folder.addressees_csv(LETTER)
    table.write_text("name,mail,colour\nPetra Brandt,petra@parliament.example,blue\n", "utf-8")
    answer = sender.post("/desk/addressees/save", data=FORM)
    assert (answer.status_code, "rows that are not imported" in answer.text) == (409, True)
    page = sender.get("/desk/addressees/import/own").text
    assert "Petra Brandt New" in words(page)
    assert sender.post("/desk/addressees/import", data=hidden(page)).status_code == 303
    assert sender.post("/desk/addressees/save", data=FORM).status_code == 303
    assert [name for name, _ in stored(desk)] == ["Petra Brandt", "Eoin Mac Giolla"]
    assert "colour" in (table.parent / "addressees.before-1.csv").read_text("utf-8")


def test_the_list_is_filtered_and_exported(desk: DeskWeb, sender) -> None:
    """The filter is in the address, and an export has what the filter shows."""
    both = TABLE.replace("Voss Axel (EPP),a@b", "Axel Berg,axel@parliament.example,Germany,EPP")
    page = sender.post("/desk/addressees/import/check", data={"pasted": both}).text
    sender.post("/desk/addressees/import", data=hidden(page))
    text = words(sender.get("/desk/addressees?q=green").text)
    assert ("Saoirse Keane" in text, "Axel Berg" in text) == (True, False)
    assert [row["name"] for row in sender.get("/desk/addressees/list.json?country=Germany").json()] == ["Axel Berg"]
    rows = list(csv.DictReader(io.StringIO(sender.get("/desk/addressees/list.csv").text)))
    assert [row["name"] for row in rows] == ["Saoirse Keane", "Axel Berg"]


def test_scripts_in_a_table_stay_text(desk: DeskWeb, sender) -> None:
    """A name, role or group that looks like a script is text on every page."""
    evil = "<script>alert(1)</script>"
    table = f'name,mail,role,group,country\n"Eve {evil}",eve@parliament.example,{evil},{evil},{evil}\n'
    check = sender.post("/desk/addressees/import/check", data={"pasted": table}).text
    sender.post("/desk/addressees/import", data=hidden(check))
    pages = [check, sender.get("/desk/addressees").text, sender.get("/desk/addressees?q=%3Cscript%3E").text]
    assert [evil in page for page in pages] == [False] * 3


def test_a_spreadsheet_is_read_and_a_broken_one_is_named(desk: DeskWeb, sender) -> None:
    """An .xlsx file is imported as its first sheet; what cannot be read is an error beside the field."""
    file = {"table": ("list.xlsx", _xlsx([["name", "mail"], ["Saoirse Keane", "s.keane@parliament.example"]]))}
    assert "Saoirse Keane New" in words(sender.post("/desk/addressees/import/check", files=file).text)
    broken = sender.post("/desk/addressees/import/check", files={"table": ("list.xlsx", b"PK\x03\x04nonsense")})
    assert (broken.status_code, "cannot be read as a spreadsheet" in broken.text) == (422, True)


def test_who_sees_no_contact_data_exports_none_and_finds_nobody_by_address(desk: DeskWeb, sender) -> None:
    """An editor and a reader see names; the files have addresses and are refused, and no search tells an address."""
    sender.post("/desk/addressees/save", data=FORM | {"address": "e.macgiolla@parliament.example"})
    for role in (Role.EDITOR, Role.READER):
        browser = desk.signed_in(desk.admit(role))
        answers = [browser.get(f"/desk/addressees/list.{kind}") for kind in ("csv", "json")]
        assert [(answer.status_code, "macgiolla@" in answer.text) for answer in answers] == [(403, False)] * 2
        page = browser.get("/desk/addressees?q=e.macgiolla@parliament").text
        assert ("Nobody matches" in page, "list.csv" in browser.get("/desk/addressees").text) == (True, False)
    assert "list.csv" in sender.get("/desk/addressees?q=e.macgiolla@parliament").text
    assert sender.get("/desk/addressees/list.exe").status_code == 404


def _xlsx(rows: list[list[str]]) -> bytes:
    """The smallest workbook with these rows."""
    cells = "".join(
        f'<row r="{at}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for at, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Members" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="sheet1.xml"/></Relationships>'
        ),
        "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()
