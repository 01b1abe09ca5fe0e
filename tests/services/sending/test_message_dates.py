"""Emails have the Date of the day on which they are sent, and a signature made then."""

import asyncio
import datetime as dt
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaign.adapters.dkim import DkimSigner, create_key
from campaign.adapters.dkim.signer import signing_key
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, messages
from campaign.core.message.wire import UNSHARED
from campaign.services.campaign import Campaign
from campaign.services.sending.message_dates import MailDating
from campaign.services.sending.order import RunCallbacks
from campaign.services.sending.send_wave import order_for, run_wave
from tests.helpers.campaign import frozen_sample, run, set_mail_server
from tests.helpers.smtp_server import Fault, SmtpServer

LATER = dt.timedelta(days=3, hours=2)
BRUSSELS = ZoneInfo("Europe/Brussels")


def previewed(folder: Path, *lines: str) -> Path:
    """The sample with a previewed wave; `lines` are added to [sender]."""
    frozen_sample(folder)
    settings = folder / "campaign.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[sender]\n", "\n".join(["[sender]", *lines, ""]), 1), "utf-8")
    return folder


def planned(folder: Path) -> list[bytes]:
    """The messages as they were previewed."""
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, "open-source-exemption", "first")
        assert mailing is not None
        rows = store.read(deliveries.deliveries, mailing.id)
        return [store.read(messages.message, delivery.id) for delivery in rows]


async def send_later(folder: Path, server: SmtpServer, later: dt.timedelta) -> list[bytes]:
    """Release and send the wave `later`, and return what arrived in the order of the plan."""

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC) + later

    with Campaign(folder, clock) as campaign:
        mailing = campaign.store.read(deliveries.find_mailing, campaign.letter, "first")
        assert mailing is not None
        if mailing.released_at is None:
            campaign.store.write(deliveries.release, mailing.id, mailing.planned_at, clock())
        mailing = campaign.store.read(deliveries.find_mailing, campaign.letter, "first")
        assert mailing is not None
        await run_wave(order_for(campaign, mailing, RunCallbacks()), asyncio.Event())
        by_address = {mail.recipient: mail.content for mail in server.messages}
        rows = campaign.store.read(deliveries.deliveries, mailing.id)
        return [by_address[delivery.address] for delivery in rows if delivery.address in by_address]


def date_of(message: bytes) -> dt.datetime:
    return parsedate_to_datetime(message_from_bytes(message)["Date"])


def without_date(message: bytes) -> bytes:
    lines = message.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(b"Date: "))


async def test_the_day_of_sending(tmp_path: Path) -> None:
    """A wave that goes days after its preview has the Date of then, in the campaign's zone; every other byte, and the
    number of bytes, is as previewed, for the first email, which shares nothing, as for the others."""
    folder = previewed(tmp_path)
    assert await asyncio.to_thread(run, folder, "-q", "send", "preview") == 0
    before = planned(folder)
    async with SmtpServer().listening() as server:
        set_mail_server(folder, server.port)
        arrived = await send_later(folder, server, LATER)
    assert [without_date(message) for message in arrived] == [without_date(message) for message in before]
    assert [len(message) for message in arrived] == [len(message) for message in before]
    now = dt.datetime.now(dt.UTC) + LATER
    assert [abs(date_of(message) - now) < dt.timedelta(minutes=1) for message in arrived] == [True] * 4
    assert {date_of(message).utcoffset() for message in arrived} == {now.astimezone(BRUSSELS).utcoffset()}
    assert planned(folder) == before


async def test_a_deferred_email_is_dated_again(tmp_path: Path) -> None:
    """An email that is tried again on another day has the Date of that try, and goes once."""
    folder = previewed(tmp_path)
    assert await asyncio.to_thread(run, folder, "-q", "send", "preview") == 0
    async with SmtpServer(faults=[Fault("rcpt", b"451 4.7.1 later\r\n")]).listening() as server:
        set_mail_server(folder, server.port)
        assert len(await send_later(folder, server, dt.timedelta(0))) == 3
        arrived = await send_later(folder, server, LATER)
        assert len(server.messages) == len({mail.recipient for mail in server.messages}) == 4
    days = sorted(date_of(message) for message in arrived)
    assert days[3] - days[2] > LATER - dt.timedelta(minutes=2)


async def test_the_signature_is_made_then(tmp_path: Path) -> None:
    """With our own DKIM key the signature covers the new Date and verifies; the signature's length does not change."""
    dkim = pytest.importorskip("dkim", reason="needs the extra dkim")
    folder = previewed(tmp_path, 'dkim_selector = "s1"', "dkim_sign = true")
    assert await asyncio.to_thread(run, folder, "-q", "doctor", "--make-dkim") == 0
    assert await asyncio.to_thread(run, folder, "-q", "send", "preview") == 0
    before = planned(folder)
    with Campaign(folder) as campaign:
        own_key = signing_key(campaign.folder, campaign.settings)
        assert own_key is not None
        record = f"v=DKIM1; k=rsa; p={own_key.public}".encode()
    async with SmtpServer().listening() as server:
        set_mail_server(folder, server.port)
        arrived = await send_later(folder, server, LATER)
    assert [dkim.verify(message, dnsfunc=lambda name, timeout=5: record) for message in arrived] == [True] * 4
    assert [len(message) for message in arrived] == [len(message) for message in before]
    gaps = [date_of(new) - date_of(old) for old, new in zip(before, arrived, strict=True)]
    assert min(gaps) > LATER - dt.timedelta(minutes=2)


def test_what_cannot_be_signed_again_stays(tmp_path: Path) -> None:
    """Without the key, and with another one, a signed email keeps its Date and its signature, which is then right."""
    pytest.importorskip("dkim", reason="needs the extra dkim")
    signer = DkimSigner("s1", "ngo.example", create_key(tmp_path / "a.pem"))
    other = DkimSigner("s2", "ngo.example", signer.key)
    mail = b"Date: Mon, 12 Apr 2027 09:00:00 +0200\r\nFrom: a@ngo.example\r\n\r\nHello\r\n"
    signed = signer.sign_pieces(UNSHARED, (mail,))
    at = dt.datetime(2027, 4, 13, 7, tzinfo=dt.UTC)
    for unable in (None, other):
        assert MailDating(BRUSSELS, unable).apply(UNSHARED, signed, at) == (UNSHARED, signed)
    _, (renewed,) = MailDating(BRUSSELS, signer).apply(UNSHARED, signed, at)
    fresh = mail.replace(b"Mon, 12", b"Tue, 13")
    assert renewed == signer.header(fresh) + fresh


def test_a_message_without_a_date_at_its_top_stays() -> None:
    """Emails of version 0.1.0 with another order of headers go as they are."""
    mail = (b"From: a@ngo.example\r\nDate: Mon, 12 Apr 2027 09:00:00 +0200\r\n\r\nHello\r\n",)
    at = dt.datetime(2027, 4, 13, 7, tzinfo=dt.UTC)
    assert MailDating(BRUSSELS, None).apply(UNSHARED, mail, at) == (UNSHARED, mail)
