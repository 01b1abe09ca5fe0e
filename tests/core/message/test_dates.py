"""Another Date for a message that is sent later; every other byte stays."""

import pytest

from campaign.core.message.dates import head, split_signature, wire_with_date, with_date
from campaign.core.message.wire import UNSHARED, Base64, OwnPiece, Wire

DATE = b"Tue, 13 Apr 2027 09:00:00 +0200"
SIGNATURE = b"DKIM-Signature: v=1;\r\n\tb=abc\r\n def\r\n"
SHARED = Wire((OwnPiece(0), b"Date: Mon, 12 Apr 2027 09:00:00 +0200\r\nTo: ", OwnPiece(1), b"\r\n\r\nDate: x\r\n"))


@pytest.mark.parametrize("signature", [b"", SIGNATURE])
def test_the_signature_is_split_off(signature: bytes) -> None:
    """The header with all its lines, and what follows."""
    assert split_signature(signature + b"Date: x\r\n") == (signature, b"Date: x\r\n")


def test_only_the_date_changes() -> None:
    """The first header is replaced, and no line of the text that looks like one."""
    assert with_date(b"Date: old\r\nTo: a\r\n\r\nDate: x\r\n", DATE) == b"Date: %s\r\nTo: a\r\n\r\nDate: x\r\n" % DATE
    assert with_date(b"From: a\r\nDate: old\r\n", DATE) is None


def test_a_wire_is_dated_once_for_all() -> None:
    """What messages share gets the Date; their own pieces fit into it as before."""
    dated = wire_with_date(SHARED, DATE)
    assert dated is not None
    assert dated.message((b"", b"anna")) == b"Date: %s\r\nTo: anna\r\n\r\nDate: x\r\n" % DATE
    assert dated.size((b"", b"anna")) == SHARED.size((b"", b"anna"))


@pytest.mark.parametrize("wire", [UNSHARED, Wire((OwnPiece(0), b"From: a\r\n"))])
def test_a_wire_without_a_date_at_its_top(wire: Wire) -> None:
    """Nothing is replaced where no Date is."""
    assert wire_with_date(wire, DATE) is None


def test_the_head_of_a_message() -> None:
    """Its headers with their line ends, across pieces; all of it for a message without a body."""
    assert head(SHARED, (SIGNATURE, b"anna")) == SIGNATURE + b"Date: Mon, 12 Apr 2027 09:00:00 +0200\r\nTo: anna\r\n"
    assert head(Wire((OwnPiece(0), Base64((b"x",)))), (b"To: a\r\n",)) == b"To: a\r\n"
