"""`campaign draft`: comments, suggestions and positions on the command line."""

import json
from pathlib import Path

import pytest

from tests.helpers.campaign import run
from tests.helpers.drafts import DRAFT, open_draft


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_draft(tmp_path):
        return tmp_path


def listed(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    capsys.readouterr()
    assert run(folder, "--json", "draft", "list", *words) == 0
    return json.loads(capsys.readouterr().out)


def text(folder: Path) -> str:
    return (folder / "letters" / "keep" / "letter.en.md").read_text("utf-8")


def test_a_comment_from_a_telephone_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A comment that an organisation made by telephone is entered, answered, settled, and found fine."""
    assert run(folder, "draft", "comment", "2", "Source?", "--words", "almost 100 billion", "--as", "Open Lab") == 0
    assert run(folder, "draft", "reply", "1", "The study says so.") == 0
    assert run(folder, "draft", "settle", "1", "not taken") == 2
    assert run(folder, "draft", "settle", "1", "not taken", "--reason", "It is right.") == 0
    assert run(folder, "draft", "answer", "1", "fine") == 3
    assert run(folder, "draft", "answer", "1", "fine", "--as", "Open Lab") == 0
    assert listed(folder, capsys)["comments"] == []
    (comment,) = listed(folder, capsys, "--all")["comments"]
    assert (comment["words"], comment["outcome"], comment["reason"], comment["answer"]) == (
        "almost 100 billion",
        "not taken",
        "It is right.",
        "fine",
    )
    assert [(one["author"], one["text"]) for one in comment["comments"]] == [
        ("Open Lab", "Source?"),
        ("the command line", "The study says so."),
    ]
    assert run(folder, "draft", "settle", "1", "open") == 0
    assert run(folder, "draft", "settle", "1", "withdrawn", "--as", "Open Lab") == 0


def test_a_suggestion_by_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A suggestion is put into the text, undone, and refused; words that were offered are agreed to."""
    words = tmp_path / "words.txt"
    words.write_text("Openness is worth between 65 and 95 billion euro.", "utf-8")
    assert run(folder, "draft", "suggest", "2", str(words), "--why", "A range.", "--as", "Open Lab") == 0
    assert run(folder, "draft", "accept", "1") == 0
    assert "between 65 and 95" in text(folder)
    assert run(folder, "draft", "undo", "1") == 0
    assert text(folder) == DRAFT
    capsys.readouterr()
    assert run(folder, "draft", "list") == 0
    assert "1  en, passage 2: open" in capsys.readouterr().out
    assert run(folder, "draft", "refuse", "1", "The figure is right.") == 0
    assert run(folder, "draft", "accept", "9") == 3
    assert run(folder, "draft", "comment", "3", "We cannot sign.", "--red-line", "--as", "Open Lab") == 0
    assert run(folder, "draft", "suggest", "3", str(words), "--for", "2") == 0
    assert run(folder, "draft", "accept", "2", "--as", "Open Lab") == 0
    assert text(folder).endswith("Openness is worth between 65 and 95 billion euro.\n")


def test_positions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where organisations stand is recorded and listed; with several texts, the command asks which one."""
    assert run(folder, "draft", "comment", "0", "Too long.") == 0
    assert run(folder, "draft", "position", "Open Lab", "will sign if", "--if", "1") == 0
    assert run(folder, "draft", "position", "Civic Code", "needs time", "--until", "2999-01-01") == 0
    assert listed(folder, capsys)["positions"] == [
        {"organisation": "Civic Code", "state": "needs time"},
        {"organisation": "Open Lab", "state": "waits"},
    ]
    (folder / "letters" / "keep" / "letter.de.md").write_text(DRAFT, "utf-8")
    assert run(folder, "draft", "comment", "0", "Too long.") == 3
    assert run(folder, "draft", "comment", "0", "Too long.", "--lang", "de") == 0
