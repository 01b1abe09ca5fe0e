"""The catcher accepts and stores every message."""

import asyncio
import socket

import aiosmtplib
import pytest

from campaign.adapters.smtp.catcher import Catcher, run_catcher
from campaign.core.message.message import Message
from tests.helpers.sample_messages import MESSAGES, PLAIN, SENDER


async def _send(catcher: Catcher, mail: Message, *more_recipients: str) -> None:
    async with aiosmtplib.SMTP(hostname=catcher.host, port=catcher.port, start_tls=False) as client:
        options = [] if mail.recipient.isascii() else ["SMTPUTF8"]
        await client.sendmail(mail.sender, [mail.recipient, *more_recipients], mail.content, mail_options=options)


async def test_what_is_sent_is_caught_byte_for_byte():
    """Sender, recipient and bytes arrive unchanged and in order."""
    async with run_catcher() as catcher:
        for mail in MESSAGES:
            await _send(catcher, mail)

    assert catcher.host == "127.0.0.1"
    assert catcher.mails == list(MESSAGES)


async def test_a_line_that_begins_with_a_dot_arrives_whole():
    """Dots are stuffed by the sender and unstuffed by the catcher."""
    mail = Message(SENDER, "a@parliament.example", b"Subject: dots\r\n\r\n.\r\n..\r\n.end\r\n")
    async with run_catcher() as catcher:
        await _send(catcher, mail)

    assert catcher.mails == [mail]


async def test_a_message_to_two_is_two_mails():
    """A message to two recipients is stored twice."""
    async with run_catcher() as catcher:
        await _send(catcher, PLAIN, "second@parliament.example")

    assert [mail.recipient for mail in catcher.mails] == [PLAIN.recipient, "second@parliament.example"]


async def test_internationalised_addresses_are_taken():
    """An address beyond ASCII arrives unchanged."""
    mail = Message("büro@open-letters.example", "łukasz@parliament.example", "Subject: Łódź\r\n\r\n.\r\n".encode())
    async with run_catcher() as catcher:
        await _send(catcher, mail)

    assert catcher.mails == [mail]


async def test_nobody_may_be_the_sender():
    """A message with an empty sender is accepted."""
    async with run_catcher() as catcher:
        await _send(catcher, Message("", "a@parliament.example", b"Subject: bounce\r\n\r\n"))

    assert [mail.sender for mail in catcher.mails] == [""]


async def test_a_message_too_large_is_refused():
    """A message that is too large gets 552, before or after its body."""
    large = Message(SENDER, "a@parliament.example", b"Subject: large\r\n\r\n" + b"x\r\n" * 400)
    async with run_catcher(max_bytes=1000) as catcher:
        with pytest.raises(aiosmtplib.SMTPException) as early:
            await _send(catcher, large)
        async with aiosmtplib.SMTP(hostname=catcher.host, port=catcher.port, start_tls=False) as client:
            await client.ehlo()
            await client.mail(large.sender)
            await client.rcpt(large.recipient)
            with pytest.raises(aiosmtplib.SMTPDataError) as seen:
                await client.data(large.content)
        await _send(catcher, Message(SENDER, "a@parliament.example", b"Subject: small\r\n\r\n"))

    assert (early.value.code, seen.value.code) == (552, 552)
    assert [mail.content for mail in catcher.mails] == [b"Subject: small\r\n\r\n"]


async def test_one_mail_too_many_is_refused():
    """A full catcher refuses more messages and keeps those that it has."""
    async with run_catcher(max_mails=1) as catcher:
        await _send(catcher, PLAIN)
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await _send(catcher, PLAIN)

    assert (refused.value.code, refused.value.message) == (554, "5.2.2 the catcher is full: it holds 1 email")
    assert catcher.mails == [PLAIN]


async def test_the_end_of_the_block_ends_the_server():
    """At the end open connections are closed, and the port is free again."""
    async with run_catcher() as catcher:
        reader, writer = await asyncio.open_connection(catcher.host, catcher.port)
        assert (await reader.readline()).startswith(b"220 ")

    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    with socket.socket() as again, pytest.raises(ConnectionRefusedError):
        again.connect((catcher.host, catcher.port))
