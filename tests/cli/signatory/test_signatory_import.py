"""`campaign signatory import`: sign-ons that a form collected, and the directory, with what becomes of each row."""

import json
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import Catcher
from tests.adapters.files.test_workbook import row, xlsx
from tests.cli.signatory.test_signatory_invite import data, folder, server, states, text_of
from tests.helpers.campaign import run

__all__ = ["folder", "server"]  # fixtures

FORM = (
    "Timestamp,Name of your organisation,Country,Website,Your full name,Your e-mail address,Logo,I may sign\n"
    "28.11.2026,Open Bits,Netherlands,openbits.example,Mira Doe,mira@openbits.example,https://drive.example/1,Yes\n"
    '28.11.2026,Watch Foundation,Poland,,Iva Poe,"Iva Poe <iva@watch.example>",,Yes\n'
)


@pytest.fixture
def form(tmp_path: Path) -> str:
    """The export of a form."""
    file = tmp_path / "form.csv"
    file.write_text(FORM, "utf-8")
    return str(file)


def test_a_form_becomes_sign_ons_that_wait_for_their_signers(
    folder: Path, server: Catcher, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows and the first email are shown; with their number they are entered, and each signer is asked by email."""
    assert run(folder, "signatory", "import", form) == 3
    out, err = capsys.readouterr()
    assert "  line 3  Watch Foundation  Iva Poe   iva@watch.example" in out.splitlines()
    assert "    To: Mira Doe <mira@openbits.example>" in out.splitlines()
    assert "nothing was entered" in err.splitlines()[-2]
    assert states(folder, capsys) == {"listed": 8}
    assert data(folder, capsys, "signatory", "import", form, "--confirm", "2")["entered"] == 2
    assert states(folder, capsys) == {"listed": 8, "pending": 2}
    assert server.mails == []
    assert run(folder, "-q", "signatory", "notify", "--confirm", "2") == 0
    assert sorted(mail.recipient for mail in server.mails) == ["iva@watch.example", "mira@openbits.example"]
    assert "- Listed as: Open Bits" in "".join(text_of(mail.content) for mail in server.mails)


def test_a_logo_link_is_a_remark_and_a_website_is_read(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link in the logo column keeps no row out; the remark says how the logo comes."""
    result = data(folder, capsys, "signatory", "import", form, "--dry-run")
    assert [entry["line"] for entry in result["to_enter"]] == [2, 3]  # type: ignore[attr-defined]
    assert result["remarks"][-1] == (  # type: ignore[index]
        "form.csv:2: the logo 'https://drive.example/1' is not fetched; "
        "the signer can add it with the link in the email"
    )
    assert states(folder, capsys) == {"listed": 8}


def test_doubles_in_a_form_are_asked_about(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A second row of one organisation, a name like a known one or like one above, and a missing person are refused by
    line; who was entered before is left out."""
    assert run(folder, "-q", "signatory", "import", form, "--confirm", "2") == 0
    more = (
        "28.11.2026,Watch Foundation ,PL,,Iva Poe,iva@watch.example,,Yes\n"
        "28.11.2026,Watch Foundation,PL,,Iva Poe,iva@watch.example,,Yes\n"
        "28.11.2026,Wikimedia e.V.,DE,,Ann Lee,ann@wiki.example,,Yes\n"
        "28.11.2026,Free Bytes,DE,nowhere,Max Wit,max@bytes.example,,Yes\n"
        "28.11.2026,FreeBytes e.V.,DE,,Eva Wit,eva@bytes.example,,Yes\n"
        "28.11.2026,Code Union,DE,,,code@union.example,,Yes\n"
    )
    Path(form).write_text(FORM.splitlines()[0] + "\n" + more, "utf-8")
    capsys.readouterr()
    run(folder, "--json", "signatory", "import", form, "--confirm", "1")
    result = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in result["to_enter"]] == ["Free Bytes"]
    assert (result["entered"], [entry["line"] for entry in result["left_out"]]) == (1, [2])
    assert [(entry["line"], entry["message"]) for entry in result["refused"]] == [
        (3, "the same email address as line 2"),
        (4, "Wikimedia e.V. may be Wikimedia, listed"),
        (6, "FreeBytes e.V. may be the organisation of line 5"),
        (7, "the person who signs is missing"),
    ]
    assert run(folder, "-q", "signatory", "import", form, "--despite-doubles", "--confirm", "2") == 4
    assert states(folder, capsys) == {"listed": 8, "pending": 5}


def test_the_directory_keeps_its_meaning(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The campaign's own table, and a table with --as directory, hold organisations that are listed at once."""
    table = folder / "signatories" / "organisations.csv"
    lines = table.read_text("utf-8").splitlines()
    table.write_text("\n".join([lines[0] + ",mail", *(f"{line},a@b.example" for line in lines[1:])]) + "\n", "utf-8")
    assert run(folder, "signatory", "import") == 0
    assert "to ask the signers to confirm, add --as sign-ons" in capsys.readouterr().err
    assert run(folder, "-q", "signatory", "import", form, "--as", "directory") == 4  # its logo is a link
    assert states(folder, capsys) == {"listed": 9}


def test_a_dry_run_shows_the_fate_of_every_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is new, changed and refused is shown by line, and nothing is written."""
    table = folder / "table.csv"
    table.write_text("id,name,url\nlaion,LAION,https://new.example\nx,New One,\ny,,\n", "utf-8")
    assert run(folder, "signatory", "import", str(table), "--dry-run") == 4
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("  line 2  changed  LAION    url: ")
    assert out[1:3] == ["  line 3  new      New One", "  line 4  refused           the name is missing"]
    assert out[-1] == "table.csv: 1 added, 1 changed, 0 unchanged; nothing was written"
    assert states(folder, capsys) == {"listed": 8}


def test_a_dry_run_of_addressees_shows_their_greetings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The greeting of a new person is shown, and the list stays as it is."""
    table = folder / "table.csv"
    table.write_text("name,honorific,mail\nAnn Lee,Ms,ann@p.example\n", "utf-8")
    before = data(folder, capsys, "addressee", "list")
    assert run(folder, "addressee", "import", str(table), "--dry-run") == 0
    assert "Ann Lee  Dear Ms. Lee,  en" in capsys.readouterr().out.splitlines()
    assert data(folder, capsys, "addressee", "list") == before


def test_contacts_to_invite_may_be_a_spreadsheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An Excel file of contacts is read as the CSV file is, also with the headers of exported contacts."""
    contacts = folder / "contacts.xlsx"
    contacts.write_bytes(
        xlsx(
            row(1, "First Name", "Last Name", "Organization Name", "E-mail 1 - Value")
            + row(2, "Eve", "Example", "Free Knowledge e.V.", "eve@knowledge.example")
        )
    )
    assert run(folder, "signatory", "invite", str(contacts)) == 3
    assert "  Free Knowledge e.V.  Eve Example  eve@knowledge.example  en" in capsys.readouterr().out.splitlines()
