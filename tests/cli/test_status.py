"""`campaign status`."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from campaign.services.status.status import distance
from tests.helpers.campaign import frozen_sample, run, sample


def names_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert run(folder, "--json", "status") == 0
    result: dict[str, object] = json.loads(capsys.readouterr().out)
    return result


def addressees(folder: Path, rows: list[str]) -> None:
    table = folder / "letters" / "open-source-exemption" / "addressees.csv"
    table.write_text("\n".join(["id,name,mail", *rows]) + "\n", "utf-8")
    for key in ("124867", "197665", "197460", "96761"):
        assert run(folder, "-q", "addressee", "remove", key) == 0
    assert run(folder, "-q", "addressee", "import") == 0


def test_many_without_a_mail_address_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hundreds of people without an email address do not push the rest off the screen."""
    sample(tmp_path)
    addressees(tmp_path, [f"p{at},Person{at} Lee," for at in range(300)])
    status = names_of(tmp_path, capsys)
    first = ", ".join(f"Person{at} Lee" for at in range(5))
    assert status["remarks"] == [f"without an email address: {first} and 295 more"]


def test_the_next_step_without_any_mail_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While nobody has an email address, that is the next step."""
    sample(tmp_path)
    addressees(tmp_path, ["p1,Ann Lee,"])
    assert names_of(tmp_path, capsys)["next"] == (
        "write email addresses into letters/open-source-exemption/addressees.csv, then campaign addressee import"
    )


def test_rows_that_were_not_imported_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An email address corrected in the table but not imported is reported by status and preview."""
    sample(tmp_path)
    table = tmp_path / "letters" / "open-source-exemption" / "addressees.csv"
    table.write_text(table.read_text("utf-8").replace("axel.voss@", "voss@"), "utf-8")
    directory = tmp_path / "signatories" / "organisations.csv"
    directory.write_text(directory.read_text("utf-8") + "Seal Watch,https://seal.example,BE,,listed\n", "utf-8")
    addresses = "letters/open-source-exemption/addressees.csv"
    named = [
        f"{addresses}: 0 new and 1 changed rows are not imported; campaign addressee import",
        "signatories/organisations.csv: 1 new and 0 changed rows are not imported; campaign signatory import",
    ]
    assert names_of(tmp_path, capsys)["remarks"] == named
    assert run(tmp_path, "send", "preview") == 0
    assert capsys.readouterr().err.splitlines() == named


def test_a_table_that_is_gone_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The database works without the tables."""
    sample(tmp_path)
    (tmp_path / "letters" / "open-source-exemption" / "addressees.csv").unlink()
    (tmp_path / "signatories" / "organisations.csv").unlink()
    assert names_of(tmp_path, capsys)["remarks"] == []


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=3, hours=4, minutes=30), "in 3 days 4 hours"),
        (dt.timedelta(hours=1, minutes=59), "in 1 hour"),
        (dt.timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (dt.timedelta(minutes=1), "in 1 minute"),
        (dt.timedelta(days=-1), "1 day ago"),
        (dt.timedelta(minutes=-5), "5 minutes ago"),
    ],
)
def test_the_last_hour_is_counted_in_minutes(left: dt.timedelta, words: str) -> None:
    """Days and hours are enough until the last hour."""
    assert distance(left) == words


def test_nothing_is_sent_while_people_can_still_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While signing on the web is open, the next step is to invite; once it has closed, the preview."""
    frozen_sample(tmp_path)
    settings = tmp_path / "campaign.toml"
    address = '[campaign]\npublic_url = "https://coalition.example"\n'
    text = settings.read_text("utf-8").replace("[campaign]\n", address)
    vote = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    closes = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%d 12:00")
    text = re.sub(r"vote = \S+", f'vote = "{vote:%Y-%m-%d} 12:00"', text)
    settings.write_text(f'{text}\n[signing]\ncloses = "{closes}"\n', "utf-8")
    assert str(names_of(tmp_path, capsys)["next"]).startswith(
        "campaign signatory list, campaign signatory invite; the letter is sent once signing has closed, "
    )
    settings.write_text(f'{text}\n[signing]\ncloses = "2026-01-01 12:00"\n', "utf-8")
    assert str(names_of(tmp_path, capsys)["next"]).startswith("campaign send preview")


def test_the_status_has_numbers_and_dates_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dates are ISO 8601 in UTC, counts are numbers."""
    folder = frozen_sample(tmp_path / "campaign")
    capsys.readouterr()
    assert run(folder, "--json", "status") == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert dt.datetime.fromisoformat(facts["vote_at"]).utcoffset() == dt.timedelta()
    assert facts["letter"]["version"] == 1
    assert facts["signatories"] == {"organisations": 8, "people": 0, "minimum": 8}
    assert facts["addressees"] == {"number": 4, "without_address": 0}
    assert [step["step"] for step in facts["timetable"]] != []
    assert all(dt.datetime.fromisoformat(step["at"]) for step in facts["timetable"])
    assert (facts["waves"], facts["letter_sent_to"], facts["replies"]) == ([], {}, {})
    assert facts["sign_ons"]["organisation"] == {"listed": 8}
