"""The facts gathered from a message."""

import datetime as dt

from campaign.core.replies.facts import gather_facts

REPORT = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@Parliament.example>
To: letters@coalition.example
Subject: =?utf-8?q?Zustellung_fehlgeschlagen=3A_Bu=CC=88ro?=
Date: Tue, 20 Apr 2027 11:00:00 +0200
References: <first.1@coalition.example> <second.1@coalition.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=iso-8859-1

Nicht zugestellt: B=FCro
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; a.example

Action: failed
Final-Recipient: rfc822; mep1@parliament.example

--b
Content-Type: message/rfc822

Message-ID: <first.1@coalition.example>
To: mep1@parliament.example
Content-Type: text/plain

Dear Member
--b--
"""


def test_what_is_gathered_from_a_report() -> None:
    """Parts are decoded, the fields of the status are separate, and a returned message adds its headers, but not its
    words."""
    mail = gather_facts(REPORT.encode())
    assert [part.kind for part in mail.parts] == [
        "multipart/report",
        "text/plain",
        "message/delivery-status",
        "message/rfc822",
    ]
    assert (mail.words, mail.source) == ("Nicht zugestellt: Büro", "Nicht zugestellt: Büro")
    assert mail.status == (
        {"reporting-mta": "dns; a.example"},
        {"action": "failed", "final-recipient": "rfc822; mep1@parliament.example"},
    )
    assert (mail.disposition, mail.feedback, mail.from_ticket_system) == (None, None, False)
    assert (mail.from_nobody, mail.from_daemon, mail.from_mail_system, mail.returns_mail) == (True, True, True, True)
    assert mail.returned == ("<first.1@coalition.example>",)
    assert mail.returned_to == ("mep1@parliament.example",)
    assert mail.answered == ("<second.1@coalition.example>", "<first.1@coalition.example>")
    assert (mail.sender, mail.writers) == ("mailer-daemon@parliament.example", ("mailer-daemon@parliament.example",))
    assert (mail.subject, mail.plain_subject) == (
        "Zustellung fehlgeschlagen: Bu\u0308ro",
        "zustellung fehlgeschlagen: buro",
    )
    assert mail.report_type == "delivery-status"
    assert mail.dated_at == dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)


def test_the_first_of_two_headers_counts() -> None:
    """The first of two headers counts, a folded header is one line, and a message without an id gets one from its
    bytes."""
    mail = gather_facts(b"Subject: one\nSubject: two\nX-Long: a\n b\n\nWords\n")
    assert (mail.header("subject"), mail.header("x-long"), mail.header("x-none")) == ("one", "a b", "")
    assert mail.message_id.endswith("@none.invalid>")
