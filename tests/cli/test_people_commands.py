"""`campaign addressee` and `campaign signatory`."""

import json
import re
from pathlib import Path

import pytest

from campaign.cli import main

ANNA = "anna-wit,Anna Wit,anna@wit.example,MT\n"
HEADER = "id,name,mail,country\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one letter and its two tables."""
    letter = tmp_path / "letters" / "ai-act"
    letter.mkdir(parents=True)
    (letter / "letter.en.md").write_text("Text\n")
    (letter / "addressees.csv").write_text(HEADER + ANNA)
    (tmp_path / "signatories" / "logos").mkdir(parents=True)
    (tmp_path / "signatories" / "organisations.csv").write_text("name,url,logo\nLAION,laion.example,logos/laion.svg\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2026-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    return tmp_path


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def test_addressees_are_imported_listed_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The letter's own table is the default; the list is aligned; removing needs an existing id."""
    assert run(folder, "addressee", "list") == 0
    assert run(folder, "addressee", "import") == 0
    assert run(folder, "addressee", "import", "--letter", "ai-act") == 0
    assert run(folder, "addressee", "list") == 0
    assert run(folder, "addressee", "remove", "anna-wit") == 0
    assert run(folder, "addressee", "remove", "anna-wit") == 2
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "no addressees yet; next: campaign addressee import",
        "Anna Wit  Dear Anna Wit,  en",
        "salutation: joint is written into the letter: one greeting names all addressees",
        "letters/ai-act/addressees.csv: 1 added, 0 changed, 0 unchanged",
        "letters/ai-act/addressees.csv: 0 added, 0 changed, 1 unchanged",
        "id        name      email             country  group  role",
        "anna-wit  Anna Wit  anna@wit.example  Malta",
        "anna-wit: removed. Remove it from the CSV file too, or the next import adds it again.",
    ]
    assert err.splitlines() == [
        "letters/ai-act/addressees.csv: read as utf-8",
        "letters/ai-act/addressees.csv: read as utf-8",
        "there is no addressee anna-wit",
        "  next: campaign addressee list shows the ids",
    ]


def test_refused_rows_are_listed_and_good_ones_imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4 with every refused row on a line; the others are imported; who is missing in the file is reported."""
    run(folder, "addressee", "import")
    capsys.readouterr()
    file = folder / "new.csv"
    file.write_text('name,mail\n"Eve\nBcc: x@y.example",\nJan Roth,jan@roth.example\nEva Roth,jan@roth\n')
    assert run(folder, "addressee", "import", str(file)) == 4
    out, err = capsys.readouterr()
    assert out == "Jan Roth  Dear Jan Roth,  en\nnew.csv: 1 added, 0 changed, 0 unchanged\n"
    assert err.splitlines() == [
        "new.csv: read as utf-8",
        (
            "new.csv: anna-wit is in the database but not among the good rows of the file; "
            "to remove it: campaign addressee remove anna-wit"
        ),
        "new.csv:2: the name 'Eve\\u000aBcc: x@y.example' has a line break; correct the cell and import again",
        (
            "new.csv:5: the email address 'jan@roth' is not valid: The part after the @-sign is not valid. "
            "It should have a period.; write it like name@domain"
        ),
        "new.csv: 2 rows refused, 1 row imported",
        "  next: fix the rows listed above and import again",
    ]


def test_an_unreadable_table_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read correctly changes nothing; a missing one is an error."""
    run(folder, "addressee", "import")
    capsys.readouterr()
    (folder / "open.csv").write_text('name\n"Jan Roth\n')
    assert run(folder, "addressee", "import", str(folder / "open.csv")) == 4
    assert run(folder, "addressee", "import", str(folder / "none.csv")) == 1
    assert capsys.readouterr().err.splitlines() == [
        "open.csv:2: this row opens a quotation mark and never closes it; close it, or remove it",
        "open.csv: no row could be imported; nothing was changed",
        "  next: fix the rows listed above and import again",
        f"{folder / 'none.csv'}: cannot be read (No such file or directory)",
        "  next: create it, or name a file: campaign addressee import FILE",
    ]
    (folder / "none.xlsx").write_bytes(b"")
    assert run(folder, "addressee", "import", str(folder / "none.csv")) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  next: save none.xlsx, which is beside it, as none.csv (CSV UTF-8)"
    ]
    assert run(folder, "--json", "addressee", "list") == 0
    assert [addressee["key"] for addressee in json.loads(capsys.readouterr().out)] == ["anna-wit"]


def test_an_import_says_all_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json: the keys by what happened to them, the refused rows and the remarks."""
    (folder / "new.csv").write_text("name,mail\nJan Roth,\n,x@y.example\n")
    assert run(folder, "--json", "addressee", "import", str(folder / "new.csv")) == 4
    assert json.loads(capsys.readouterr().out) == {
        "file": "new.csv",
        "encoding": "utf-8",
        "added": ["jan-roth"],
        "changed": [],
        "unchanged": [],
        "missing": [],
        "refused": [{"line": 3, "message": "the name is missing", "fix": "write it, or remove the row"}],
        "remarks": [
            "new.csv: read as utf-8",
            "new.csv:2: Jan Roth has no email address; the letter cannot be sent to this person",
        ],
        "salutation": "joint",
        "greetings": [{"name": "Jan Roth", "salutation": "Dear Jan Roth,", "language": "en", "wanted_language": ""}],
    }


@pytest.mark.parametrize(("number", "salutation"), [(6, "joint"), (7, "single")])
def test_the_length_of_the_first_list_decides_on_the_salutation(
    folder: Path, capsys: pytest.CaptureFixture[str], number: int, salutation: str
) -> None:
    """It is written into every text once, with the line ends of the file; later rows, and one that is there, change
    nothing. A dry run and a frozen letter stay as they are."""
    letter = folder / "letters" / "ai-act"
    (letter / "letter.de.md").write_bytes(b"---\r\ntitle: Brief\r\n---\r\n\r\nText\r\n")
    (folder / "new.csv").write_text(HEADER + "".join(f"{key},Jan Roth{key},,MT\n" for key in range(number)))
    assert run(folder, "-q", "addressee", "import", "--dry-run", str(folder / "new.csv")) == 0
    assert (letter / "letter.en.md").read_text("utf-8") == "Text\n"
    assert run(folder, "--json", "addressee", "import", str(folder / "new.csv")) == 0
    assert json.loads(capsys.readouterr().out)["salutation"] == salutation
    english, german = (letter / f"letter.{code}.md" for code in ("en", "de"))
    assert english.read_bytes() == f"---\nsalutation: {salutation}\n---\n\nText\n".encode()
    assert german.read_bytes() == f"---\r\ntitle: Brief\r\nsalutation: {salutation}\r\n---\r\n\r\nText\r\n".encode()
    (folder / "new.csv").write_text(HEADER + "".join(f"{key},Jan Roth{key},,MT\n" for key in range(40)))
    assert run(folder, "-q", "addressee", "import", str(folder / "new.csv")) == 0
    assert english.read_bytes() == f"---\nsalutation: {salutation}\n---\n\nText\n".encode()


def test_many_remarks_are_cut_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After twenty remarks a line counts the rest, and a new order is reported."""
    rows = [f"{number},Jan Roth{number},,MT\n" for number in range(30)]
    (folder / "new.csv").write_text(HEADER + "".join(rows))
    assert run(folder, "addressee", "import", str(folder / "new.csv")) == 0
    assert capsys.readouterr().err.splitlines()[20:] == ["... and 11 more remarks (--json lists all)"]
    (folder / "new.csv").write_text(HEADER + "".join(reversed(rows)))
    assert run(folder, "addressee", "import", str(folder / "new.csv")) == 0
    assert capsys.readouterr().out == "new.csv: 0 added, 0 changed, 30 unchanged, in a new order\n"


def test_organisations_are_imported_listed_and_removed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A logo whose file is missing gives a remark; with the file there is none."""
    assert run(folder, "signatory", "list") == 0
    assert run(folder, "signatory", "import") == 0
    (folder / "signatories" / "logos" / "laion.svg").write_text("<svg/>")
    assert run(folder, "signatory", "import", str(folder / "signatories" / "organisations.csv")) == 0
    assert run(folder, "signatory", "list") == 0
    assert run(folder, "signatory", "remove", "laion") == 0
    assert run(folder, "signatory", "remove", "laion") == 2
    out, err = capsys.readouterr()
    assert re.sub(r"\d{4}-\d\d-\d\d", "DAY", out).splitlines() == [
        "no organisations yet; next: campaign signatory import, or campaign signatory invite",
        "signatories/organisations.csv: 1 added, 0 changed, 0 unchanged",
        "signatories/organisations.csv: 0 added, 0 changed, 1 unchanged",
        "key    name   state   since       contact  email  remark",
        "laion  LAION  listed  DAY",
        "",
        "1  listed  published with the letter",
        "sign by Thursday 9 April 2026, 18:00 (Europe/Brussels)",
        "laion: removed. Remove it from the CSV file too, or the next import adds it again.",
    ]
    assert err.splitlines() == [
        "signatories/organisations.csv: read as utf-8",
        "signatories/organisations.csv:2: the logo file logos/laion.svg does not exist; add it below signatories/",
        "signatories/organisations.csv: read as utf-8",
        "there is no organisation laion",
        "  next: campaign signatory list shows the ids",
    ]


def test_a_directory_without_a_good_row_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, and the organisations in the database stay as they were."""
    run(folder, "-q", "signatory", "import")
    (folder / "signatories" / "organisations.csv").write_text("name\n=cmd()\n")
    capsys.readouterr()
    assert run(folder, "-q", "signatory", "import") == 4
    assert run(folder, "--json", "signatory", "list") == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[:2] == [
        (
            "signatories/organisations.csv:2: the name '=cmd()' has = at its start, like a spreadsheet formula; "
            "correct the cell and import again"
        ),
        "signatories/organisations.csv: no row could be imported; nothing was changed",
    ]
    assert [signatory["key"] for signatory in json.loads(out)["signatories"]] == ["laion"]


def test_the_letters_greeting_and_the_real_list_are_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody known from the letter's greeting alone gives way to the row of the real list, which is remarked; a
    person who may be in the database already is asked about."""
    (folder / "greeting.csv").write_text("id,honorific,family_name,name\nbenifei,Mr,Benifei,Benifei\n")
    (folder / "list.csv").write_text("id,name,mail\n124867,Brando BENIFEI,b@parliament.example\n")
    assert run(folder, "-q", "addressee", "import", str(folder / "greeting.csv")) == 0
    capsys.readouterr()
    assert run(folder, "addressee", "import", str(folder / "list.csv")) == 0
    remark = "list.csv: benifei, known from the letter's greeting alone, is now Brando Benifei"
    assert remark in capsys.readouterr().err.splitlines()
    assert run(folder, "--json", "addressee", "list") == 0
    assert [person["key"] for person in json.loads(capsys.readouterr().out)] == ["124867"]
    (folder / "again.csv").write_text("id,name,mail\nx1,B. Benifei,\n")
    assert run(folder, "addressee", "import", str(folder / "again.csv")) == 4
    asked = "again.csv:2: B. Benifei may be Brando Benifei, whom the database has under the id 124867; "
    assert asked in [line[: len(asked)] for line in capsys.readouterr().err.splitlines()]
