"""The doctor in a campaign folder: settings, files, database, templates, and all together."""

import datetime as dt
import os
from pathlib import Path

import pytest

from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store
from campaign.services.campaign import Campaign
from campaign.services.doctor import CheckResult, CheckStatus, examine
from campaign.services.doctor import disk as files_subject
from campaign.services.doctor import settings as settings_subject
from campaign.services.doctor import store as store_subject
from campaign.services.doctor import templates as templates_subject
from campaign.services.setup.scaffold import make_folder, plan_folder

pytestmark = pytest.mark.slow

GIVEN = {
    ("campaign", "name"): "Keep it",
    ("campaign", "vote"): "2027-04-26 12:00",
    ("sender", "name"): "Anna",
    ("sender", "address"): "anna@ngo.example",
}


class NoDns:
    """A resolver that must not be asked: the sender's domain is reserved."""

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        raise AssertionError((name, kind))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = tmp_path / "campaign"
    make_folder(plan_folder(root, GIVEN))
    return Folder(root)


def at(root: Path, now: dt.datetime) -> Campaign:
    return Campaign(root, clock=lambda: now)


def test_a_complete_folder_is_well(folder: Folder) -> None:
    """Of a folder that is filled in, nothing is a problem; what is not there yet is said."""
    now = dt.datetime.now(dt.UTC)
    results = [
        (result.name, result.status.value)
        for result in examine(at(folder.root, min(now, dt.datetime(2027, 4, 1, tzinfo=dt.UTC))), NoDns())
    ]
    assert [result for result in results if result[0] not in ("sqlite", "disk", "clock", "vote")] == [
        ("settings", "ok"),
        ("mail server", "skipped"),
        ("domain", "warning"),
        ("zone", "ok"),
        ("rights", "ok"),
        ("database", "skipped"),
        ("templates", "ok"),
    ]


def test_what_init_left_to_fill_in_is_a_problem(tmp_path: Path) -> None:
    """A new folder's words are named, and the rest is looked at all the same."""
    root = tmp_path / "new"
    make_folder(plan_folder(root, {}))
    findings = examine(Campaign(root), NoDns())
    assert findings[0] == CheckResult(
        "settings",
        CheckStatus.PROBLEM,
        "campaign.toml:8: vote is not filled in yet",
        'write vote = "2027-04-26 12:00"',
    )
    assert [result.name for result in findings[1:]] == ["clock", "rights", "sqlite", "database", "templates", "disk"]


def test_words_that_are_left_are_problems(tmp_path: Path) -> None:
    """With a vote the settings can be read, and the placeholders are still named."""
    root = tmp_path / "new"
    make_folder(plan_folder(root, {key: value for key, value in GIVEN.items() if key != ("sender", "address")}))
    settings, findings = settings_subject.check_settings(Campaign(root))
    assert settings is not None
    assert findings == [
        CheckResult(
            "settings",
            CheckStatus.PROBLEM,
            'campaign.toml:40: address in [sender] is still "name@organisation.example"',
            "write your own",
        )
    ]


def test_settings_that_cannot_be_read_are_a_problem(folder: Folder) -> None:
    """A file in another encoding is a finding, not the end of the examination."""
    folder.settings.write_bytes(b"[campaign]\nname = '\xe9'\n")
    assert settings_subject.check_settings(Campaign(folder.root)) == (
        None,
        [
            CheckResult(
                "settings", CheckStatus.PROBLEM, f"{folder.settings}:2: not UTF-8 text", "save the file as UTF-8"
            )
        ],
    )


def test_secrets_that_others_may_read_are_a_problem(folder: Folder) -> None:
    """Each such file is named with the command that mends it."""
    private = folder.root / "letters" / "first" / "it's.private.csv"
    for path, mode in ((folder.root / ".env", 0o640), (folder.database, 0o600), (private, 0o604)):
        path.touch()
        path.chmod(mode)
    assert files_subject.check_rights(folder) == [
        CheckResult(
            "rights",
            CheckStatus.PROBLEM,
            ".env can be read or changed by others on this machine",
            f"chmod 600 {folder.root}/.env",
        ),
        CheckResult(
            "rights",
            CheckStatus.PROBLEM,
            "letters/first/it's.private.csv can be read or changed by others on this machine",
            f"chmod 600 '{folder.root}/letters/first/it'\"'\"'s.private.csv'",
        ),
    ]


def test_a_clock_behind_the_files_is_a_problem(folder: Folder) -> None:
    """A file of tomorrow says that today is wrong."""
    now = dt.datetime.now(dt.UTC)
    letter = folder.letter("first") / "letter.en.md"
    os.utime(letter, ((now + dt.timedelta(days=1)).timestamp(),) * 2)
    [clock] = [result for result in examine(at(folder.root, now), NoDns()) if result.name == "clock"]
    assert (clock.status, "letters/first/letter.en.md" in clock.text) == (CheckStatus.PROBLEM, True)


def test_a_clock_behind_the_database_is_a_problem(folder: Folder) -> None:
    """So does an entry of tomorrow."""
    now = dt.datetime.now(dt.UTC)
    with Store.open(folder.database) as store:
        store.write(
            lambda db: (
                db.conn.execute(
                    "INSERT INTO organisation VALUES ('k', 1, 'N', '', '', '', 'listed', ?)",
                    ["2099-01-01T00:00:00.000000Z"],
                )
                and None
            )
        )
    newest, finding = store_subject.check_database(folder)
    assert (newest, finding) == (
        dt.datetime(2099, 1, 1, tzinfo=dt.UTC),
        CheckResult("database", CheckStatus.OK, "campaign.db opens"),
    )
    [clock] = [result for result in examine(at(folder.root, now), NoDns()) if result.name == "clock"]
    assert (clock.status, "an entry in the database" in clock.text) == (CheckStatus.PROBLEM, True)


def test_an_empty_database_has_no_newest_entry(folder: Folder) -> None:
    """A store in which nothing was written yet says nothing about the clock."""
    Store.open(folder.database).close()
    assert store_subject.check_database(folder)[0] is None


def test_a_file_that_is_no_database_is_a_problem(folder: Folder) -> None:
    """What is not ours is named with its mend."""
    folder.database.write_bytes(b"not a database, but long enough to look like one" * 100)
    assert store_subject.check_database(folder) == (
        None,
        CheckResult(
            "database",
            CheckStatus.PROBLEM,
            f"{folder.database}: file is not a database",
            "move the file away; a new one is made",
        ),
    )


def test_templates_that_do_not_work_are_problems(folder: Folder) -> None:
    """A slip, a missing parent and a file in another encoding are named; what is right is counted."""
    mail = folder.templates / "mail"
    mail.mkdir()
    (mail / "a.html").write_text("fine {{ name }}\n")
    assert templates_subject.check_templates(folder)[0].text == "all compile, 1 of them your own"
    (mail / "b.txt").write_text("one\n{% if %}\n")
    (mail / "c.html").write_text('{% extends "default:mail/nothing.html" %}{% include wanted %}\n')
    (mail / "d.txt").write_bytes(b"\xe9")
    assert [(result.text.split(" (")[0], result.fix) for result in templates_subject.check_templates(folder)] == [
        ("templates/mail/b.txt:2: Expected an expression, got 'end of statement block'", "mend that line"),
        (
            "templates/mail/c.html: needs default:mail/nothing.html, which is not there",
            'write its path below templates/, or begin it with "default:"',
        ),
        ("templates/mail/d.txt: cannot be read", "save it as UTF-8 text"),
    ]
