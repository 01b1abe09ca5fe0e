"""`campaign timetable`."""

import json
from pathlib import Path

import pytest

from tests.helpers.campaign import frozen_sample, run, sample


def set_vote(folder: Path, vote: str, more: str = "") -> None:
    """Move the sample's vote."""
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("vote = ", f"vote = {vote} #") + more, "utf-8")


def test_the_dates_come_with_the_zone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line per date: what, when in words, how far away, and its progress."""
    set_vote(frozen_sample(tmp_path), "2099-04-27T12:00:00")
    capsys.readouterr()
    assert run(tmp_path, "timetable") == 0
    rows = [
        [cell.strip() for cell in line.split("  ") if cell.strip()] for line in capsys.readouterr().out.splitlines()
    ]
    assert [(row[0], row[1], *row[3:]) for row in rows] == [
        ("signing closes", "Thursday 9 April 2099, 18:00 (Europe/Brussels)", "ahead"),
        ("approval", "Friday 10 April 2099, 12:00 (Europe/Brussels)", "ahead"),
        ("freeze", "Friday 10 April 2099, 18:00 (Europe/Brussels)", "done"),
        ("first wave", "Monday 13 April 2099, 09:00 (Europe/Brussels)", "ahead"),
        ("follow-up", "Monday 20 April 2099, 09:00 (Europe/Brussels)", "ahead"),
        ("last call", "Friday 24 April 2099, 09:00 (Europe/Brussels)", "ahead"),
        ("vote", "Monday 27 April 2099, 12:00 (Europe/Brussels)"),
    ]


def test_what_is_late_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dates that have passed with nothing done are late, here and in the status."""
    set_vote(sample(tmp_path), "2099-04-27T12:00:00", '[timetable]\nfreeze = "2020-01-07 18:00"\nfirst = "none"\n')
    capsys.readouterr()
    assert run(tmp_path, "--json", "timetable") == 0
    dates = json.loads(capsys.readouterr().out)
    late = [(date["step"], date["progress"], date["next"]) for date in dates if date["next"]]
    assert late == [("freeze", "late", "campaign letter freeze -m MESSAGE")]
    assert [date["step"] for date in dates] == ["sign_on_closes", "approval", "freeze", "follow_up", "last_call"]
    assert run(tmp_path, "--json", "status") == 0
    status = json.loads(capsys.readouterr().out)["timetable"]
    assert status.startswith("late: freeze; next: signing closes, Thursday 9 April 2099, 18:00 (Europe/Brussels), in ")
    assert run(tmp_path, "timetable") == 0
    wrong = "freeze is planned before approval (Friday 10 April 2099, 12:00 (Europe/Brussels))"
    assert capsys.readouterr().err.splitlines() == [f"  ! {wrong}; set it in [timetable] of campaign.toml"]


def test_waves_are_done_when_all_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wave that is sent is done; if all have replied, so are the follow-ups."""
    frozen_sample(tmp_path)
    assert run(tmp_path, "-q", "send", "go", "--confirm", "4") == 0

    def progress() -> list[str]:
        capsys.readouterr()
        assert run(tmp_path, "--json", "timetable") == 0
        return [date["progress"] for date in json.loads(capsys.readouterr().out)[3:]]

    assert progress() == ["ahead", "ahead", "ahead"]
    for name in ("Benifei", "Tudorache", "Lagodinsky", "Voss"):
        assert run(tmp_path, "-q", "send", "settle", name, "--sent", "--evidence", "by hand") == 0
    assert progress() == ["done", "ahead", "ahead"]
    for name in ("Benifei", "Tudorache", "Lagodinsky", "Voss"):
        assert run(tmp_path, "-q", "reply", "add", name, "--stance", "open", "--note", "will look at it") == 0
    assert progress() == ["done", "done", "done"]


def test_a_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--ics writes the dates and the vote, with the same UIDs every time, so that a calendar updates its entries."""
    set_vote(sample(tmp_path), "2099-04-27T12:00:00")
    file = tmp_path / "dates.ics"
    identities = []
    for _ in range(2):
        assert run(tmp_path, "-q", "timetable", "--ics", str(file)) == 0
        lines = file.read_bytes().decode().split("\r\n")
        identities.append([line for line in lines if line.startswith("UID:")])
    assert identities[0] == identities[1]
    assert len(set(identities[0])) == 7
    starts = [line for line in lines if line.startswith("DTSTART:")]
    assert (starts[0], starts[-1]) == ("DTSTART:20990409T160000Z", "DTSTART:20990427T100000Z")
    name = "AI Act: keep the open source exemption whole"
    assert lines[lines.index(starts[0]) + 1] == f"SUMMARY:signing closes: {name}"
