"""The doctor's checks of a campaign folder: settings, files, database, templates, and all together."""

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

SETTINGS = {
    ("campaign", "name"): "Keep it",
    ("campaign", "vote"): "2027-04-26 12:00",
    ("sender", "name"): "Anna",
    ("sender", "address"): "anna@ngo.example",
}

UNTRUSTED = "the folder has templates of its own that you have not trusted here"


class NoDns:
    """A resolver that must not be asked: the sender's domain is reserved."""

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        raise AssertionError((name, kind))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    root = tmp_path / "campaign"
    make_folder(plan_folder(root, SETTINGS))
    return Folder(root)


def at(root: Path, now: dt.datetime) -> Campaign:
    return Campaign(root, clock=lambda: now)


def test_a_complete_folder_has_no_problems(folder: Folder) -> None:
    """A complete folder has no problems; what does not exist yet is skipped."""
    now = dt.datetime.now(dt.UTC)
    results = [
        (result.name, result.status.value)
        for result in examine(at(folder.root, min(now, dt.datetime(2027, 4, 1, tzinfo=dt.UTC))), NoDns())
    ]
    assert [result for result in results if result[0] not in ("sqlite", "disk", "clock", "vote")] == [
        ("settings", "ok"),
        ("mail server", "skipped"),
        ("mailbox", "skipped"),
        ("domain", "warning"),
        ("zone", "ok"),
        ("public page", "warning"),
        ("rights", "ok"),
        ("database", "skipped"),
        ("templates", "ok"),
    ]


def test_blanks_of_a_new_folder_are_problems(tmp_path: Path) -> None:
    """The blanks of a new folder are problems, and the other checks still run."""
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


def test_placeholders_that_are_left_are_problems(tmp_path: Path) -> None:
    """With a vote, the settings are valid, and the remaining placeholders are problems."""
    root = tmp_path / "new"
    make_folder(plan_folder(root, {key: value for key, value in SETTINGS.items() if key != ("sender", "address")}))
    settings, findings = settings_subject.check_settings(Campaign(root))
    assert settings is not None
    assert findings == [
        CheckResult(
            "settings",
            CheckStatus.PROBLEM,
            'campaign.toml:50: address in [sender] is still "name@organisation.example"',
            "replace it with your own",
        )
    ]


def test_settings_that_cannot_be_read_are_a_problem(folder: Folder) -> None:
    """A settings file that is not UTF-8 is a problem, and the other checks still run."""
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
    """Each file that others can read is named with the command that fixes it."""
    private = folder.root / "letters" / "first" / "it's.private.csv"
    for path, mode in ((folder.root / ".env", 0o640), (folder.database, 0o600), (private, 0o604)):
        path.touch()
        path.chmod(mode)
    assert files_subject.check_rights(folder) == [
        CheckResult(
            "rights",
            CheckStatus.PROBLEM,
            ".env can be read or changed by other users of this machine",
            f"chmod 600 {folder.root}/.env",
        ),
        CheckResult(
            "rights",
            CheckStatus.PROBLEM,
            "letters/first/it's.private.csv can be read or changed by other users of this machine",
            f"chmod 600 '{folder.root}/letters/first/it'\"'\"'s.private.csv'",
        ),
    ]


def test_a_clock_behind_the_files_is_a_problem(folder: Folder) -> None:
    """A file from tomorrow shows that the clock is behind."""
    now = dt.datetime.now(dt.UTC)
    letter = folder.letter("first") / "letter.en.md"
    os.utime(letter, ((now + dt.timedelta(days=1)).timestamp(),) * 2)
    [clock] = [result for result in examine(at(folder.root, now), NoDns()) if result.name == "clock"]
    assert (clock.status, "letters/first/letter.en.md" in clock.text) == (CheckStatus.PROBLEM, True)


def test_a_clock_behind_the_database_is_a_problem(folder: Folder) -> None:
    """An entry from tomorrow in the database shows that the clock is behind."""
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
    """An empty database has no newest time."""
    Store.open(folder.database).close()
    assert store_subject.check_database(folder)[0] is None


def test_a_file_that_is_no_database_is_a_problem(folder: Folder) -> None:
    """A file that is not a database is a problem, with its fix."""
    folder.database.write_bytes(b"not a database, but long enough to look like one" * 100)
    assert store_subject.check_database(folder) == (
        None,
        CheckResult(
            "database",
            CheckStatus.PROBLEM,
            f"{folder.database}: file is not a database",
            "move the file elsewhere; the program then creates a new one",
        ),
    )


def test_names_and_words_of_0_1_0_are_warnings(folder: Folder) -> None:
    """A template or catalogue of the campaign that has them works; the line and today's words are named."""
    web, locale = folder.templates / "web", folder.templates / "locale" / "it" / "LC_MESSAGES"
    web.mkdir()
    locale.mkdir(parents=True)
    (web / "own.html").write_text('<p>{{ signer.mail }}</p>\n<p>{{ _("Take it back") }} {{ _("Country") }}</p>\n')
    words = ("I myself", "Share", "Find", "File", "Back", "Newer", "The newest", "We sign")
    (locale / "campaign.po").write_text("".join(f'msgid "{word}"\nmsgstr "x"\n\n' for word in words))
    results = templates_subject.check_templates(folder)
    assert [result.text for result in results] == [
        "all compile, 1 of them your own",
        f"{UNTRUSTED}: web/own.html",
        "templates/web/own.html:1: signer.mail is now signer.address",
        "templates/web/own.html:2: “Take it back” is now “Withdraw”",
        "templates/locale/it/LC_MESSAGES/campaign.po:1: “I myself” is now “As an individual”",
        "templates/locale/it/LC_MESSAGES/campaign.po:7: “Find” is now “Search”",
        "templates/locale/it/LC_MESSAGES/campaign.po:10: “File” is now “Choose a file”",
        "templates/locale/it/LC_MESSAGES/campaign.po: 2 more changes of this kind",
    ]
    assert {result.status for result in results[2:]} == {CheckStatus.WARNING}


def test_a_catalogue_that_cannot_be_read_is_a_problem(folder: Folder) -> None:
    """The file is named."""
    locale = folder.templates / "locale" / "it" / "LC_MESSAGES"
    locale.mkdir(parents=True)
    (locale / "campaign.po").write_bytes(b'msgid "Country"\nmsgstr "\xff"\n')
    (result,) = templates_subject.check_templates(folder)[1:]
    assert (result.status, result.fix) == (CheckStatus.PROBLEM, "correct the file, or delete it")


def test_templates_that_do_not_work_are_problems(folder: Folder) -> None:
    """A syntax error, a missing parent and a file that is not UTF-8 are problems; otherwise templates are counted."""
    mail = folder.templates / "mail"
    mail.mkdir()
    (mail / "a.html").write_text("fine {{ name }}\n")
    assert templates_subject.check_templates(folder)[0].text == "all compile, 1 of them your own"
    (mail / "b.txt").write_text("one\n{% if %}\n")
    (mail / "c.html").write_text('{% extends "default:mail/nothing.html" %}{% include wanted %}\n')
    (mail / "d.txt").write_bytes(b"\xe9")
    assert [(result.text.split(" (")[0], result.fix) for result in templates_subject.check_templates(folder)] == [
        ("templates/mail/b.txt:2: Expected an expression, got 'end of statement block'", "fix that line"),
        (
            "templates/mail/c.html: needs default:mail/nothing.html, which does not exist",
            'write its path below templates/, or start it with "default:"',
        ),
        ("templates/mail/d.txt: cannot be read", "save it as UTF-8 text"),
        (
            f"{UNTRUSTED}: mail/a.html, mail/b.txt, mail/c.html, mail/d.txt",
            "look at them, then run campaign trust",
        ),
    ]
