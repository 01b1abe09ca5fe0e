"""What each sign in a message is worth, alone and together with another."""

import datetime as dt

import pytest

from campaign.core.replies import AutomaticAnswer, Bounce, HumanReply, IncomingMail, read

NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
OURS = "To: letters@coalition.example\n"
MEMBER = "From: Member <mep1@parliament.example>\n" + OURS
DAEMON = "From: mailer-daemon@parliament.example\n" + OURS
POSTMASTER = "From: postmaster@parliament.example\n" + OURS
NOT_THERE = "\nYour mail to mep1@parliament.example could not be delivered.\n"


def read_mail(*lines: str) -> IncomingMail:
    return read("".join(lines).encode(), NOW)


MACHINES = {
    "a mark of programs": ("X-Autoreply: yes\n", "automatic"),
    "a program that says no": ("X-Autoreply: no\n", "person"),
    "a mail that says it is none": ("Auto-Submitted: no\n", "person"),
    "a rule in Exchange": ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n", "automatic"),
    "a rule of the sender's own": ("X-MS-Exchange-Inbox-Rules-Loop: mep1@parliament.example\n", "automatic"),
    "a rule that passed it on": ("X-MS-Exchange-Inbox-Rules-Loop: letters@coalition.example\n", "person"),
    "TMDA": ("X-Delivery-Agent: TMDA/1.1\n", "challenge"),
    "mail in bulk": ("Precedence: bulk\n", "person"),
    "mail in bulk about an absence": ("Precedence: bulk\nSubject: Letter\n\nI am on leave.\n", "absence"),
    "an answer in bulk": ("Precedence: bulk\nSubject: Re: Letter\n\nI am on leave, but agree.\n", "person"),
    "a receipt in bulk": ("Precedence: bulk\nSubject: We have received your email\n\nThanks.\n", "acknowledgement"),
    "a mailbox that wants no answers": ("X-Auto-Response-Suppress: All\nSubject: Re: Letter\n\nI agree.\n", "person"),
    "an absence that wants none": ("X-Auto-Response-Suppress: All\nSubject: Letter\n\nI am on leave.\n", "absence"),
    "a program's precedence": ("Precedence: auto_reply\n\nWords.\n", "automatic"),
    "a question about an absence": ("Subject: Absent from the vote?\n\nAm I to be absent?\n", "person"),
    "a list's mail": ("Precedence: bulk\nList-Id: <group.parliament.example>\n", "person"),
    "a ticket's mail": ("Precedence: bulk\nSubject: [group #4711] Letter\n", "person"),
    "a ticket's own answer": ("Subject: [group #4711] AutoReply: Letter\n", "acknowledgement"),
    "a vacation's sender": ("Return-Path: <>\nSubject: Re: Letter\n", "automatic"),
    "a subject of absence": ("Subject: Out of office: Letter\n", "absence"),
    "a subject of absence and words of it": ("Subject: Absence this week\n\nI am on leave.\n", "absence"),
    "a subject that only begins so": ("Subject: Absence of a deadline\n\nWhy?\n", "person"),
    "words that ask for a proof": ("Precedence: junk\n\nPlease confirm that you sent this message.\n", "challenge"),
    "words of thanks": ("Auto-Submitted: auto-replied\n\nYour mail has been received.\n", "acknowledgement"),
    "a receipt in a receipt's words": ("Auto-Submitted: auto-replied\nSubject: Read: Letter\n\nwas read\n", "read"),
    "a receipt's subject alone": ("Subject: Read: Letter\n\nPlease read it aloud.\n", "person"),
}


@pytest.mark.parametrize("name", MACHINES)
def test_who_wrote_it(name: str) -> None:
    """Each header and subject counts for what it is worth."""
    lines, kind = MACHINES[name]
    assert read_mail(MEMBER, lines).kind == kind


def test_nobody_answers_from_there() -> None:
    """A message from a no-reply address is automatic."""
    assert read_mail("From: no-reply@parliament.example\n", OURS, "\nWords.\n").kind == "automatic"


BOUNCES = {
    "a daemon in trouble": (DAEMON + "Subject: Processing error\n\n", "permanent"),
    "a daemon that speaks of a refusal": (DAEMON + NOT_THERE, "permanent"),
    "a daemon without a word": (DAEMON + "\n", "automatic"),
    "a postmaster in trouble": (POSTMASTER + "Subject: A problem with your mail\n" + NOT_THERE, "permanent"),
    "a postmaster who names an address": (POSTMASTER + NOT_THERE, "permanent"),
    "a postmaster who answers": (POSTMASTER + "Subject: Re: Letter\n" + NOT_THERE, "automatic"),
    "a postmaster who writes": (POSTMASTER + "\nYour server cannot be reached.\n", "automatic"),
    "a person who asks": (
        "From: mep@parliament.example\nSubject: Your email could not be delivered\n\nWill you try again?\n",
        "person",
    ),
    "a gateway's report": (
        'From: gate@parliament.example\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\n" + NOT_THERE + "--b--\n",
        "permanent",
    ),
    "a name and a refusal": (
        "From: gate@parliament.example\nSubject: Undeliverable: Letter\n" + NOT_THERE,
        "permanent",
    ),
    "a name alone": ("From: gate@parliament.example\nSubject: Undeliverable: Letter\n\nWhy?\n", "person"),
    "one that goes on": (DAEMON + NOT_THERE + "We will try again for 5 days.\n", "delayed"),
    "one that has ended": (DAEMON + NOT_THERE + "451 4.2.1 try later. No further attempts.\n", "temporary"),
    "codes that pass": (DAEMON + "\nmep1@parliament.example: 451 4.2.1 later\n", "delayed"),
}


@pytest.mark.parametrize("name", BOUNCES)
def test_what_is_a_bounce(name: str) -> None:
    """One sign alone makes no bounce; two do, and the words say whether delivery is still being tried."""
    lines, kind = BOUNCES[name]
    assert read_mail(lines).kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "Your mail to mep1@parliament.example could not be delivered. Ask helpdesk@parliament.example.",
        "You wrote to group@parliament.example.\n\nIt did not reach:\nmep1@parliament.example",
        "mep1@parliament.example\n550 5.1.1 unknown. Sent for letters@coalition.example by x@y.example",
    ],
)
def test_whom_it_did_not_reach(words: str) -> None:
    """The recipient is the address nearest to the refusal, not a contact address, nor ours."""
    what = read_mail(DAEMON, "\n", words).content
    assert isinstance(what, Bounce)
    assert what.recipient == "mep1@parliament.example"


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n",
        "Content-Type: message/delivery-status\n\nAction: unheard-of\n",
    ],
)
def test_a_status_without_recipients_is_no_notice(lines: str) -> None:
    """A delivery status without recipients is left to the other rules."""
    assert read_mail(MEMBER, lines).kind == "person"


def test_a_list_in_between() -> None:
    """The writer is found although a mailing list puts its own address into From."""
    lists = "From: letters@coalition.example\nX-Original-From: Member <mep1@parliament.example>\n"
    assert read_mail(lists, OURS, "\nYes.\n").concerns == ("letters@coalition.example", "mep1@parliament.example")


def test_a_refused_receipt_is_a_person_who_deletes() -> None:
    """A receipt for an email that was deleted unread is not a bounce."""
    part = "Content-Type: message/disposition-notification\n\nDisposition: {}; deleted\n"
    by_hand = part.format("manual-action/MDN-sent-manually")
    assert read_mail(MEMBER, "Subject: Rejected\n", by_hand).kind == "unread"
    by_filter = read_mail(MEMBER, "Subject: Rejected\n", part.format("automatic-action/MDN-sent-automatically"))
    assert by_filter.kind == "permanent"


ABSENCES = {
    "bis zum 3. Mai": dt.date(2027, 5, 3),
    "jusqu'au 3 mai 2027": dt.date(2027, 5, 3),
    "lomalla 3.5. saakka": dt.date(2027, 5, 3),
    "2027.05.03-ig": dt.date(2027, 5, 3),
    "līdz 3. maijam": dt.date(2027, 5, 3),
    "do ponedjeljak, 18. listopada 2027.": dt.date(2027, 10, 18),
    "do 18 listopada": None,
    "līdz 2027. gada 3. maijam": dt.date(2027, 5, 3),
    "until 13/5/28": dt.date(2028, 5, 13),
    "until 31 April": None,
    "until 3 Blob": None,
    "until 1 January 2031": None,
    "until 05/03": dt.date(2027, 5, 3),
    "until 19 April": dt.date(2028, 4, 19),
}


@pytest.mark.parametrize("words", ABSENCES)
def test_until_when(words: str) -> None:
    """The last day of an absence is read in many languages; an invalid or distant day is not."""
    what = read_mail(
        MEMBER, "Auto-Submitted: auto-replied (vacation)\nContent-Type: text/plain; charset=utf-8\n\n", words
    ).content
    assert isinstance(what, AutomaticAnswer)
    assert what.until == ABSENCES[words]


HTML = {
    "<p>One<br>two<!-- hidden --> &amp; three<!-- open": "One\ntwo & three",
    "<!doctype html><style>p {}</style>Yes.<svg><svg>no</svg>no</svg> No.": "Yes. No.",
    "Mine.<div id=appendonsend></div>Theirs.": "Mine.",
    "1 < 2": "1 2",
}


@pytest.mark.parametrize("source", HTML)
def test_html_as_text(source: str) -> None:
    """HTML is read without comments, hidden elements, and what follows Outlook's mark."""
    what = read_mail(MEMBER, "Content-Type: text/html\n\n", source).content
    assert isinstance(what, HumanReply)
    assert what.text == HTML[source]


QUOTED = {
    "Yes.\n\nOn 20 April 2027 Anna Berg wrote:\nDear Member,": "Yes.",
    "Yes.\n\n--- Original e-mail ---\nDear Member,": "Yes.",
    "As my colleague wrote:\nno.": "As my colleague wrote:\nno.",
    "> Will you?\nYes.\n> And then?\nNo.": "Yes.\nNo.",
    "> Only this": "> Only this",
}


@pytest.mark.parametrize("text", QUOTED)
def test_what_is_quoted_is_cut(text: str) -> None:
    """The quoted letter is removed from a reply, wherever it is, unless nothing would be left."""
    what = read_mail(MEMBER, "\n", text).content
    assert isinstance(what, HumanReply)
    assert what.text == QUOTED[text]


NOTICE = (
    "From: mailer-daemon@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n{blocks}\n\n"
    "--b\nContent-Type: message/rfc822\n\nMessage-ID: <first.1@coalition.example>\n"
    "To: mep1@parliament.example\n\nx\n--b--\n"
)
OWN, OTHER = "Final-Recipient: rfc822; mep1@parliament.example\n", "Final-Recipient: rfc822; x@other.example\n"
BLOCKS = {
    "delivered, failed for another": (f"{OTHER}Action: failed\n\n{OWN}Action: delivered", "delivered"),
    "failed, delivered to another": (f"{OTHER}Action: delivered\n\n{OWN}Action: failed\nStatus: 5.1.1", "permanent"),
    "delayed, failed for another": (f"{OTHER}Action: failed\n\n{OWN}Action: delayed", "delayed"),
    "an alias with one that failed": (f"{OTHER}Action: failed\n\n{OTHER}Action: relayed", "delivered"),
    "an alias that failed": (f"{OTHER}Action: failed\nStatus: 5.1.1", "permanent"),
    "relayed": (f"{OWN}Action: relayed", "delivered"),
    "deliverable": (f"{OWN}Action: deliverable", "delivered"),
    "no action, a code": (f"{OWN}Status: 5.1.1", "permanent"),
    "no action, a code of delay": (f"{OWN}Status: 4.4.1", "delayed"),
    "neither action nor code": (f"{OWN}Action: none", "permanent"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_one_block_speaks_for_one_recipient(name: str) -> None:
    """The block of our recipient counts; delivered, relayed, delayed and deliverable are no bounces."""
    blocks, kind = BLOCKS[name]
    assert read_mail(NOTICE.format(blocks=blocks)).kind == kind


FAILURES = {
    "5.1.1 user unknown": "permanent",
    "5.1.10 RecipientNotFound": "permanent",
    "5.4.310 DNS domain does not exist": "permanent",
    "5.0.0 Unbekannter Empfänger": "permanent",
    "5.0.0 no reason": "permanent",
    "5.2.2 mailbox full": "temporary",
    "5.1.1 user is over quota": "temporary",
    "5.1.1 blocked by Spamhaus": "temporary",
    "5.7.1 message looks like spam": "temporary",
    "5.0.0 rejected due to policy": "temporary",
    "5.4.7 delivery time expired": "temporary",
    "4.4.7 too old": "temporary",
    "5.0.0 Das Postfach ist voll": "temporary",
    "5.3.4 message too big": "temporary",
    "5.6.1 not supported": "temporary",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_gone_or_for_now(failure: str) -> None:
    """Only an address that does not exist is gone; a full mailbox, a spam filter and time are reasons that may pass."""
    status, _, reason = failure.partition(" ")
    block = f"{OWN}Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {reason}"
    assert read_mail(NOTICE.format(blocks=block)).kind == FAILURES[failure]


COMPLAINTS = {
    "ARF": ("--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n", "complaint"),
    "ARF that says it is none": (
        "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: not-spam\n\n",
        "automatic",
    ),
    "JMRP": ("--b\nContent-Type: message/rfc822\n\nTo: mep1@parliament.example\n\nx\n", "complaint"),
    "its subject alone": ("--b\nContent-Type: text/plain\n\nI complain.\n", "person"),
}


@pytest.mark.parametrize("name", COMPLAINTS)
def test_what_is_a_complaint(name: str) -> None:
    """A complaint has the form of ARF or of JMRP."""
    parts, kind = COMPLAINTS[name]
    head = "From: staff@mail.example\nSubject: complaint about message from 192.0.2.1\n"
    assert read_mail(f"{head}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n").kind == kind
