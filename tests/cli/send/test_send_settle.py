"""`campaign send settle`: by a mail server's log, and by hand."""

import gzip
import io
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Delivery, DeliveryEvent
from campaign.core.delivery.states import DeliveryState
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample with a wave of four emails, all of them uncertain."""
    assert run(frozen_sample(tmp_path), "-q", "send", "go", "--confirm", "4") == 0
    with Store.open(tmp_path / "campaign.db") as store:
        store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain', attempts = 3"))
    return tmp_path


def read_ledger(folder: Path) -> tuple[tuple[Delivery, ...], tuple[DeliveryEvent, ...]]:
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        return store.read(deliveries.deliveries, mailing.id), store.read(deliveries.events, mailing.id)


def write_log(folder: Path) -> Path:
    """A log in which the first email was delivered, the second returned, the third mentioned only; the fourth is
    missing."""
    mails, _ = read_ledger(folder)
    lines = [f"postfix/cleanup[1]: 4Wabcdef{at}: message-id={mail.message_id}" for at, mail in enumerate(mails[:3])]
    for at, status in enumerate(("dsn=2.0.0, status=sent (250 ok)", "dsn=5.1.1, status=bounced (550 no)")):
        lines.append(f"postfix/smtp[2]: 4Wabcdef{at}: to=<{mails[at].address}>, {status}")
    path = folder / "mail.log"
    path.write_bytes("".join(f"Apr 20 11:00:00 gate {line}\n" for line in lines).encode() + b"\xff\n")
    return path


SETTLED = [DeliveryState.SENT, DeliveryState.BOUNCED, DeliveryState.UNCERTAIN, DeliveryState.UNCERTAIN]


def test_a_log_settles_what_it_proves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a log proves is shown, and settled only with the number of emails; its line is recorded. What it only
    mentions is left to a person."""
    path = write_log(folder)
    mails, _ = read_ledger(folder)
    assert run(folder, "send", "settle", "--log", str(path)) == 3
    gate = "Apr 20 11:00:00 gate postfix"
    assert capsys.readouterr().out.splitlines() == [
        f"{mails[0].name} <{mails[0].address}>: sent, the mail server accepted it",
        f"  mail.log:4: {gate}/smtp[2]: 4Wabcdef0: to=<{mails[0].address}>, dsn=2.0.0, status=sent (250 ok)",
        f"{mails[1].name} <{mails[1].address}>: bounced, accepted, then returned",
        f"  mail.log:5: {gate}/smtp[2]: 4Wabcdef1: to=<{mails[1].address}>, dsn=5.1.1, status=bounced (550 no)",
        f"{mails[2].name} <{mails[2].address}>: mentioned, but the outcome is unclear",
        f"  mail.log:3: {gate}/cleanup[1]: 4Wabcdef2: message-id={mails[2].message_id}",
        f"{mails[3].name} <{mails[3].address}>: no evidence found",
        "to settle the rest by hand: campaign send settle WHO --sent|--failed|--again",
    ]
    assert {delivery.state for delivery in read_ledger(folder)[0]} == {DeliveryState.UNCERTAIN}
    assert run(folder, "send", "settle", "--log", str(path), "--confirm", "2") == 0
    mails, events = read_ledger(folder)
    assert [delivery.state for delivery in mails] == SETTLED
    texts = [event.text.partition(": Apr")[0] for event in events if event.text.startswith("settled")]
    assert texts == ["settled by mail.log:4", "settled by mail.log:5", "settled by mail.log:5"]


def test_a_log_may_be_packed_or_a_pipe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compressed log and one from a pipe are read like a file."""
    path = write_log(folder)
    packed = folder / "mail.log.1.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert run(folder, "send", "settle", "--log", str(packed), "--confirm", "1") == 3
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert run(folder, "send", "settle", "--log", "-", "--confirm", "2") == 0
    assert [delivery.state for delivery in read_ledger(folder)[0]] == SETTLED


def test_an_unreadable_log_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing log, a damaged one, and a search without a mailbox are errors with a fix."""
    damaged = folder / "mail.log.gz"
    damaged.write_bytes(b"no archive")
    assert run(folder, "send", "settle", "--log", str(folder / "none.log")) == 1
    assert run(folder, "send", "settle", "--log", str(damaged)) == 1
    assert run(folder, "send", "settle", "--search") == 3
    assert "add [imap] to campaign.toml" in capsys.readouterr().err


def test_one_mail_by_a_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A decision by hand is recorded with name and reason; an email that is sent again has all its attempts."""
    word = ("--evidence", "the office has nothing", "--by", "Anna Berg")
    assert run(folder, "send", "settle", "Voss", "--again", *word) == 0
    mails, events = read_ledger(folder)
    assert events[-1].text == "settled on the word of Anna Berg: the office has nothing"
    assert [(delivery.state, delivery.attempts) for delivery in mails[-2:]] == [
        (DeliveryState.UNCERTAIN, 3),
        (DeliveryState.QUEUED, 0),
    ]
    capsys.readouterr()
    assert run(folder, "--json", "send", "settle", "Voss", "--log", str(write_log(folder))) == 3
    assert json.loads(capsys.readouterr().out)["exit_code"] == 3


@pytest.mark.parametrize(
    "words",
    [
        ("Voss", "--evidence", "x"),
        ("--sent", "--evidence", "x"),
        ("Voss", "--sent"),
        ("Voss", "--sent", "--evidence", " "),
        ("--search", "--sent"),
    ],
)
def test_what_is_asked_wrongly(folder: Path, words: tuple[str, ...]) -> None:
    """A decision by hand needs an email, a verdict and a reason, and excludes --log and --search."""
    assert run(folder, "send", "settle", *words) == 2


def copy_of(folder: Path, copy: Path) -> None:
    with closing(sqlite3.connect(folder / "campaign.db")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def put_back(folder: Path, copy: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{folder / 'campaign.db'}{end}").unlink(missing_ok=True)
    shutil.copy(copy, folder / "campaign.db")


def test_a_restored_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A database that was restored from a copy refuses to send and is not called the newest; --restored shows which
    emails may have gone and asks for their number, and then they are uncertain. --all settles them in one step."""
    folder = frozen_sample(tmp_path / "c")
    with mail_server() as catcher:
        set_mail_server(folder, catcher.port)
        assert run(folder, "-q", "send", "preview") == 0
        copy_of(folder, tmp_path / "copy.db")
        assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
        put_back(folder, tmp_path / "copy.db")
        assert run(folder, "-q", "send", "go", "--confirm", "4") == 3
        assert run(folder, "send", "settle", "--newest") == 3
        assert len(catcher.mails) == 4
        assert run(folder, "send", "settle", "--restored", "--confirm", "3") == 3
        capsys.readouterr()
        assert run(folder, "--json", "send", "settle", "--restored", "--confirm", "4") == 0
        assert json.loads(capsys.readouterr().out) == {"restored": True, "uncertain": 4}
        words = ("send", "settle", "--all", "--sent", "--evidence", "they are in the Sent folder", "--confirm", "4")
        assert run(folder, "-q", *words) == 0
        assert len(catcher.mails) == 4
    mails, _ = read_ledger(folder)
    assert [mail.state for mail in mails] == [DeliveryState.SENT] * 4


def test_a_database_that_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another machine a database that has sent asks once; --newest says that no data is missing, and it sends."""
    folder = frozen_sample(tmp_path / "c")
    with mail_server() as catcher:
        set_mail_server(folder, catcher.port)
        assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
        assert run(folder, "-q", "send", "run", "--once") == 3
        capsys.readouterr()
        assert run(folder, "send", "settle", "--newest") == 0
        assert capsys.readouterr().out.splitlines()[-1] == "emails can be sent again"
        assert run(folder, "-q", "send", "run", "--once") == 0
        assert run(folder, "send", "settle", "--newest") == 3
