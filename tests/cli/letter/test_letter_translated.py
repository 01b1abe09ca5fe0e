"""`campaign letter translated`, and its effect on check and freeze."""

import json
from pathlib import Path

import pytest

from campaign.cli import main

ENGLISH = "---\ntitle: Keep it\nask: Keep it.\nwhy: It helps.\n---\n\nOne.\n\nTwo.\n"
GERMAN = "---\ntitle: Erhalten\nask: Bewahren.\nwhy: Es hilft.\n---\n\nEins.\n\nZwei.\n"
REVIEW = (
    "warning: letters/ai-act/letter.de.md: no native speaker has reviewed our "
    "German greeting, closing and headings yet; "
    "ask one to read the output of campaign send preview"
)
UNCONFIRMED = (
    "warning: letters/ai-act/letter.de.md: nobody has confirmed yet that this text is up to date with letter.en.md; "
    "read both, then run: campaign letter translated de"
)
STALE = (
    "letters/ai-act/letter.de.md:9: “Zwei.” is older than letter.en.md:9, which now says “Three.”; "
    "update the translation, then run: campaign letter translated de"
)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """The folder of a letter in two languages."""
    letter = tmp_path / "letters" / "ai-act"
    letter.mkdir(parents=True)
    (letter / "letter.en.md").write_text(ENGLISH)
    (letter / "letter.de.md").write_text(GERMAN)
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2027-04-26T12:00:00\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    return letter


def run(letter: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(letter.parent.parent), *words])
    return int(str(ended.value.code))


def test_a_translation_is_confirmed_grows_old_and_is_confirmed_again(
    letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unconfirmed translation is a warning; outdated paragraphs are problems that also stop a freeze; confirming
    again resolves them."""
    assert run(letter, "letter", "check") == 0
    assert sorted(capsys.readouterr().err.splitlines()) == [REVIEW, UNCONFIRMED]
    assert run(letter, "letter", "translated", "de") == 0
    assert capsys.readouterr().out == (
        "letters/ai-act/letter.de.md is recorded as up to date with letters/ai-act/letter.en.md: "
        "4 passages in letters/ai-act/letter.de.seen\n"
    )
    assert run(letter, "--quiet", "letter", "check") == 0
    (letter / "letter.en.md").write_text(ENGLISH.replace("Two.", "Three."))
    capsys.readouterr()
    assert run(letter, "--quiet", "letter", "check") == 4
    assert capsys.readouterr().err.splitlines()[0] == STALE
    assert run(letter, "letter", "freeze", "-m", "agreed") == 3
    assert run(letter, "letter", "translated", "de", "--letter", "ai-act") == 0
    assert run(letter, "letter", "freeze", "-m", "agreed") == 0
    assert sorted(path.name for path in letter.iterdir()) == ["letter.de.md", "letter.de.seen", "letter.en.md"]


def test_differences_are_named_when_a_text_is_confirmed(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Confirming records the text, and still reports the differences that the checks see."""
    (letter / "letter.de.md").write_text(GERMAN.replace("Zwei.\n", ""))
    assert run(letter, "--json", "letter", "translated", "de") == 0
    out, err = capsys.readouterr()
    what = "from here on 1 paragraph, in letter.en.md:7 2 paragraphs"
    assert json.loads(out) == {
        "letter": "ai-act",
        "language": "de",
        "original": "en",
        "passages": 4,
        "record": "letters/ai-act/letter.de.seen",
        "problems": [
            {
                "path": "letters/ai-act/letter.de.md",
                "line": 7,
                "message": what,
                "fix": "put both in the same order",
            }
        ],
    }
    assert err.splitlines() == [
        f"letters/ai-act/letter.de.md:7: {what}; put both in the same order",
        "the texts still differ where listed above; to check again: campaign letter check",
    ]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "letters/ai-act: there is no text in fr\n  next: texts: de, en\n"),
        ("en", "letters/ai-act/letter.en.md is not a translation\n  next: choose one of: de\n"),
        ("../x", "letters/ai-act: there is no text in ../x\n  next: texts: de, en\n"),
    ],
)
def test_only_a_translation_can_be_confirmed(
    letter: Path, capsys: pytest.CaptureFixture[str], language: str, message: str
) -> None:
    """A missing language, and the original, are refused as wrong usage; nothing is written."""
    assert run(letter, "letter", "translated", language) == 2
    assert capsys.readouterr().err == message
    assert len(list(letter.iterdir())) == 2
