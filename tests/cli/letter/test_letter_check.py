"""`campaign letter check`."""

import json
from pathlib import Path

import pytest

from campaign.cli import main

GOOD = """---
title: Keep it
deadline: 2027-04-26
---

{{ salutation }}

Text[^a] from {{ addressee.country }}.

[^a]: A note.
"""
BAD = """---
title: Keep it
deadlin: 2027-04-26
deadline: 2027-04-27
law:
    a: Draft of 23 March, Article 2(5)
---

Dear Firstname,

before the vote on 25 April read [this](#) and[^b]
“this regulation should never apply to models”[^a].

[^a]: Article 2: This Regulation should not apply to models.


    More.

[^c]: Never called, for {{ addressee.grop }}.
"""
QUOTATION = (
    "L:12: quotation not word for word in note [^a]: “this regulation should never apply to models”; "
    "the note says “This Regulation should not apply to models.”; correct the one that is wrong"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one letter and its addressee."""
    letter = tmp_path / "letters" / "ai-act"
    letter.mkdir(parents=True)
    (letter / "letter.en.md").write_text(GOOD)
    (letter / "addressees.csv").write_text("name,honorific,mail,country\nAnna Wit,Ms,anna@wit.example,MT\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2027-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    return tmp_path


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def test_a_letter_without_problems_ends_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with the counts of words and notes; no database is made by looking."""
    assert run(folder, "letter", "check") == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("letters/ai-act/letter.en.md: 4 words, 1 footnote; no problem, no warning\n", "")
    assert not (folder / "campaign.db").exists()


def test_problems_are_named_with_line_and_fix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems are printed as path:line: message; fix, those of the front matter too, in the order of lines, with exit
    code 4."""
    (folder / "letters" / "ai-act" / "letter.en.md").write_text(BAD)
    assert run(folder, "letter", "check") == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert err.replace("letters/ai-act/letter.en.md", "L").splitlines() == [
        "L:3: unknown key deadlin; did you mean deadline?",
        "L:4: deadline is 2027-04-27, the vote in campaign.toml on 2027-04-26; write 2027-04-26, or correct it there",
        "L:9: left over from a template: Dear Firstname; write what belongs there, or take it out",
        "L:11: note [^b] is called but not defined; write it below: [^b]: text of the note",
        "L:11: the link on “this” leads nowhere (#); put the web address between the parentheses",
        "L:11: the vote is dated 25 April, campaign.toml says 2027-04-26; correct the one that is wrong",
        QUOTATION,
        "L:16: two blank lines inside note [^a]; leave only one; what follows is cut off the note and set as code",
        "L:19: note [^c] is defined but never called; put [^c] where it belongs, or take the note out",
        "L:19: there is no placeholder {{ addressee.grop }}; did you mean {{ addressee.group }}?",
        "L: 19 words, 2 footnotes; 10 problems, no warning",
        "  next: fix them, then run campaign letter check again",
    ]


def test_warnings_change_no_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings are printed beside the result: an addressee without honorific, rows of the table that cannot be read."""
    (folder / "letters" / "ai-act" / "addressees.csv").write_text(
        "name,mail,country\nBo Lee,bo@x.example,MT\nEve,e@,MT\n"
    )
    assert run(folder, "letter", "check", "--letter", "ai-act") == 0
    out, err = capsys.readouterr()
    assert out == "letters/ai-act/letter.en.md: 4 words, 1 footnote; no problem, 2 warnings\n"
    first, second = err.splitlines()
    assert first == (
        "warning: letters/ai-act/addressees.csv: without an honorific, and greeted by full name: Bo Lee; "
        "fill honorific if that is not meant"
    )
    assert second.startswith("warning: letters/ai-act/addressees.csv:3: ")


def test_imported_addressees_win_over_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The imported addressees get the letter, whatever the table says now."""
    table = folder / "letters" / "ai-act" / "addressees.csv"
    table.write_text("name,honorific,mail\nAnna Wit,Ms,anna@wit.example\n")
    assert run(folder, "addressee", "import") == 0
    table.unlink()
    capsys.readouterr()
    assert run(folder, "--quiet", "letter", "check") == 4
    assert capsys.readouterr().err.splitlines()[0] == (
        "letters/ai-act/letter.en.md:8: no addressee fills {{ addressee.country }}; "
        "fill country in letters/ai-act/addressees.csv, or take the placeholder out"
    )


def test_a_letter_without_addressees_is_checked(folder: Path) -> None:
    """The text can be checked before anybody is named."""
    (folder / "letters" / "ai-act" / "addressees.csv").unlink()
    assert run(folder, "letter", "check") == 0


def test_every_language_is_checked_against_its_own_readers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All texts of a letter are checked; a placeholder needs a value only for the addressees who get that text."""
    letter = folder / "letters" / "ai-act"
    (letter / "letter.de.md").write_text(
        GOOD.replace("Keep it", "Erhalten").replace("Text[^a] from", "Ein Text[^a] aus").replace("A note", "Eine Note")
    )
    (letter / "addressees.csv").write_text(
        "name,honorific,mail,country,group,language\nA Wit,Ms,a@x.example,MT,,en\nB Bo,Mr,b@x.example,,EPP,de\n"
    )
    assert run(folder, "--json", "letter", "check") == 4
    result = json.loads(capsys.readouterr().out)
    assert result == {
        "letter": "ai-act",
        "texts": [
            {"path": "letters/ai-act/letter.de.md", "words": 5, "footnotes": 1},
            {"path": "letters/ai-act/letter.en.md", "words": 4, "footnotes": 1},
        ],
        "problems": [
            {
                "path": "letters/ai-act/letter.de.md",
                "line": 8,
                "message": "no addressee fills {{ addressee.country }}",
                "fix": "fill country in letters/ai-act/addressees.csv, or take the placeholder out",
            }
        ],
        "warnings": [
            {
                "path": "letters/ai-act/letter.de.md",
                "line": None,
                "message": "nobody has reviewed our German greeting, closing and headings yet",
                "fix": "show campaign send preview to somebody who knows",
            },
            {
                "path": "letters/ai-act/letter.de.md",
                "line": None,
                "message": "nobody has confirmed yet that this text is up to date with letter.en.md",
                "fix": "read both, then: campaign letter translated de",
            },
        ],
    }


def test_problems_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, problems have path, line, message and fix, and the exit code is the same."""
    (folder / "letters" / "ai-act" / "letter.en.md").write_text("---\ntitle: T\n---\nText[^a].\n")
    assert run(folder, "--json", "letter", "check") == 4
    assert json.loads(capsys.readouterr().out)["problems"] == [
        {
            "path": "letters/ai-act/letter.en.md",
            "line": 4,
            "message": "note [^a] is called but not defined",
            "fix": "write it below: [^a]: text of the note",
        }
    ]
