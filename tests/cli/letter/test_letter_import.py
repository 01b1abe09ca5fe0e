# ruff: noqa: ISC004 -- lines of output and of a letter are long
"""`campaign letter import`."""

import json
from pathlib import Path

import pytest

from campaign.cli import main
from tests.helpers.real_data import real_data

TEXT = (
    "By e-mail.\n\nRe: The ferry\n\nDear Mr. Wit, Dr. Öz,\n\nSeals¹ [swim](#).\n\n"
    "Signed:\n\n[Seal Watch](#)\n\n¹ Note.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "Seals"\nvote = 2027-04-26T12:00:00\n'
        '[sender]\nname = "C"\naddress = "c@coalition.example"\n'
    )
    (tmp_path / "seal.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_import_writes_three_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Letter, addressees and organisations are written; what to review and the next commands are printed."""
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    letter = "letters/the-ferry/letter.en.md"
    addressees = "letters/the-ferry/addressees.csv"
    organisations = "signatories/organisations.csv"
    assert (folder / letter).read_text(encoding="utf-8") == (
        "---\ntitle: The ferry\nsubject: Re: The ferry\nlanguage: en\ndelivery: By e-mail.\n---\n\n{{ salutation }}\n\n"
        "Seals[^1] [swim](#).\n\n[^1]: Note.\n"
    )
    assert (folder / addressees).read_text(encoding="utf-8") == (
        "id,honorific,given_name,family_name,name,mail,country,group,role,language,salutation\n"
        "wit,Mr,,Wit,Wit,,,,,,\noz,Dr,,Öz,Öz,,,,,,\n"
    )
    assert (folder / organisations).read_text(encoding="utf-8") == "name,url,country,logo,state\nSeal Watch,,,,listed\n"
    assert capsys.readouterr().out.splitlines() == [
        f"{letter}, {addressees}, {organisations}: were written; 2 addressees, 1 organisation.",
        'campaign.toml: letter = "the-ferry" was set.',
        "To look at: 5",
        f"  {letter}:10: the link “swim” leads nowhere; replace # with its web address, or remove the link",
        f"  {addressees}: the greeting was “Dear Mr. Wit, Dr. Öz,”; "
        'honorific_style = "us" in campaign.toml generates the same',
        f"  {addressees}: the letter has no email addresses; enter them in the column mail",
        f"  {organisations}:2: Seal Watch has no web address; enter it in the column url",
        f"  {organisations}: the import of this table lists these organisations under the letter at once; "
        "write invited in the column state for who has not agreed yet",
        "next: campaign letter check",
        "next: campaign signatory import",
        "next: campaign addressee import",
    ]


def test_what_was_written_is_read_by_the_other_commands(folder: Path) -> None:
    """Both tables are imported as they are."""
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert run(folder, "signatory", "import") == 0
    assert run(folder, "addressee", "import", "--letter", "the-ferry") == 0


def test_a_directory_without_rows_is_filled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory with only the header from `campaign init` is filled with the organisations."""
    directory = folder / "signatories" / "organisations.csv"
    directory.parent.mkdir()
    directory.write_text("name,url,country,logo\n", encoding="utf-8")
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert directory.read_text(encoding="utf-8") == "name,url,country,logo,state\nSeal Watch,,,,listed\n"
    assert files(folder / "letters") == ["the-ferry/addressees.csv", "the-ferry/letter.en.md"]
    assert capsys.readouterr().out.splitlines()[-2] == "next: campaign signatory import"


def test_a_blank_directory_stays_where_the_letter_names_nobody(folder: Path) -> None:
    """A letter without organisations leaves the header as it is."""
    directory = folder / "signatories" / "organisations.csv"
    directory.parent.mkdir()
    directory.write_text("name\n", encoding="utf-8")
    (folder / "bare.txt").write_text("Dear Mr. Wit,\n\nSeals swim.\n", encoding="utf-8")
    assert run(folder, "letter", "import", str(folder / "bare.txt")) == 0
    assert directory.read_text(encoding="utf-8") == "name\n"


def test_a_directory_that_is_a_folder_is_left_alone(folder: Path) -> None:
    """Anything else at the directory's path is not replaced."""
    (folder / "signatories" / "organisations.csv").mkdir(parents=True)
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert "the-ferry/signatories.csv" in files(folder / "letters")


def test_again_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second import of the same name changes nothing; under another name the directory is left alone."""
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    before = files(folder)
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 3
    assert files(folder) == before
    assert capsys.readouterr().err.splitlines()[-1] == "  next: import it under another name with --as NAME"
    assert run(folder, "letter", "import", str(folder / "seal.txt"), "--as", "two") == 0
    assert set(files(folder)) - set(before) == {
        "letters/two/letter.en.md",
        "letters/two/addressees.csv",
        "letters/two/signatories.csv",
    }
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if line.startswith("next:")] == [
        "next: campaign letter check --letter two",
        "next: campaign signatory import letters/two/signatories.csv --letter two",
        "next: campaign addressee import --letter two",
    ]


STARTER = ("--name", "Seals", "--vote", "2027-04-26 12:00", "--sender", "C <c@coalition.example>")


def test_an_import_takes_the_place_of_the_letter_that_init_wrote(tmp_path: Path) -> None:
    """The starter goes when nobody has touched it, and campaign.toml names the letter that came."""
    folder = tmp_path / "c"
    assert run(tmp_path, "init", str(folder), *STARTER) == 0
    (folder / "seal.txt").write_text(TEXT, encoding="utf-8")
    before = (folder / "campaign.toml").read_text("utf-8")
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert files(folder / "letters") == ["README.md", "the-ferry/addressees.csv", "the-ferry/letter.en.md"]
    after = before.replace('# letter = "first"', 'letter = "the-ferry"').replace("# letter = \n", "")
    assert (folder / "campaign.toml").read_text("utf-8") == after
    assert run(folder, "addressee", "import") == 0
    assert run(folder, "status") == 0


def test_a_letter_that_somebody_wrote_in_stays_and_is_the_current_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With one word changed, the first letter stays; what comes next names the second."""
    folder = tmp_path / "c"
    assert run(tmp_path, "init", str(folder), *STARTER) == 0
    (folder / "seal.txt").write_text(TEXT, encoding="utf-8")
    letter = folder / "letters" / "first" / "letter.en.md"
    letter.write_text(letter.read_text("utf-8") + "More.\n", "utf-8")
    before = (folder / "campaign.toml").read_text("utf-8")
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert (folder / "campaign.toml").read_text("utf-8") == before
    assert letter.exists()
    assert "next: campaign addressee import --letter the-ferry" in capsys.readouterr().out.splitlines()


def test_an_import_names_what_is_not_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the vote, the import is done, and says which line of campaign.toml to fill in."""
    folder = tmp_path / "c"
    assert run(tmp_path, "init", str(folder), *STARTER[:2], *STARTER[4:]) == 0
    (folder / "seal.txt").write_text(TEXT, encoding="utf-8")
    capsys.readouterr()
    assert run(folder, "letter", "import", str(folder / "seal.txt")) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("to fill in:")] == [
        'to fill in: campaign.toml:8: vote is not filled in yet; write vote = "2027-04-26 12:00"'
    ]
    assert run(folder, "--json", "letter", "import", str(folder / "seal.txt"), "--as", "two") == 0
    missing = json.loads(capsys.readouterr().out)["missing"]
    assert [(problem["path"], problem["line"]) for problem in missing] == [("campaign.toml", 8)]


def test_remarks_of_one_kind_are_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """More than three of one kind are one line, with how many there are and where."""
    links = "\n\n".join(f"See [place {number}](#)." for number in range(5))
    (folder / "links.txt").write_text(f"Re: Links\n\nDear Mr. Wit,\n\n{links}\n", "utf-8")
    assert run(folder, "letter", "import", str(folder / "links.txt")) == 0
    letter = "letters/links/letter.en.md"
    assert [line for line in capsys.readouterr().out.splitlines() if "place" in line] == [
        f"  {letter}:9: the link “place 0” leads nowhere; replace # with its web address, or remove the link "
        "(4 more like this; lines 11, 13, 15, 17)"
    ]


def test_dry_run_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run prints the letter and writes nothing; --json prints the same as data; --quiet prints only what to
    review."""
    before = files(folder)
    assert run(folder, "letter", "import", str(folder / "seal.txt"), "--dry-run", "--language", "de") == 0
    assert capsys.readouterr().out.startswith("---\ntitle: The ferry\n")
    assert run(folder, "--json", "letter", "import", str(folder / "seal.txt"), "--dry-run") == 0
    payload = json.loads(capsys.readouterr().out)
    assert (payload["letter"], payload["written"], payload["organisations"]) == ("the-ferry", False, ["Seal Watch"])
    assert run(folder, "--quiet", "letter", "import", str(folder / "seal.txt"), "--dry-run") == 0
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 5)
    assert files(folder) == before


@pytest.mark.parametrize(
    ("words", "code"),
    [(["gone.txt"], 1), (["."], 1), (["seal.txt", "--as", "../x"], 2), (["seal.txt", "--language", "English!"], 2)],
)
def test_what_cannot_be_imported(folder: Path, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a folder, and a name outside the folder are errors, and nothing is written."""
    monkeypatch.chdir(folder)
    before = files(folder)
    assert run(folder, "letter", "import", *words) == code
    assert files(folder) == before


def test_binary_and_huge_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A PDF, an empty file and a file over 10 MB are refused by name."""
    for data in (b"%PDF-1.7", b"", b"seal " * 2_000_001, b"x" * 2_500_000):
        (folder / "f").write_bytes(data)
        assert run(folder, "letter", "import", str(folder / "f")) == 1
    errors = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("  next")]
    assert [line.removeprefix(f"{folder}/f: ")[:20] for line in errors] == [
        "a PDF, not text",
        "empty",
        "larger than 10 MB",
        "it has 2,500,000 cha",
    ]


def test_the_real_letter() -> None:
    """The real letter: people, organisations, one long note, emphasis and every word of the body."""
    import re

    from campaign.core.intake import draft
    from campaign.core.intake.compare_words import of_text, split_words
    from campaign.core.letters import read
    from campaign.core.letters.tree import Emphasis, Link, NoteMark, Strong, every_inline, plain_blocks

    (file,) = real_data("letters", "the open source letter as it was sent, one .txt").glob("*.txt")
    text = file.read_text(encoding="utf-8")
    made = draft(text, file.name)
    letter, problems = read(made.letter, "letter.en.md")
    assert problems == ()
    assert [(addressee.honorific, addressee.name) for addressee in made.addressees] == [
        ("Mr", "Benifei"),
        ("Mr", "Tudorache"),
        ("Dr", "Lagodinsky"),
        ("Mr", "Voss"),
    ]
    assert [organisation.name for organisation in made.organisations] == [
        "GitHub, Inc.",
        "EleutherAI",
        "Hugging Face",
        "OpenForum Europe",
        "LAION",
        "Wikimedia",
        "Creative Commons",
        "Open Future",
    ]
    assert letter.title != ""
    assert letter.delivery != ""
    (note,) = letter.document.notes
    assert len(note.blocks) >= 5
    body = text[text.index("We write") : text.index("Signed:")]
    inlines = list(every_inline(letter.document.blocks))
    assert split_words(plain_blocks(letter.document.blocks[1:])) == of_text(body.replace("¹", ""))
    assert sum(isinstance(inline, NoteMark) for inline in inlines) == body.count("¹") == 1
    assert sum(isinstance(inline, Link) for inline in inlines) == body.count("](#)")
    assert sum(isinstance(inline, Strong) for inline in inlines) == body.count("**") / 2
    assert sum(isinstance(inline, Emphasis) for inline in inlines) == len(re.findall(r"(?<!\*)\*(?!\*)", body)) / 2
    notes = text[text.index("¹ ", text.index("Signed:")) + 2 :]
    assert split_words(plain_blocks(note.blocks)) == of_text(notes)
    assert [problem.message for problem in made.review if problem.message.startswith("words ")] == []
    assert len([problem for problem in made.review if "joined" in problem.message]) == 1
    assert len([problem for problem in made.review if "leads nowhere" in problem.message]) == body.count("](#)")
