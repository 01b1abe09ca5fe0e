"""Copies of sent emails in the mailbox's own folder, in a real Dovecot."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.imap import open_sent_folder
from campaign.adapters.settings import load
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, messages, sent_copies
from campaign.core.delivery.states import DeliveryState
from campaign.services.campaign import Campaign
from campaign.services.sending.sent_copies import _Copier, saving_copies
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server
from tests.helpers.dovecot import Dovecot, running

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    with running() as dovecot:
        yield dovecot


@pytest.fixture
def folder(tmp_path: Path, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample campaign with its version frozen, whose mailbox wants copies."""
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "secret")
    for path in saved(dovecot):
        path.unlink()
    frozen_sample(tmp_path)
    set_mailbox(tmp_path, dovecot.port)
    return tmp_path


def set_mailbox(folder: Path, port: int) -> None:
    settings = folder / "campaign.toml"
    table = f'\n[imap]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nusername = "anna"\nsave_sent = true\n'
    settings.write_text(settings.read_text("utf-8") + table, "utf-8")


def saved(dovecot: Dovecot) -> list[Path]:
    """The files of the folder of sent emails."""
    box = dovecot.folder / "box" / ".Gesendet"
    return [path for name in ("new", "cur") for path in sorted((box / name).glob("*"))]


def send(folder: Path, *words: str) -> int:
    """Send the first wave to the sample's four addressees."""
    with mail_server() as catcher:
        set_mail_server(folder, catcher.port)
        assert run(folder, "-q", "send", "preview") == 0
        code = run(folder, "send", "go", "--confirm", "4", *words)
        assert len(catcher.mails) == 4
        return code


def stored_messages(folder: Path) -> list[bytes]:
    with Store.open(folder / "campaign.db") as store:
        numbers = [row[0] for row in store.read(lambda db: db.execute("SELECT id FROM delivery").fetchall())]
        return sorted(store.read(messages.message, number) for number in numbers)


def without_date(message: bytes) -> bytes:
    """A message without its Date, which is that of the sending."""
    return b"\r\n".join(line for line in message.split(b"\r\n") if not line.startswith(b"Date: "))


def test_sent_emails_are_copied_once(folder: Path, dovecot: Dovecot) -> None:
    """After sending, the folder that the server marks as that of sent emails holds each email, as read: as it was
    planned, but for its Date. Another pass adds none."""
    assert send(folder) == 0
    files = saved(dovecot)
    copies = [path.read_bytes().replace(b"\n", b"\r\n") for path in files]
    assert sorted(map(without_date, copies)) == sorted(map(without_date, stored_messages(folder)))
    assert {path.name.rpartition(",")[2] for path in files} == {"S"}
    with Campaign(folder) as campaign, saving_copies(campaign, pytest.fail):
        pass
    assert saved(dovecot) == files


def test_no_copy_twice_after_a_crash(folder: Path, dovecot: Dovecot) -> None:
    """When the program ended between adding a copy and recording it, the copy is found, and none is added."""
    assert send(folder) == 0
    with Store.open(folder / "campaign.db") as store:
        store.write(lambda db: db.execute("DELETE FROM sent_copy"))
    with Campaign(folder) as campaign, saving_copies(campaign, pytest.fail):
        pass
    assert len(saved(dovecot)) == 4
    with Store.open(folder / "campaign.db") as store:
        assert store.read(sent_copies.missing, 0, 10) == ()


def test_what_is_sent_meanwhile_is_copied(folder: Path, dovecot: Dovecot) -> None:
    """A mailer that keeps running looks only at what was sent since its last look; at its end it looks at all."""
    assert send(folder) == 0
    with Campaign(folder) as campaign:
        store, copier = campaign.store, _Copier(campaign, pytest.fail)
        assert copier._try_once()
        store.write(lambda db: db.execute("DELETE FROM sent_copy"))
        store.write(deliveries.note, 2, DeliveryState.SENT, "250 Ok", campaign.now())
        assert copier._try_once()
        assert [copy.delivery for copy in store.read(sent_copies.missing, 0, 10)] == [1, 3, 4]
        copier.finish_soon()
        assert copier._try_once()
        assert store.read(sent_copies.missing, 0, 10) == ()
    assert len(saved(dovecot)) == 4


def test_what_was_not_sent_is_not_copied(folder: Path, dovecot: Dovecot) -> None:
    """Emails that are only planned or released have no copy."""
    assert run(folder, "-q", "send", "preview") == 0
    with Campaign(folder) as campaign, saving_copies(campaign, pytest.fail):
        pass
    assert saved(dovecot) == []


def test_a_mailbox_that_fails_does_not_fail_the_sending(
    folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a wrong password all emails go, the reason is told once, and the copies are made by the next command."""
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "wrong")
    start = time.monotonic()
    assert send(folder) == 0
    assert time.monotonic() - start < 30
    lines = [line for line in capsys.readouterr().err.splitlines() if "copied" in line]
    assert [line.partition(":")[0] for line in lines] == ["sent emails are not copied into the mailbox"]
    assert saved(dovecot) == []
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "secret")
    with mail_server() as catcher:
        settings = folder / "campaign.toml"
        text = settings.read_text("utf-8")
        settings.write_text(text.partition("\n[smtp]")[0], "utf-8")
        set_mail_server(folder, catcher.port)
        assert run(folder, "-q", "send", "run", "--once") == 0
    assert len(saved(dovecot)) == 4


def test_the_flag_names_the_folder(folder: Path, dovecot: Dovecot) -> None:
    """The flag of RFC 6154 counts, whatever the name."""
    imap = load(folder).imap
    assert imap is not None
    with open_sent_folder(imap) as sent:
        assert (sent.name, sent.holds("<nobody@coalition.example>")) == ("Gesendet", False)
