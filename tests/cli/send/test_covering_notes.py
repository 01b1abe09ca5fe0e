"""Covering notes in the emails of a wave."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.helpers.campaign import frozen_sample, run

NAME = "open-source-exemption"


def text_of(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_preview_shows_the_note_of_the_wave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The note is above the letter, filled for each addressee; the version's digest is the same; the signature is
    last."""
    frozen_sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    signature = 'signature = "Anna Berg | +32 2 555 01 23"\n'
    settings.write_text(settings.read_text("utf-8").replace("[sender]\n", f"[sender]\n{signature}"), "utf-8")
    note = tmp_path / "letters" / NAME / "note.first.en.md"
    note.write_text("---\nsubject: Before the vote\n---\n\nA word for {{ addressee.name }} first.\n", "utf-8")
    assert run(tmp_path, "send", "preview") == 0
    emails = sorted((tmp_path / "outbox" / "preview-first").glob("*.eml"))
    assert len(emails) == 4
    assert "A word for Brando Benifei first." in text_of(emails[0])
    assert "Anna Berg\n+32 2 555 01 23" in text_of(emails[0])
    assert "Subject: Before the vote" in emails[0].read_text("utf-8")
    assert run(tmp_path, "verify") == 0


def test_a_note_in_one_language_of_two_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file that is missing is named, and nothing is planned."""
    frozen_sample(tmp_path)
    folder = tmp_path / "letters" / NAME
    english = (folder / "letter.en.md").read_text("utf-8")
    (folder / "letter.de.md").write_text(english.replace("language: en", "language: de"), "utf-8")
    words = ("letter", "freeze", "-m", "German", "--language", "de", "--despite-problems")
    assert run(tmp_path, *words, "--signatories", "correction") == 0
    (folder / "note.first.en.md").write_text("A word.\n", "utf-8")
    capsys.readouterr()
    assert run(tmp_path, "send", "preview") == 1
    assert capsys.readouterr().err.splitlines()[-3:] == [
        (
            f"letters/{NAME}/note.first.de.md: is missing: this wave has a covering note in en; "
            "write it, or remove the others"
        ),
        "the covering note cannot be used",
        "  next: correct it, then run the command again",
    ]
