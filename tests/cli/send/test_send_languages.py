"""Every addressee gets the own language; those who do not are named before anything is sent."""

import json
from pathlib import Path

import pytest

from campaign.cli import main

TABLE = (
    "name,honorific,mail,language\n"
    "Dragoş Tudorache,Mr,tudorache@parliament.example,ro\n"
    "Axel Voss,Mr,voss@parliament.example,de\n"
    "Brando Benifei,Mr,benifei@parliament.example,\n"
)
REMARK = "Dragoş Tudorache: no text in ro, gets en"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a letter in English and German and three addressees, imported."""
    letter = tmp_path / "letters" / "a"
    letter.mkdir(parents=True)
    for language, words in (("en", "Words."), ("de", "Worte.")):
        (letter / f"letter.{language}.md").write_text(f"---\ntitle: T\n---\n{{{{ salutation }}}}\n\n{words}\n")
    (letter / "addressees.csv").write_text(TABLE)
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "A"\nvote = 2999-04-26T12:00:00\nminimum_signatories = 0\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    assert run(tmp_path, "addressee", "import") == 0
    return tmp_path


def run(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def test_preview_and_go_tell_languages_and_fallbacks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Draft, preview and go count the emails by language and name the addressees who get another language."""
    capsys.readouterr()
    for words in (
        ("send", "preview"),
        ("letter", "freeze", "-m", "agreed"),
        ("send", "preview", "--show", "Voss"),
        ("send", "go", "--confirm", "2"),
    ):
        run(folder, *words)
        out, err = capsys.readouterr()
        if words[0] == "send":
            assert "languages: en 2, de 1" in out.splitlines()
            assert REMARK in err.splitlines()
        if "--show" in words:
            assert "Sehr geehrter Herr Tudorache, sehr geehrter Herr Voss, sehr geehrter Herr Benifei," in " ".join(
                out.split()
            )


def test_programs_get_them_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON of draft and preview has the language of every email, and the fallbacks."""
    for _ in range(2):
        capsys.readouterr()
        assert run(folder, "--json", "send", "preview") == 0
        result = json.loads(capsys.readouterr().out)
        assert [mail["language"] for mail in result["emails"]] == ["en", "de", "en"]
        assert result["fallbacks"] == [{"name": "Dragoş Tudorache", "wanted": "ro", "gets": "en"}]
        run(folder, "letter", "freeze", "-m", "agreed")


def test_many_fallbacks_are_cut(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After twenty, the rest is counted."""
    rows = "".join(f"P{number} Ro,Mr,p{number}@x.example,ro\n" for number in range(30))
    (folder / "letters" / "a" / "addressees.csv").write_text(TABLE + rows)
    assert run(folder, "addressee", "import") == 0
    capsys.readouterr()
    assert run(folder, "send", "preview") == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[20] == "... and 11 more do not get their own language (--json lists all)"
    assert [line.partition(",")[0] for line in lines[21:]] == ["32 of 33 emails differ in only a few words"]
