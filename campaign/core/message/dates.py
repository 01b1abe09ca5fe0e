"""The Date of a message that is sent later than it was made. All its other bytes stay as they were previewed."""

from collections.abc import Sequence

from campaign.core.message.wire import OwnPiece, Wire

_DATE = b"Date: "
_SIGNATURE = b"DKIM-Signature:"
_LINE_END = b"\r\n"


def split_signature(top: bytes) -> tuple[bytes, bytes]:
    """The DKIM-Signature at the top of a message, with its line end, and what follows; b"" when it has none."""
    if not top.startswith(_SIGNATURE):
        return b"", top
    end = top.index(_LINE_END) + 2
    while top[end : end + 1] in (b" ", b"\t"):
        end = top.index(_LINE_END, end) + 2
    return top[:end], top[end:]


def with_date(lines: bytes, date: bytes) -> bytes | None:
    """The top of a message with another Date; None if it does not begin with one."""
    if not lines.startswith(_DATE):
        return None
    return b"".join((_DATE, date, lines[lines.index(_LINE_END) :]))


def wire_with_date(wire: Wire, date: bytes) -> Wire | None:
    """A wire with another Date, which is at the top of what its messages share; None if it is not there."""
    match wire.pieces:
        case (OwnPiece(0) as first, bytes() as shared, *others):
            dated = with_date(shared, date)
            return None if dated is None else Wire((first, dated, *others))
    return None


def head(wire: Wire, own: Sequence[bytes]) -> bytes:
    """The headers of a message, each with its line end."""
    start = b""
    for piece in wire.pieces:
        start += own[piece.index] if isinstance(piece, OwnPiece) else piece if isinstance(piece, bytes) else b""
        end = start.find(b"\r\n\r\n")
        if end >= 0:
            return start[: end + 2]
    return start
