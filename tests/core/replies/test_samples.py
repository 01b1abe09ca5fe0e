"""Samples of incoming messages, as real mail systems write them, and hostile ones."""

import datetime as dt
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.replies import AutomaticAnswer, Bounce, HumanReply, read

SAMPLES = Path(__file__).parent / "samples"
NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
WANTED: dict[str, dict[str, Any]] = {
    f"{folder.name}/{name}": {**wanted, "path": folder / f"{name}.eml"}
    for folder in (SAMPLES, SAMPLES / "held_out", SAMPLES / "third", SAMPLES / "fourth")
    for name, wanted in tomllib.loads((folder / "expected.toml").read_text("utf-8")).items()
}
HEAD = b"From: Member <mep@parliament.example>\nTo: letters@coalition.example\n"


@pytest.mark.parametrize("name", WANTED)
def test_a_sample_is_recognised(name: str) -> None:
    """Each sample is classified correctly, with its delivery, code, date, and the person's own text."""
    wanted = WANTED[name]
    got = read(wanted["path"].read_bytes(), NOW)
    assert got.kind == wanted["kind"]
    assert got.rule
    spoken_of = f"<first.{wanted['number']}@coalition.example>"
    assert (spoken_of in got.about) is not wanted.get("unreferenced", False)
    facts: dict[str, object] = {}
    match got.content:
        case Bounce() as bounce:
            facts = {"status": bounce.status, "recipient": bounce.recipient}
        case AutomaticAnswer() as answer:
            facts = {"until": answer.until.isoformat() if answer.until else None}
        case HumanReply() as reply:
            facts = {"says": reply.text, "attachments": [attachment.name for attachment in reply.attachments]}
    asked = {key: wanted[key] for key in facts if key in wanted}
    assert {key: facts[key] for key in asked} == asked


DEEP = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 1000,
    "ten million bytes": b"x" * 10_000_000,
    "headers without end": b"a: b\n" * 2_000_000,
    "parts within parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)
    ),
    "mails within mails": b"Content-Type: message/rfc822\n\n" * 50_000,
    "parts without number": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 300_000,
    "open tags": HEAD + b"Content-Type: text/html\n\n" + b"<a " * 200_000,
    "open comments": HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "open declarations": HEAD + b"Content-Type: text/html\n\n" + b"<![foo[" * 200_000,
    "open attributes": HEAD + b"Content-Type: text/html\n\n" + b'<a "=' * 60_000,
    "open scripts": HEAD + b"Content-Type: text/html\n\n" + b"<script>" * 60_000,
    "quotes": HEAD + b"\n" + b">\n" * 1_000_000,
    "labels": HEAD + b"\n" + b"A: b\n" * 500_000,
    "a charset of its own": HEAD + b'Content-Type: text/plain; charset="\0rot13"\n\nabc',
    "a charset that is none": HEAD + b"Content-Type: text/plain; charset=hex\n\nabc",
    "a broken date": HEAD + b"Date: Tue, 99 Foo 99999999999999 99:99:99 +9999999\n\n",
    "the year one": HEAD + b"Date: Mon, 1 Jan 0001 00:00:00 +2359\n\n",
    "a broken name": HEAD + b"Content-Disposition: attachment; filename*=bad'x'%zz\nContent-Type: a/b\n\nabc",
    "a broken transfer": HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 666 x\n" + b"M" * 100_000,
    "notices without end": HEAD + b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 100_000,
    "dates": b"Auto-Submitted: auto-replied\n" + HEAD + b"\nout of office " + b"until 3 May 99999 " * 100_000,
    "a bounce of nothing": b"From: mailer-daemon@x.example\nX-Failed-Recipients: a@b.example\n\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_quickly(name: str) -> None:
    """Any message is classified within two seconds, without an error, and the result is small."""
    start = time.process_time()
    got = read(HOSTILE[name], NOW)
    assert time.process_time() - start < 2
    assert len(getattr(got.content, "text", "")) <= 100_000
    assert len(got.subject) <= 500


@given(st.sampled_from(sorted(WANTED)), st.data())
def test_a_damaged_mail_never_raises(name: str, data: st.DataObject) -> None:
    """Any part of any sample may be lost or overwritten; it is still classified."""
    mail = WANTED[name]["path"].read_bytes()
    start = data.draw(st.integers(0, len(mail)))
    end = data.draw(st.integers(start, len(mail)))
    assert read(mail[:start] + data.draw(st.binary(max_size=40)) + mail[end:], NOW).rule


def test_a_name_is_safe_as_a_file() -> None:
    """Names of attachments lose paths, control characters and changes of direction, and are unique."""
    names = [
        "../../etc/passwd",
        "C:\\x\\con.txt",
        "a\u202efdp.exe",
        ".hidden",
        "same.pdf",
        "same.pdf",
        "..",
        "x" * 300 + ".pdf",
        "\U0001d4d0" * 300 + ".pdf",
        "e\u0301.pdf",
    ]
    parts = "".join(
        f'--b\nContent-Type: a/b\nContent-Disposition: attachment; filename="{file_name}"\n\nx\n' for file_name in names
    )
    mail = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts.encode() + b"--b--\n"
    what = read(mail, NOW).content
    assert isinstance(what, HumanReply)
    assert [attachment.name for attachment in what.attachments] == [
        "passwd",
        "_con.txt",
        "afdp.exe",
        "hidden",
        "same.pdf",
        "2-same.pdf",
        "attachment",
        "x" * 68 + ".pdf",
        "\U0001d4d0" * 38 + ".pdf",
        "\u00e9.pdf",
    ]
    assert all(len(attachment.name.encode()) <= 200 for attachment in what.attachments)
    assert {attachment.kind for attachment in what.attachments} == {"a/b"}


def test_a_person_is_no_machine_by_one_sign_alone() -> None:
    """A plain message from postmaster@ is not a bounce."""
    mail = b"From: postmaster@parliament.example\nSubject: Re: Letter\n\nWe will look at your mail server.\n"
    assert read(mail, NOW).kind != "permanent"
