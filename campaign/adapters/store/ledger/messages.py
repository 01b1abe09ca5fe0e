"""The messages of deliveries. What many messages share is stored once as a wire; each row holds its own pieces."""

import json
import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from campaign.adapters.store.database import Database
from campaign.core.message.wire import UNSHARED, Base64, OwnPiece, Piece, Wire

_ADD_WIRE = "INSERT INTO wire (dispatch, pieces) VALUES (:dispatch, :pieces) RETURNING id"
_ADD = "INSERT INTO message (delivery, wire, bytes) VALUES (:delivery, :wire, :bytes)"
_FORGET_WIRES = "DELETE FROM wire WHERE dispatch = :dispatch"
_WIRE = "SELECT pieces FROM wire WHERE id = :wire"
_MESSAGE = """
    SELECT m.bytes, w.pieces FROM message AS m LEFT JOIN wire AS w ON w.id = m.wire WHERE m.delivery = :delivery"""


def put(
    db: Database, mailing: int, delivery: int, wire: Wire, own: Sequence[bytes], known_wires: dict[Wire, int]
) -> None:
    """Store a delivery's message. `known_wires` maps the stored wires of this mailing to their ids, and is updated."""
    if wire is UNSHARED:
        db.execute(_ADD, {"delivery": delivery, "wire": None, "bytes": own[0]})
        return
    if wire not in known_wires:
        known_wires[wire] = db.execute(_ADD_WIRE, {"dispatch": mailing, "pieces": _to_json(wire)}).fetchone()[0]
    db.execute(_ADD, {"delivery": delivery, "wire": known_wires[wire], "bytes": pack(own)})


def forget_wires(db: Database, mailing: int) -> None:
    """Delete the wires of a mailing whose messages are deleted."""
    db.execute(_FORGET_WIRES, {"dispatch": mailing})


def message(db: Database, delivery: int) -> bytes:
    """Return the bytes of a delivery's message."""
    data, pieces = db.execute(_MESSAGE, {"delivery": delivery}).fetchone()
    return bytes(data) if pieces is None else _from_json(pieces).message(unpack(data))


def parts(db: Database, delivery: int) -> tuple[Wire, list[bytes]]:
    """Return a delivery's message as a wire and the message's own pieces."""
    data, pieces = db.execute(_MESSAGE, {"delivery": delivery}).fetchone()
    return (UNSHARED, [bytes(data)]) if pieces is None else (_from_json(pieces), unpack(data))


def wire(db: Database, number: int) -> Wire:
    """Return a wire by its id, which must exist."""
    return _from_json(db.execute(_WIRE, {"wire": number}).fetchone()[0])


def pack(own: Sequence[bytes]) -> bytes:
    """Join pieces to one value: their number, the length of each, then the bytes."""
    return struct.pack(f">{len(own) + 1}I", len(own), *map(len, own)) + b"".join(own)


def unpack(data: bytes) -> list[bytes]:
    """Split a value of `pack` into its pieces."""
    (number,) = struct.unpack_from(">I", data)
    offsets = accumulate(struct.unpack_from(f">{number}I", data, 4), initial=4 + 4 * number)
    return [data[start:end] for start, end in pairwise(offsets)]


def _to_json(wire: Wire) -> str:
    """Write shared pieces as text, gaps as numbers, and base64 parts as lists."""
    return json.dumps([_piece_to_json(piece) for piece in wire.pieces], ensure_ascii=False)


def _piece_to_json(piece: Piece) -> Any:
    if isinstance(piece, Base64):
        return [_piece_to_json(inner) for inner in piece.pieces]
    return piece.index if isinstance(piece, OwnPiece) else piece.decode()


def _from_json(text: str) -> Wire:
    return Wire(
        tuple(
            Base64(tuple(map(_piece_from_json, value))) if isinstance(value, list) else _piece_from_json(value)
            for value in json.loads(text)
        )
    )


def _piece_from_json(value: Any) -> bytes | OwnPiece:
    return OwnPiece(value) if isinstance(value, int) else value.encode()
