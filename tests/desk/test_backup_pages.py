"""Backup at the desk: the whole campaign as a download, behind a code that is emailed."""

import datetime as dt
import re
from pathlib import Path

import pytest

from campaign.adapters.settings.settings_doc import starter_file
from campaign.core.team.roles import Role
from campaign.services.backup import check_backup
from tests.desk.test_signing_in import mails
from tests.helpers.desk import DeskWeb

VALUES = {
    ("campaign", "name"): "Forests first",
    ("campaign", "vote"): "2027-04-26 12:00",
    ("sender", "name"): "Maya",
    ("sender", "address"): "maya@coalition.example",
}
FAR = "https://letter.example"
ORIGIN = {"origin": FAR}


@pytest.fixture
def far(desk: DeskWeb) -> DeskWeb:
    """The desk on a server, for colleagues elsewhere."""
    desk.web.folder.settings.write_text(starter_file(VALUES), "utf-8")
    desk.base = FAR
    return desk


def code_of(desk: DeskWeb) -> str:
    """The code in the newest email."""
    match = re.search(r"\b[2-9A-Z]{4} [2-9A-Z]{4}\b", mails(desk)[-1])
    assert match is not None
    return match[0]


def test_a_backup_needs_the_code_from_the_email(far: DeskWeb, tmp_path: Path) -> None:
    """The file comes once the code is typed, is a whole backup, and the record says who took it."""
    client = far.signed_in(far.admit(Role.COORDINATOR, "maya"))
    assert "Send me a code" in client.get("/desk/backup").text
    assert client.post("/desk/backup", data={"code": ""}).status_code == 422
    assert "The code from the email" in client.post("/desk/backup/code").text
    code = code_of(far)
    answer = client.post("/desk/backup", data={"code": code.lower()})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    (tmp_path / "backup.zip").write_bytes(answer.content)
    assert check_backup(tmp_path / "backup.zip").facts.campaign == "Forests first"
    assert "Wrote a backup of the campaign" in client.get("/desk/record").text
    assert client.post("/desk/backup", data={"code": code}).status_code == 422


def test_a_code_is_worth_nothing_elsewhere(far: DeskWeb) -> None:
    """A code fits neither another session of the same person, nor the sign-in, nor after ten minutes or five tries."""
    maya = far.admit(Role.COORDINATOR, "maya")
    first, second = far.signed_in(maya), far.signed_in(maya)
    first.post("/desk/backup/code")
    code = code_of(far)
    assert second.post("/desk/backup", data={"code": code}).status_code == 422
    assert far.browser().post("/desk/in/code", data={"code": code}).status_code == 422
    for _ in range(5):
        assert first.post("/desk/backup", data={"code": "AAAA AAAA"}).status_code == 422
    assert first.post("/desk/backup", data={"code": code}).status_code == 422
    first.post("/desk/backup/code")
    far.web.now += dt.timedelta(minutes=10)
    assert first.post("/desk/backup", data={"code": code_of(far)}).status_code == 422


def test_codes_are_few(far: DeskWeb) -> None:
    """A session that asks on and on gets five codes an hour."""
    client = far.signed_in(far.admit(Role.COORDINATOR, "maya"))
    assert [client.post("/desk/backup/code").status_code for _ in range(6)] == [200] * 5 + [409]


def test_on_this_machine_no_code_is_asked(desk: DeskWeb) -> None:
    """Whoever uses the desk of this machine can copy the folder anyway; the button is there at once."""
    desk.web.folder.settings.write_text(starter_file(VALUES), "utf-8")
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    assert "Send me a code" not in client.get("/desk/backup").text
    assert client.post("/desk/backup").headers["content-type"] == "application/zip"
