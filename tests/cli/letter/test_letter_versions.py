"""`campaign letter freeze`, `diff`, `list`, `show`, `verify` and `law`."""

import json
import sqlite3
from pathlib import Path

import pytest
from pypdf import PdfReader

from campaign.adapters.files.folder import Folder, read_letters
from campaign.adapters.store import Store, versions
from tests.helpers.campaign import run

CLAUSE = "This exemption should not apply to general models."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign with one short letter."""
    letter = tmp_path / "letters" / "ai-act"
    letter.mkdir(parents=True)
    write(tmp_path, "Hello there.\n\nWe ask for one thing by 26 April.\n\nKeep it as it is.\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2027-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    return tmp_path


def write(folder: Path, body: str, language: str = "en") -> None:
    path = folder / "letters" / "ai-act" / f"letter.{language}.md"
    path.write_text(f"---\ntitle: Title\n---\n{body}", "utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "letters" / "ai-act" / "letter.en.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def annex(folder: Path, day: str, text: str) -> None:
    path = folder / "letters" / "ai-act" / f"annex.law.{day}.md"
    path.write_text(f"---\nsource: Draft\nprovision: Article 2\n---\n{text}\n", "utf-8")


def test_the_second_version_must_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What changed is shown, and nothing is frozen until the kind of change is given; `list` shows the kinds."""
    assert run(folder, "letter", "freeze", "-m", "one", "--correction") == 2
    assert run(folder, "letter", "freeze", "-m", "one") == 0
    edit(folder, "thing", "favour")
    assert run(folder, "letter", "freeze", "-m", "two") == 2
    assert run(folder, "letter", "freeze", "-m", "two", "--correction", "--substance") == 2
    assert run(folder, "letter", "freeze", "-m", "two", "--substance", "--despite-substance") == 2
    assert run(folder, "letter", "freeze", "-m", "two", "--correction") == 0
    assert run(folder, "letter", "freeze", "-m", "two") == 0
    capsys.readouterr()
    assert run(folder, "--json", "letter", "list") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(version["version"], version["kind"], version["message"]) for version in listed] == [
        (1, "first", "one"),
        (2, "correction", "two"),
    ]


def test_a_correction_that_is_none_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed date is not a correction, unless --despite-substance says so."""
    assert run(folder, "letter", "freeze", "-m", "one") == 0
    edit(folder, "26 April", "27 April")
    edit(folder, "one thing", "one favour")
    capsys.readouterr()
    assert run(folder, "letter", "freeze", "-m", "two", "--correction") == 3
    output = capsys.readouterr()
    assert (
        output.out == "ai-act: since version 1\n  en: 1 paragraph changed, 2 words gone, 2 new; it touches a number\n"
    )
    assert output.err == (
        "not frozen as a correction: en: a number changed\n"
        "  next: freeze with --substance; if it is still a correction, add --despite-substance\n"
    )
    assert run(folder, "-q", "letter", "freeze", "-m", "two", "--correction", "--despite-substance") == 0


def test_a_new_language_comes_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--language is for a new language while the others are unchanged."""
    assert run(folder, "letter", "freeze", "-m", "one") == 0
    write(folder, "Guten Tag.\n\nWir bitten bis zum 26. April um eines.\n\nLassen Sie es.\n", "de")
    freeze = ("letter", "freeze", "--despite-problems", "-m", "two")
    assert run(folder, *freeze, "--language", "fr") == 3
    edit(folder, "thing", "favour")
    assert run(folder, *freeze, "--language", "de") == 3
    edit(folder, "favour", "thing")
    capsys.readouterr()
    assert run(folder, *freeze, "--language", "de") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:3] == ["ai-act: since version 1", "  de: new", "  en: unchanged"]
    assert out[3].startswith("ai-act: frozen as version 2 (de, en), language de, digest ")


def test_diff_shows_what_changed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed and added words are marked, with their context; comparing two versions by number gives the same."""
    assert run(folder, "letter", "diff") == 2
    assert run(folder, "-q", "letter", "freeze", "-m", "one") == 0
    capsys.readouterr()
    assert run(folder, "letter", "diff") == 0
    assert capsys.readouterr().out == "ai-act: from version 1 to the text in the folder\n  nothing changed\n"
    edit(folder, "thing", "favour")
    assert run(folder, "letter", "diff") == 0
    expected = (
        "  en: 1 paragraph changed, 1 word gone, 1 new\n\n[en]\n\n(1 unchanged)\n\n… Hello there.\n\n"
        "We ask for one [-thing-]{+favour+} by 26 April.\n\nKeep it as it is. …\n\n"
    )
    assert capsys.readouterr().out == f"ai-act: from version 1 to the text in the folder\n{expected}"
    assert run(folder, "-q", "letter", "freeze", "-m", "two", "--correction") == 0
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(folder, "letter", "diff", "1", "v2") == 0
    assert capsys.readouterr().out == f"ai-act: from version 1 to version 2\n{expected}"
    assert run(folder, "letter", "diff", "1", "--all") == 0
    assert "Hello there." in capsys.readouterr().out
    assert run(folder, "letter", "diff", "7") == 2
    capsys.readouterr()
    assert run(folder, "--json", "letter", "diff", "1") == 0
    (changed,) = json.loads(capsys.readouterr().out)["changed"]
    assert changed["changes"] == [
        {"before": "We ask for one thing by 26 April.", "after": "We ask for one favour by 26 April."}
    ]


def test_diff_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison is written as one PDF per language, with the removed and added words."""
    assert run(folder, "-q", "letter", "freeze", "-m", "one") == 0
    edit(folder, "thing", "favour")
    capsys.readouterr()
    assert run(folder, "--json", "letter", "diff", "--pdf", str(folder / "out")) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file == str(folder / "out" / "ai-act-changes.en.pdf")
    words = "".join(page.extract_text() for page in PdfReader(file).pages).split()
    assert [word for word in words if word.startswith(("thing", "favour"))] == ["thingfavour"]
    assert run(folder, "letter", "diff", "--pdf", str(folder / "out")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"written to {file}"


def test_verify_finds_what_was_written_into_the_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Frozen rows cannot be changed; if the file is changed anyway, `verify` reports it."""
    assert run(folder, "-q", "letter", "freeze", "-m", "one") == 0
    assert run(folder, "letter", "verify") == 0
    with sqlite3.connect(folder / "campaign.db") as db:
        for statement in ("UPDATE version SET message = 'x'", "DELETE FROM version_text", "DELETE FROM version"):
            with pytest.raises(sqlite3.IntegrityError, match="a frozen version never changes"):
                db.execute(statement)
        db.execute("DROP TRIGGER version_text_never_update")
        db.execute("UPDATE version_text SET source = replace(source, 'one', 'two')")
    db.close()
    capsys.readouterr()
    assert run(folder, "letter", "verify") == 4
    assert capsys.readouterr().err.splitlines() == [
        (
            "campaign.db: ai-act version 1: letters/ai-act/letter.en.md: the author's text no longer "
            "gives the canonical text; compare it with a backup"
        ),
        "1 difference: the database was changed by hand, or is damaged",
    ]


def test_law_lists_drafts_and_says_whether_the_ask_bites(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drafts are listed and compared; a quotation missing in the newest draft is reported with the drafts
    that have it."""
    assert run(folder, "letter", "law") == 2
    edit(folder, "Keep it as it is.", f"Strike “{CLAUSE}”[^law]\n\n[^law]: The draft.")
    annex(folder, "2023-03-23", CLAUSE)
    capsys.readouterr()
    assert run(folder, "letter", "law") == 0
    assert capsys.readouterr().out.splitlines()[-2] == "quotations unchanged in the draft of 2023-03-23: yes"
    annex(folder, "2023-04-21", CLAUSE.replace("not ", ""))
    assert run(folder, "letter", "law", "law", "--from", "2023-03-23", "--to", "2023-04-21") == 0
    out = capsys.readouterr().out
    assert "This exemption should [-not-] apply to general models." in out
    assert "no longer found in the draft of 2023-04-21" in out
    assert "quotations unchanged in the draft of 2023-04-21: no" in out
    assert run(folder, "letter", "law", "nope") == 2
    assert run(folder, "letter", "law", "--to", "2020-01-01") == 2
    capsys.readouterr()
    assert run(folder, "--json", "letter", "law") == 0
    (provision,) = json.loads(capsys.readouterr().out)["provisions"]
    assert (provision["quotations_current"], [quotation["current"] for quotation in provision["quotations"]]) == (
        False,
        [False],
    )


def test_drafting_is_never_frozen_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tracked changes and comments stop a freeze unless --with-changes accepts them, and a note to the editors unless
    --despite-problems does; neither option accepts what the other does."""
    edit(folder, "Keep it as it is.", "Keep {--this--}{++it++} as it is. {>>Jan: right?<<}")
    freeze = ("letter", "freeze", "-m", "one")
    capsys.readouterr()
    assert run(folder, *freeze) == 4
    lines = capsys.readouterr().err.splitlines()[:3]
    assert [line.partition("md:")[2].partition(" ")[2].partition(";")[0] for line in lines] == [
        "a deletion that nobody has decided: “this”",
        "an insertion that nobody has decided: “it”",
        "a comment for the editors: “Jan: right?”",
    ]
    assert run(folder, *freeze, "--despite-problems") == 4
    edit(folder, "Keep {--", "DRAFT v3\n\nKeep {--")
    assert run(folder, *freeze, "--with-changes") == 4
    edit(folder, "DRAFT v3\n\n", "")
    assert run(folder, "-q", *freeze, "--with-changes") == 0


def test_annexes_are_frozen_with_the_letter(folder: Path) -> None:
    """An annex is stored with its version; a wrongly named one stops the freeze."""
    edit(folder, "Keep it as it is.", f"Strike “{CLAUSE}”[^law]\n\n[^law]: The draft.")
    annex(folder, "2023-03-23", CLAUSE)
    bad = folder / "letters" / "ai-act" / "annex law.md"
    bad.write_text("x")
    assert run(folder, "letter", "freeze", "-m", "one", "--despite-problems") == 4
    bad.unlink()
    assert run(folder, "-q", "letter", "freeze", "-m", "one") == 0
    letters, _ = read_letters(Folder(folder), "ai-act")
    with Store.open(folder / "campaign.db") as store:
        (text,) = store.read(versions.texts, 1)
    assert [entry.source for entry in text.annexes] == [annex_file.source for annex_file in letters["en"].annexes]
    assert text.canonical.endswith(f"Annex law: Draft, Article 2, draft of 2023-03-23\n\n{CLAUSE}\n")


def test_show_names_the_kind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text goes to stdout, the kind of the version to stderr."""
    assert run(folder, "-q", "letter", "freeze", "-m", "one") == 0
    capsys.readouterr()
    assert run(folder, "letter", "show") == 0
    output = capsys.readouterr()
    assert output.err == "version 1, first: one\n"
    assert output.out.startswith("[en] ")


def test_status_leads_to_the_next_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that changed after the freeze leads to diff and to a freeze with a kind."""
    (folder / "letters" / "ai-act" / "addressees.csv").write_text("id,name,mail\na,Anna Wit,anna@wit.example\n")
    (folder / "signatories").mkdir()
    (folder / "signatories" / "organisations.csv").write_text("name\nLAION\n")
    for words in (("addressee", "import"), ("signatory", "import"), ("letter", "freeze", "-m", "one")):
        assert run(folder, "-q", *words) == 0
    edit(folder, "thing", "favour")
    capsys.readouterr()
    assert run(folder, "--json", "status") == 0
    assert json.loads(capsys.readouterr().out)["next"] == (
        "campaign letter diff, then campaign letter freeze -m MESSAGE with --correction or --substance"
    )
