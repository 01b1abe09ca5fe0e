"""A message that is not in the database yet."""

import datetime as dt

from campaign.core.delivery.records import URGENCY, MailingKind, MailQueue, PlannedDelivery
from campaign.core.message.wire import OwnPiece, Wire

AT = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def test_its_bytes_are_the_shared_parts_with_its_own_in_the_gaps() -> None:
    """What is stored once for all messages, and what only this one has, make the whole message."""
    wire = Wire((b"To: ", OwnPiece(0), b"\r\n\r\nDear ", OwnPiece(1), b",\r\n"))
    pieces = (b"eve@a.example", b"Eve")
    planned = PlannedDelivery("eve", "Eve", "eve@a.example", "en", "we@b.example", "<1@b.example>", AT, wire, pieces)
    assert planned.message == b"To: eve@a.example\r\n\r\nDear Eve,\r\n"


def test_every_kind_of_mailing_is_in_one_queue() -> None:
    """The letter has a queue of its own; in that of signers, what strangers cause goes last."""
    assert MailQueue.LETTER.kinds == (MailingKind.LETTER,)
    assert MailQueue.SIGNERS.kinds[-1] is MailingKind.CONFIRMATION
    assert {*MailQueue.LETTER.kinds, *MailQueue.SIGNERS.kinds} == set(MailingKind) == set(URGENCY)
