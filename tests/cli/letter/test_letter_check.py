"""`campaign letter check`."""

import json
from pathlib import Path

import pytest

from campaign.cli import main

GOOD = """---
title: Keep it
ask: Keep it whole.
why: It helps.
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
    "L:12: quotation not word for word in footnote [^a]: “this regulation should never apply to models”; "
    "the footnote says “This Regulation should not apply to models.”; correct the one that is wrong"
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
        (
            "L:4: deadline is 2027-04-27, but in campaign.toml the vote is on 2027-04-26; "
            "write 2027-04-26, or correct campaign.toml"
        ),
        "L:9: left over from a template: Dear Firstname; fill it in, or remove it",
        "L:11: footnote [^b] is used but not defined; add a line below: [^b]: text of the footnote",
        "L:11: the link on “this” leads nowhere (#); put the web address between the parentheses",
        "L:11: the vote is on 25 April here, in campaign.toml on 2027-04-26; correct the one that is wrong",
        QUOTATION,
        (
            "L:16: two blank lines inside footnote [^a]; "
            "remove one: what follows would be read as code, not as part of the footnote"
        ),
        "L:19: footnote [^c] is defined but not used; put [^c] in the text, or remove the footnote",
        "L:19: there is no placeholder {{ addressee.grop }}; did you mean {{ addressee.group }}?",
        "warning: L: there is no ask; add ask: what the addressees should do, in a sentence",
        ("warning: L: there is no reason: invitations to sign do not say why; add why: the reason, in two sentences"),
        (
            "warning: L:17: the letter reads differently from the file at “More.”: “More” is not in the letter; "
            "write it without signs that Markdown reads as markup, or put \\ before them"
        ),
        "L: 19 words, 2 footnotes; 10 problems, 3 warnings",
        "  next: fix them, then run campaign letter check again",
    ]


def test_warnings_change_no_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings are printed beside the result: an addressee without honorific, rows of the table that cannot be read."""
    (folder / "letters" / "ai-act" / "addressees.csv").write_text(
        "name,mail,country\nBo Lee,bo@x.example,MT\nEve,e@,MT\n"
    )
    assert run(folder, "letter", "check", "--letter", "ai-act") == 0
    out, err = capsys.readouterr()
    assert out == "letters/ai-act/letter.en.md: 4 words, 1 footnote; no problem, 3 warnings\n"
    first, second, third = err.splitlines()
    assert first == (
        "warning: letters/ai-act/addressees.csv: no honorific, so the greeting has the full name: Bo Lee; "
        "fill in honorific, unless you want it so"
    )
    assert second.startswith("warning: letters/ai-act/addressees.csv:3: 'Eve' is only one name")
    assert third.startswith("warning: letters/ai-act/addressees.csv:3: the email address 'e@' is not valid")


def test_imported_addressees_win_over_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The imported addressees get the letter, whatever the table says now."""
    table = folder / "letters" / "ai-act" / "addressees.csv"
    table.write_text("name,honorific,mail\nAnna Wit,Ms,anna@wit.example\n")
    assert run(folder, "addressee", "import") == 0
    table.unlink()
    capsys.readouterr()
    assert run(folder, "--quiet", "letter", "check") == 4
    assert capsys.readouterr().err.splitlines()[0] == (
        "letters/ai-act/letter.en.md:11: no addressee has a value for {{ addressee.country }}; "
        "fill in country in letters/ai-act/addressees.csv, or remove the placeholder"
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
                "line": 10,
                "message": "no addressee has a value for {{ addressee.country }}",
                "fix": "fill in country in letters/ai-act/addressees.csv, or remove the placeholder",
            }
        ],
        "warnings": [
            {
                "path": "letters/ai-act/letter.de.md",
                "line": None,
                "message": "no native speaker has reviewed our German greeting, closing and headings yet",
                "fix": "ask one to read the output of campaign send preview",
            },
            {
                "path": "letters/ai-act/letter.de.md",
                "line": None,
                "message": "nobody has confirmed yet that this text is up to date with letter.en.md",
                "fix": "read both, then run: campaign letter translated de",
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
            "message": "footnote [^a] is used but not defined",
            "fix": "add a line below: [^a]: text of the footnote",
        }
    ]


def test_problems_of_one_kind_are_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty links that lead nowhere are one line with their number; with --json each is there."""
    letter = folder / "letters" / "ai-act" / "letter.en.md"
    letter.write_text("---\ntitle: T\n---\n\n" + "\n\n".join(f"See [word {n}](#)." for n in range(20)) + "\n", "utf-8")
    assert run(folder, "letter", "check") == 4
    assert capsys.readouterr().err.splitlines()[0] == (
        "letters/ai-act/letter.en.md:5: the link on “word 0” leads nowhere (#); put the web address between the"
        f" parentheses (19 more like this; lines {', '.join(str(line) for line in range(7, 45, 2))})"
    )
    run(folder, "--json", "letter", "check")
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 20
