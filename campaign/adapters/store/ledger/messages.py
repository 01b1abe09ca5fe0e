"""The messages of deliveries: what many share is kept once as a wire, each row keeps its own pieces."""

import json
import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from campaign.adapters.store.database import Database
from campaign.core.message.wire import WHOLE, Base64, Own, Piece, Wire

_ADD_WIRE = "INSERT INTO wire (dispatch, pieces) VALUES (:dispatch, :pieces) RETURNING id"
_ADD = "INSERT INTO message (delivery, wire, bytes) VALUES (:delivery, :wire, :bytes)"
_FORGET_WIRES = "DELETE FROM wire WHERE dispatch = :dispatch"
_WIRE = "SELECT pieces FROM wire WHERE id = :wire"
_MESSAGE = """
    SELECT m.bytes, w.pieces FROM message AS m LEFT JOIN wire AS w ON w.id = m.wire WHERE m.delivery = :delivery"""


def put(db: Database, dispatch: int, delivery: int, wire: Wire, own: Sequence[bytes], known: dict[Wire, int]) -> None:
    """Keep a delivery's message. `known` remembers the wires of this dispatch that are kept already."""
    if wire is WHOLE:
        db.execute(_ADD, {"delivery": delivery, "wire": None, "bytes": own[0]})
        return
    if wire not in known:
        known[wire] = db.execute(_ADD_WIRE, {"dispatch": dispatch, "pieces": _written(wire)}).fetchone()[0]
    db.execute(_ADD, {"delivery": delivery, "wire": known[wire], "bytes": packed(own)})


def forget_wires(db: Database, dispatch: int) -> None:
    """Drop the wires of a dispatch whose messages are gone."""
    db.execute(_FORGET_WIRES, {"dispatch": dispatch})


def message(db: Database, delivery: int) -> bytes:
    """The very bytes of a delivery."""
    kept, pieces = db.execute(_MESSAGE, {"delivery": delivery}).fetchone()
    return bytes(kept) if pieces is None else _read(pieces).message(unpacked(kept))


def parts(db: Database, delivery: int) -> tuple[Wire, list[bytes]]:
    """The same as a wire and its own pieces."""
    kept, pieces = db.execute(_MESSAGE, {"delivery": delivery}).fetchone()
    return (WHOLE, [bytes(kept)]) if pieces is None else (_read(pieces), unpacked(kept))


def wire(db: Database, number: int) -> Wire:
    """A wire by its number, which must be known."""
    return _read(db.execute(_WIRE, {"wire": number}).fetchone()[0])


def packed(own: Sequence[bytes]) -> bytes:
    """Pieces as one: how many, the length of each, then all."""
    return struct.pack(f">{len(own) + 1}I", len(own), *map(len, own)) + b"".join(own)


def unpacked(data: bytes) -> list[bytes]:
    """The pieces again."""
    (number,) = struct.unpack_from(">I", data)
    places = accumulate(struct.unpack_from(f">{number}I", data, 4), initial=4 + 4 * number)
    return [data[start:end] for start, end in pairwise(places)]


def _written(wire: Wire) -> str:
    """Shared pieces as text, places as numbers, what goes in base64 as a list."""
    return json.dumps([_one(piece) for piece in wire.pieces], ensure_ascii=False)


def _one(piece: Piece) -> Any:
    if isinstance(piece, Base64):
        return [_one(each) for each in piece.pieces]
    return piece.at if isinstance(piece, Own) else piece.decode()


def _read(text: str) -> Wire:
    return Wire(
        tuple(Base64(tuple(map(_piece, each))) if isinstance(each, list) else _piece(each) for each in json.loads(text))
    )


def _piece(each: Any) -> bytes | Own:
    return Own(each) if isinstance(each, int) else each.encode()
