"""Replies fetched from a real Dovecot by the real command."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from campaign.adapters.files.folder import Folder
from campaign.adapters.imap import open_inbox
from campaign.adapters.store import Store
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import IncomingMail, read
from campaign.core.settings import ImapTable
from campaign.services import replies
from campaign.services.campaign import Campaign
from campaign.services.replies.background import mailbox_lock
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import run
from tests.helpers.dovecot import Dovecot, running
from tests.helpers.sent_wave import ANSWER, EXPECTED, SAMPLES, campaign_with_sent_wave, set_mailbox, states

pytestmark = pytest.mark.dovecot
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if os.geteuid() != 0:
        pytest.skip("Dovecot's master needs root")
    with running() as dovecot:
        yield dovecot


@pytest.fixture
def folder(tmp_path: Path, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign whose first wave has as many Members as there are samples, one delivery of them uncertain."""
    dovecot.empty()
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "secret")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    return campaign_with_sent_wave(tmp_path, dovecot.port)


def run_json(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    assert run(folder, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


def fetch_json(
    number: int, kinds: dict[str, int] | None = None, others: int = 0, unread: tuple[str, ...] = ()
) -> object:
    return {"read": number, "kinds": kinds or {}, "others": others, "unreadable": list(unread)}


def test_what_came_back_is_in_the_ledger(folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]) -> None:
    """Every sample is matched to its delivery: bounces are bounced, the uncertain one is settled, no email is marked as
    read, a second fetch finds nothing, and whoever answered or has a position is not on the call list."""
    for path in EXPECTED:
        dovecot.deliver(path.stem, path.read_bytes())
    dovecot.deliver("stranger", b"From: x@y.example\nSubject: Lunch?\nMessage-ID: <lunch@y.example>\n\nToday?\n")
    expected: dict[str, int] = {}
    for wanted in EXPECTED.values():
        expected[wanted["kind"]] = expected.get(wanted["kind"], 0) + 1
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(len(EXPECTED) + 1, expected, 1)
    assert dovecot.unread == len(EXPECTED) + 1
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(0)
    stored = states(folder)
    bounced = {wanted["number"] for wanted in EXPECTED.values() if wanted["kind"] == "permanent"}
    assert {at for at, state in enumerate(stored, 1) if state is DeliveryState.BOUNCED} == bounced
    assert set(stored) == {DeliveryState.SENT, DeliveryState.BOUNCED}
    assert [path.read_bytes() for path in (folder / "replies").glob("*/position.pdf")] == [b"%PDF-1.4\n"]
    people_answered = {f"mep-{wanted['number']}" for wanted in EXPECTED.values() if wanted["kind"] == "person"}
    assert run(folder, "reply", "add", "mep-1", "--stance", "open", "--note", "rang; will read it") == 0
    due = run_json(folder, capsys, "reply", "due")
    assert isinstance(due, list)
    everybody = {f"mep-{number}" for number in range(1, len(EXPECTED) + 1)}
    assert {call["addressee"] for call in due} == everybody - people_answered - {"mep-1"}
    assert run(folder, "reply", "list") == 0


def test_a_wrong_password_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error of a refused login names the setting, and not the password."""
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "wrong-password")
    assert run(folder, "reply", "fetch") == 1
    error = capsys.readouterr().err
    assert "check [imap] in campaign.toml and CAMPAIGN_IMAP_PASSWORD in .env" in error
    assert "wrong-password" not in error


@pytest.mark.tls
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_protected_mailbox(
    folder: Path,
    dovecot: Dovecot,
    security: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """STARTTLS and TLS work with a trusted certificate; without one no password is sent."""
    set_mailbox(folder, dovecot.tls_port if security == "tls" else dovecot.port, security)
    dovecot.deliver("answer", ANSWER)
    assert run(folder, "reply", "fetch") == 1
    assert "ask for the certificate of" in capsys.readouterr().err
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.authority))
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(1, {"person": 1})


@pytest.mark.tls
@pytest.mark.parametrize("certificate", ["any", "authority"])
def test_an_own_certificate(
    folder: Path, dovecot: Dovecot, certificate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mailbox whose authority is named is trusted, and with "any" one on this machine; a missing file is named."""
    set_mailbox(folder, dovecot.tls_port, "tls")
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8")
    settings.write_text(f'{text}certificate = "private/none.pem"\n', "utf-8")
    assert run(folder, "reply", "fetch") == 1
    assert "private/none.pem: the certificate cannot be read" in capsys.readouterr().err
    value = dovecot.authority if certificate == "authority" else "any"
    settings.write_text(f'{text}certificate = "{value}"\n', "utf-8")
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(0)


def test_a_password_of_any_letters(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A password beyond ASCII reaches the server, and a wrong one is refused."""
    monkeypatch.setenv("CAMPAIGN_IMAP_PASSWORD", "pässword")
    assert run(folder, "reply", "fetch") == 1
    assert "AUTHENTICATIONFAILED" in capsys.readouterr().err


def test_a_mailbox_that_is_numbered_anew(folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]) -> None:
    """When the server renumbers its emails all are read again, and none is stored twice."""
    dovecot.deliver("lunch", b"From: x@y.example\nSubject: Lunch?\n\nToday?\n")
    dovecot.deliver("answer", ANSWER)
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(2, {"person": 1}, 1)
    dovecot.empty()
    dovecot.deliver("answer", ANSWER)
    dovecot.deliver("another", ANSWER.replace(b"answer-1@", b"answer-2@"))
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(2, {"person": 1}, 1)


def test_a_mail_that_the_server_does_not_hand_out(
    folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
) -> None:
    """An email over which the server ends the connection is reported, and the others are read once."""
    for number in range(7):
        dovecot.deliver(f"{number}", b"From: x@y.example\nSubject: Lunch?\nMessage-ID: <%d@y.example>\n\n" % number)
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(7, others=7)
    paths = [dovecot.deliver(f"1{number}", ANSWER.replace(b"answer-1@", b"%d@" % number)) for number in range(5)]
    paths[2].chmod(0)
    unread = "email 10 in INBOX: the server does not deliver it"
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(4, {"person": 4}, unread=(unread,))
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(0)


def test_a_mail_that_cannot_be_understood(folder: Path, dovecot: Dovecot) -> None:
    """An email that cannot be parsed is reported, and the others are read."""

    def reading(data: bytes, at: dt.datetime) -> IncomingMail:
        if b"answer-2@" in data:
            raise RecursionError
        return read(data, at)

    for number in (1, 2, 3):
        dovecot.deliver(f"{number}", ANSWER.replace(b"answer-1@", b"answer-%d@" % number))
    with Campaign(folder, clock=lambda: NOW) as campaign:
        reader = replies.reply_reader(campaign, replies.Watcher())
        result = replies.fetch(replace(reader, parse=reading))
        assert result.unreadable == ["email 2 in INBOX: cannot be parsed (RecursionError)"]
        assert result.kinds == {"person": 2}


@pytest.mark.parametrize("number", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_full_mailbox(folder: Path, dovecot: Dovecot, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Thousands of emails are read in one run, and after that only new ones."""
    for index in range(number):
        dovecot.deliver(f"{index}", b"From: x@y.example\nSubject: Lunch?\nMessage-ID: <%d@y.example>\n\n" % index)
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(number, others=number)
    dovecot.deliver("answer", ANSWER)
    assert run_json(folder, capsys, "reply", "fetch") == fetch_json(1, {"person": 1})


def test_a_mailbox_is_watched(folder: Path, dovecot: Dovecot) -> None:
    """New emails are read at once, also after the server was gone, until Ctrl-C."""
    command = [sys.executable, "-m", "campaign", "-C", str(folder), "reply", "fetch", "--watch"]
    watching = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watching.stdout is not None
    try:
        assert watching.stdout.readline() == "watching anna@127.0.0.1/INBOX; press Ctrl-C to stop\n"
        time.sleep(2)
        dovecot.deliver("1", ANSWER)
        assert watching.stdout.readline() == "person  Member 1  no sign that a machine wrote it\n"
        dovecot.stop()
        dovecot.deliver("2", ANSWER.replace(b"answer-1@", b"answer-2@"))
        time.sleep(1)
        dovecot.start()
        assert watching.stdout.readline() == "person  Member 1  no sign that a machine wrote it\n"
        watching.send_signal(signal.SIGINT)
        assert watching.communicate(timeout=20)[0] == "2 emails read: 2 person; 0 already known or unrelated\n"
        assert watching.returncode == 0
    finally:
        watching.kill()
        watching.communicate()


def test_a_mail_that_comes_in_before_the_wait_begins(dovecot: Dovecot) -> None:
    """An email that came in since the last search is announced with the server's answer to IDLE, and noticed."""
    dovecot.empty()
    settings = ImapTable("127.0.0.1", dovecot.port, "none", "anna", password="secret")
    with open_inbox(settings) as inbox:
        assert inbox.uids(0, NOW.date()) == []
        dovecot.deliver("early", ANSWER)
        start = time.monotonic()
        inbox.wait(lambda: time.monotonic() > start + 20)
        assert time.monotonic() < start + 5
        assert inbox.uids(0, NOW.date() - dt.timedelta(days=1)) == [1]


def test_one_watches_a_mailbox(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While one program watches the mailbox a second one is refused, and a single fetch is not."""
    with mailbox_lock(Folder(folder).mailbox_lock):
        assert run(folder, "reply", "fetch", "--watch") == 3
        assert "another program watches this campaign's mailbox" in capsys.readouterr().err
        assert run(folder, "reply", "fetch") == 0


IN_DOUBT = "UPDATE delivery SET state = 'uncertain' WHERE message_id = :message_id"


def in_doubt(folder: Path, *numbers: int) -> None:
    """Make these deliveries uncertain."""
    with Store.open(folder / "campaign.db") as store:
        for number in numbers:
            values = {"message_id": f"<first.{number}@coalition.example>"}
            store.write(partial(_execute, IN_DOUBT, values))


def _execute(statement: str, values: dict[str, str], db: Database) -> object:
    return db.execute(statement, values)


def test_evidence_from_the_mailbox(folder: Path, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]) -> None:
    """A saved copy, an answer and a bounce prove what happened; the evidence is shown, used when the number is typed,
    and recorded. An unrelated email proves nothing."""
    in_doubt(folder, 1, 4, 5)
    copy = b"From: letters@coalition.example\nTo: x@y.example\nMessage-ID: <first.4@coalition.example>\n\nDear\n"
    dovecot.deliver("copy", copy, ".Gesendet")
    dovecot.deliver("return", (SAMPLES / "postfix-unknown.eml").read_bytes())
    dovecot.deliver("answer", ANSWER.replace(b"first.1@", b"first.5@"))
    dovecot.deliver("talk", b"From: x@y.example\nSubject: log\n\nWhere is <first.3@coalition.example>?\n")
    assert run(folder, "send", "settle", "--search") == 3
    output = capsys.readouterr().out
    assert "Member 1 <mep1@parliament.example>: bounced, accepted, then returned" in output
    assert "Member 5 <mep5@parliament.example>: sent, the mail server accepted it" in output
    result = run_json(folder, capsys, "send", "settle", "--search", "--confirm", "3")
    assert isinstance(result, dict)
    assert result["settled"] == ["mep-1", "mep-4", "mep-5"]
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        reasons = [event.text for event in store.read(deliveries.events, mailing.id) if "settled by" in event.text]
    assert states(folder)[:5] == [
        DeliveryState.BOUNCED,
        DeliveryState.SENT,
        DeliveryState.UNCERTAIN,
        DeliveryState.SENT,
        DeliveryState.SENT,
    ]
    assert "settled by email 1 in Gesendet: a copy that the mail server saved" in reasons
