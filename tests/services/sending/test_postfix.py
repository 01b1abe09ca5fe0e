"""The mailer with a real Postfix."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from campaign.adapters.smtp.smtp import SmtpTransport
from campaign.adapters.store import Store, replies, versions
from campaign.adapters.store.ledger import deliveries, messages
from campaign.cli import cli
from campaign.core.delivery.replies import ReplyProof
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion
from campaign.core.replies import Bounce, BounceKind, read
from campaign.core.settings import PLAIN, SmtpTable
from campaign.services.sending.send_wave import run_wave
from campaign.services.setup.sample import LETTER as SAMPLE
from campaign.services.setup.sample import copy_sample
from tests.helpers.ledger import LETTER, NOW, planned_delivery, rows
from tests.helpers.mailer import order
from tests.helpers.postfix import Postfix, running

pytestmark = pytest.mark.postfix


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    if os.geteuid() != 0:
        pytest.skip("Postfix's master needs root")
    with running() as postfix:
        yield postfix


@pytest.fixture
def folder(tmp_path: Path, postfix: Postfix) -> Path:
    """The sample campaign, set to send through Postfix, at any hour."""
    copy_sample(tmp_path, dt.datetime.now(dt.UTC))
    settings = tmp_path / "campaign.toml"
    text = re.sub(r"(?m)^window .*$", "", settings.read_text())
    text = re.sub(r"(?m)^per_minute .*$", "per_minute = 600", text)
    settings.write_text(f'{text}\n[smtp]\nhost = "127.0.0.1"\nport = {postfix.port}\nsecurity = "none"\n')
    return tmp_path


def run_command(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(cli, ["-C", str(folder), *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _undated(messages: Iterable[bytes]) -> list[bytes]:
    """Messages in order, without their Date, which is the time of sending."""
    pairs = [re.subn(rb"(?m)^Date: [^\r\n]*\r\n", b"", message) for message in messages]
    assert {number for _, number in pairs} == {1}
    return sorted(without for without, _ in pairs)


def test_the_sample_campaign_arrives(folder: Path, postfix: Postfix) -> None:
    """The four addressees of the sample get the bytes of the preview, dated when they were sent, one email each."""
    run_command(folder, "addressee", "import", str(folder / f"letters/{SAMPLE}/addressees.csv"))
    run_command(folder, "signatory", "import", str(folder / "signatories/organisations.csv"))
    run_command(folder, "letter", "freeze", "-m", "first")
    run_command(folder, "send", "preview")
    postfix.empty_box()
    run_command(folder, "send", "go", "--confirm", "4")
    previewed = [path.read_bytes() for path in (folder / "outbox/preview-first").glob("*.eml")]
    arrived = postfix.mails(4)
    assert _undated(arrived) == _undated(previewed)
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, SAMPLE, "first")
        assert mailing is not None
        stored = rows(store, mailing.id)
        in_database = [store.read(messages.message, delivery.id) for delivery in stored]
        assert _undated(in_database) == _undated(arrived)
    assert [delivery.state for delivery in stored] == [DeliveryState.SENT] * 4
    assert all(delivery.reply_text.startswith("2.0.0 Ok: queued as ") for delivery in stored)
    for delivery in stored:
        assert f"to=<{delivery.address}>" in postfix.log
        assert f"message-id={delivery.message_id}" in postfix.log
    people = {"brando.benifei", "dragos.tudorache", "sergey.lagodinsky", "axel.voss"}
    mails = [message_from_bytes(data, policy=policy.default) for data in arrived]
    assert {mail["To"].addresses[0].username for mail in mails} == people
    for mail in mails:
        parts = list(mail.walk())
        assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]
        assert [part.defects for part in parts] == [[], [], []]
        assert (len(mail["To"].addresses), mail["Cc"], mail["Bcc"]) == (1, None, None)


async def test_what_postfix_refuses(tmp_path: Path, postfix: Postfix) -> None:
    """A refused recipient fails, a deferred one waits, the others arrive; the server's words are stored."""
    people = ("unknown", "busy", "mep")
    mails = [replace(planned_delivery(at), address=f"{name}@parliament.example") for at, name in enumerate(people, 1)]
    before = len(list((postfix.folder / "box/new").glob("*")))
    with Store.open(tmp_path / "campaign.db") as store:
        version = store.write(versions.add, NewVersion(LETTER, "digest", (), "frozen", NOW))
        mailing = store.write(deliveries.plan, LETTER, "first", version.id, mails, NOW)
        assert mailing is not None
        store.write(deliveries.release, mailing.id, mailing.planned_at, NOW)
        way = SmtpTransport(SmtpTable("127.0.0.1", postfix.port, PLAIN), 10)
        await run_wave(order(store, way, mailing.id))
        refused, deferred, sent = rows(store, mailing.id)
    assert (refused.state, refused.reply_code) == (DeliveryState.FAILED, 550)
    assert refused.reply_text == "5.1.1 <unknown@parliament.example>: Recipient address rejected: no such member"
    assert (deferred.state, deferred.reply_code, deferred.attempts) == (DeliveryState.DEFERRED, 450, 1)
    assert (sent.state, sent.reply_code) == (DeliveryState.SENT, 250)
    assert mails[2].message in postfix.mails(before + 1)


def test_what_its_log_proves(folder: Path, postfix: Postfix) -> None:
    """An uncertain delivery is settled by Postfix's own log, and the line is recorded."""
    run_command(folder, "addressee", "import", str(folder / f"letters/{SAMPLE}/addressees.csv"))
    run_command(folder, "signatory", "import", str(folder / "signatories/organisations.csv"))
    run_command(folder, "letter", "freeze", "-m", "first")
    run_command(folder, "send", "preview")
    postfix.empty_box()
    run_command(folder, "send", "go", "--confirm", "4")
    postfix.mails(4)
    with Store.open(folder / "campaign.db") as store:
        store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain' WHERE id < 3"))
    log = str(postfix.folder / "log/mail.log")
    output = run_command(folder, "send", "settle", "--log", log, "--confirm", "2")
    assert output.endswith("2 emails settled\n")
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, SAMPLE, "first")
        assert mailing is not None
        assert [delivery.state for delivery in rows(store, mailing.id)] == [DeliveryState.SENT] * 4
        texts = [event.text for event in store.read(deliveries.events, mailing.id) if "settled" in event.text]
    assert len(texts) == 2
    assert all(re.match(r"settled by mail\.log:\d+: .* status=sent \(delivered to maildir\)", text) for text in texts)
    assert run_command(folder, "send", "settle", "--log", log) == "no email is uncertain\n"


async def test_a_mail_that_postfix_returns_finds_its_delivery(tmp_path: Path, postfix: Postfix) -> None:
    """A bounce without a Message-ID finds its delivery by the envelope identifier. A delivered email causes no
    notification."""
    before = len(postfix.mails(0))
    lost = replace(planned_delivery(1), sender="letters@parliament.example", address="left@parliament.example")
    message = lost.message.replace(b"Message-ID: <first.1@coalition.example>\r\n", b"")
    lost = replace(lost, message_id="<first+1@coalition.example>", pieces=(message,))
    mails = [lost, replace(planned_delivery(2), sender="letters@parliament.example")]
    with Store.open(tmp_path / "campaign.db") as store:
        version = store.write(versions.add, NewVersion(LETTER, "digest", (), "frozen", NOW))
        mailing = store.write(deliveries.plan, LETTER, "first", version.id, mails, NOW)
        assert mailing is not None
        store.write(deliveries.release, mailing.id, mailing.planned_at, NOW)
        way = SmtpTransport(SmtpTable("127.0.0.1", postfix.port, PLAIN), 10)
        await run_wave(order(store, way, mailing.id))
        (returned,) = [data for data in postfix.mails(before + 2) if b"MAILER-DAEMON" in data]
        mail = read(returned, NOW)
        why = Bounce(BounceKind.PERMANENT, "left@parliament.example", "5.0.0", "nothing leaves this machine")
        assert (mail.content, b"Message-ID: <first" in returned, lost.message_id in mail.about) == (why, False, True)
        match = store.write(replies.add, mail, "box", NOW)
        assert (match.name, match.proof) == (lost.name, ReplyProof.MESSAGE_ID)
        assert [delivery.state for delivery in rows(store, mailing.id)] == [DeliveryState.BOUNCED, DeliveryState.SENT]
    assert len(postfix.mails(0)) == before + 2
