"""Evidence in logs of Postfix, Exim and sendmail."""

import pytest

from campaign.core.delivery.evidence import Evidence, EvidenceWeight, heaviest
from campaign.core.delivery.serverlog import search
from campaign.core.delivery.states import DeliveryState

ID = "<first.1@coalition.example>"
MAIL = "mep1@parliament.example"
TO = f"to=<{MAIL}>, relay=mx.parliament.example[192.0.2.7]:25, delay=0.4, dsn"
CLEANUP = f"postfix/cleanup[71]: 4W1x2y3z: message-id={ID}"
QMGR = "postfix/qmgr[72]: 4W1x2y3z: from=<letters@coalition.example>, size=20123, nrcpt=1 (queue active)"
SENT = f"postfix/smtp[73]: 4W1x2y3z: {TO}=2.0.0, status=sent (250 2.0.0 Ok: queued as 9)"
BOUNCED = f"postfix/smtp[73]: 4W1x2y3z: {TO}=5.1.1, status=bounced (host said: 550 5.1.1 no such member)"
EXPIRED = f"postfix/smtp[73]: 4W1x2y3z: {TO}=4.4.1, status=expired, returned to sender"
DEFERRED = f"postfix/smtp[73]: 4W1x2y3z: {TO}=4.4.1, status=deferred (connect to mx: Connection timed out)"
ODD = f"postfix/smtp[73]: 4W1x2y3z: {TO}=2.0.0, status=deliverable (250)"
ELSEWHERE = "postfix/smtp[73]: 4W1x2y3z: to=<archive@coalition.example>, dsn=5.1.1, status=bounced (no)"
REMOVED = "postfix/qmgr[72]: 4W1x2y3z: removed"
REJECTED = "postfix/cleanup[71]: 4W1x2y3z: milter-reject: END-OF-MESSAGE from desk[192.0.2.1]: 5.7.1 spam; to=<x>"
SMTPD = "postfix/smtpd[70]: 4W1x2y3z: client=desk.coalition.example[192.0.2.1]"
EXIM_IN = "2027-04-20 11:00:01 1xWMbJ-0005LE-2D <= letters@c.example U=mail P=esmtps S=201 id=first.1@coalition.example"
EXIM_OUT = f'2027-04-20 11:00:02 1xWMbJ-0005LE-2D => {MAIL} R=dnslookup T=remote_smtp C="250 OK"'
EXIM_BAD = f"2027-04-20 11:00:02 1xWMbJ-0005LE-2D ** {MAIL} R=bad: no such member"
EXIM_LATER = f"2027-04-20 11:00:02 1xWMbJ-0005LE-2D == {MAIL} R=dnslookup defer (-1): come later"
EXIM_DONE = "2027-04-20 11:00:03 1xWMbJ-0005LE-2D Completed"
EXIM_SYSLOG = "Apr 20 11:00:01 gate exim[9]: 1xWMbJ-0005LE-2D <= letters@coalition.example id=first.1@coalition.example"
SENDMAIL_IN = f"sendmail[8]: 33K90a: from=<letters@coalition.example>, size=20123, class=0, nrcpts=1, msgid={ID}"
SENDMAIL_IN = SENDMAIL_IN.replace("33K90a", "33K90abc001234")
SENDMAIL = "sendmail[8]: 33K90abc001234: to=<" + MAIL + ">, delay=00:00:01, mailer=esmtp, dsn={}, stat={}"

LOGS = {
    "passed on by Postfix": ([SMTPD, CLEANUP, QMGR, SENT, REMOVED], EvidenceWeight.PASSED_ON, 4),
    "taken by Postfix": ([CLEANUP, QMGR], EvidenceWeight.TAKEN, 2),
    "waiting at Postfix": ([CLEANUP, QMGR, DEFERRED], EvidenceWeight.TAKEN, 3),
    "returned by Postfix": ([CLEANUP, QMGR, DEFERRED, BOUNCED, REMOVED], EvidenceWeight.RETURNED, 4),
    "given up by Postfix": ([CLEANUP, QMGR, EXPIRED], EvidenceWeight.RETURNED, 3),
    "returned after a filter took it": (
        [CLEANUP, QMGR, SENT, REMOVED, CLEANUP, QMGR, BOUNCED],
        EvidenceWeight.RETURNED,
        7,
    ),
    "broken off at Postfix": ([SMTPD, CLEANUP], EvidenceWeight.SPOKEN_OF, 2),
    "a status that decides nothing": ([CLEANUP, ODD], EvidenceWeight.SPOKEN_OF, 1),
    "refused by a filter": ([CLEANUP, REJECTED], EvidenceWeight.REFUSED, 2),
    "refused, then taken": ([CLEANUP, REJECTED, CLEANUP, QMGR], EvidenceWeight.TAKEN, 4),
    "of another address": ([CLEANUP, QMGR, ELSEWHERE], EvidenceWeight.TAKEN, 3),
    "the queue's name given to another mail": ([CLEANUP, QMGR, REMOVED, BOUNCED], EvidenceWeight.TAKEN, 2),
    "passed on by Exim": ([EXIM_IN, EXIM_OUT, EXIM_DONE], EvidenceWeight.PASSED_ON, 2),
    "returned by Exim": ([EXIM_IN, EXIM_BAD, EXIM_DONE], EvidenceWeight.RETURNED, 2),
    "waiting at Exim": ([EXIM_SYSLOG, EXIM_LATER], EvidenceWeight.TAKEN, 2),
    "the name given to another mail by Exim": ([EXIM_IN, EXIM_DONE, EXIM_BAD], EvidenceWeight.TAKEN, 1),
    "passed on by sendmail": ([SENDMAIL_IN, SENDMAIL.format("2.0.0", "Sent (Ok)")], EvidenceWeight.PASSED_ON, 2),
    "waiting at sendmail": ([SENDMAIL_IN, SENDMAIL.format("4.0.0", "Deferred")], EvidenceWeight.TAKEN, 2),
    "returned by sendmail": ([SENDMAIL_IN, SENDMAIL.format("5.1.1", "User unknown")], EvidenceWeight.RETURNED, 2),
    "spoken of by another": (["nothing", f"mta: msgid {ID} result=Ok\x1b[31m\t!"], EvidenceWeight.SPOKEN_OF, 2),
}


@pytest.mark.parametrize("name", LOGS)
def test_what_a_log_says(name: str) -> None:
    """The heaviest line decides: a bounce over a delivery, a delivery over an acceptance."""
    lines, weight, number = LOGS[name]
    strongest = heaviest(
        search([f"Apr 20 11:00:00 gate {line}\n" if "[7" in line else line for line in lines], {ID: MAIL}, "log")
    )
    assert [(evidence.weight, evidence.source) for evidence in strongest.values()] == [(weight, f"log:{number}")]


def test_a_line_has_no_control_characters() -> None:
    """Control characters are not displayed."""
    (only,) = search(LOGS["spoken of by another"][0], {ID: MAIL}, "log")
    assert only.text == f"mta: msgid {ID} result=Ok [31m !"


def test_other_mails_are_not_spoken_of() -> None:
    """Lines about other messages are ignored."""
    assert list(search([CLEANUP, QMGR, SENT, EXIM_IN, EXIM_OUT], {"<first.2@coalition.example>": MAIL}, "log")) == []


def test_what_a_find_proves() -> None:
    """Accepted and delivered prove sent, returned proves bounced, refused proves failed, and a mention proves
    nothing."""
    proved = [Evidence(ID, weight, "log:1", "").state for weight in EvidenceWeight]
    assert proved == [None, DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.SENT, DeliveryState.BOUNCED]
