"""Messages that share most of their bytes. Each is a sequence of pieces: some shared by all, some its own.

The pieces are already encoded, so putting a message together only joins them. Base64 is the exception, because its
lines shift with every character.
"""

from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TypeAlias

# The final dot, after a line break (RFC 5321 section 4.1.1.4).
END = b".\r\n"
_BASE64_COLUMNS = 76


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """A placeholder for one of a message's own pieces, which are numbered from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Base64:
    """Pieces that are encoded together in base64 (RFC 2045 section 6.8). They are stored unencoded."""

    pieces: tuple[bytes | OwnPiece, ...]


Piece: TypeAlias = bytes | OwnPiece | Base64


@dataclass(frozen=True)
class Wire:
    """What messages share, with placeholders for their own pieces."""

    pieces: tuple[Piece, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Cached, because a tuple computes the hashes of its items again on every call."""
        return hash(self.pieces)

    def message(self, own: Sequence[bytes]) -> bytes:
        """The message with these own pieces. Lines end in CRLF."""
        return b"".join(_splice(piece, own) for piece in self.pieces)

    def body(self, own: Sequence[bytes]) -> list[bytes]:
        """What follows DATA, in pieces: with dots stuffed (RFC 5321 section 4.5.2), and the final dot."""
        if self.pieces and not self._begins_with_dots and b"\n." not in b"\n".join((b"", *own)):
            pieces = list(self._pick_pieces((END, *self._stuffed_pieces, *own)))
            for index, piece in self._base64:
                pieces[index] = _splice(piece, own)
            if pieces[-2].endswith(b"\r\n"):
                return pieces
        return body(self.message(own))

    def size(self, own: Sequence[bytes]) -> int:
        """The number of octets, as SIZE counts them (RFC 1870)."""
        size = self._shared_size + sum([len(own[at]) for _, at in self._own_indexes])
        return size + sum(_length(piece, own) for _, piece in self._base64)

    @cached_property
    def _shared_size(self) -> int:
        return sum(len(piece) for piece in self.pieces if isinstance(piece, bytes))

    @cached_property
    def _own_indexes(self) -> tuple[tuple[int, int], ...]:
        return tuple((index, piece.index) for index, piece in enumerate(self.pieces) if isinstance(piece, OwnPiece))

    @cached_property
    def _base64(self) -> tuple[tuple[int, Base64], ...]:
        return tuple((index, piece) for index, piece in enumerate(self.pieces) if isinstance(piece, Base64))

    @cached_property
    def _begins_with_dots(self) -> bool:
        """Whether a shared piece begins with a dot; whether to stuff it depends on the piece before."""
        return any(isinstance(piece, bytes) and piece.startswith((b".", b"\n.")) for piece in self.pieces)

    @cached_property
    def _pick_pieces(self) -> Callable[[Sequence[bytes]], tuple[bytes, ...]]:
        """A function that puts (END, *shared pieces, *own pieces) into the order of the message, END last."""
        own = 1 + len(self.pieces)
        indexes = [own + piece.index if isinstance(piece, OwnPiece) else 1 + at for at, piece in enumerate(self.pieces)]
        return itemgetter(*indexes, 0)

    @cached_property
    def _stuffed_pieces(self) -> list[bytes]:
        """The shared pieces with dots stuffed; b"" in place of others."""
        return [stuff_dots(piece) if isinstance(piece, bytes) else b"" for piece in self.pieces]


# A message that shares nothing: its only piece is its own.
UNSHARED = Wire((OwnPiece(0),))


def join_pieces(pieces: Iterable[Piece]) -> Wire:
    """A wire of these pieces, with neighbouring shared pieces joined."""
    return Wire(tuple(_merge(pieces)))


def body(message: bytes) -> list[bytes]:
    """What follows DATA for a whole message, in pieces: with dots stuffed, and the final dot."""
    return [stuff_dots(message), END if message.endswith(b"\r\n") else b"\r\n" + END]


def stuff_dots(lines: bytes) -> bytes:
    """Double the dot at the beginning of every line that has one."""
    inner = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + inner if inner.startswith(b".") else inner


def base64(data: bytes) -> bytes:
    """Base64 in lines of 76 characters, each ended by CRLF."""
    text = b2a_base64(data, newline=False)
    return b"".join(text[at : at + _BASE64_COLUMNS] + b"\r\n" for at in range(0, len(text), _BASE64_COLUMNS))


def _splice(piece: Piece, own: Sequence[bytes]) -> bytes:
    if isinstance(piece, OwnPiece):
        return own[piece.index]
    if isinstance(piece, Base64):
        return base64(b"".join(_splice(inner, own) for inner in piece.pieces))
    return piece


def _length(piece: Piece, own: Sequence[bytes]) -> int:
    if isinstance(piece, Base64):
        characters = -(-sum(_length(inner, own) for inner in piece.pieces) // 3) * 4
        return characters + 2 * -(-characters // _BASE64_COLUMNS)
    return len(own[piece.index]) if isinstance(piece, OwnPiece) else len(piece)


def _merge(pieces: Iterable[Piece]) -> Iterator[Piece]:
    shared: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            shared.append(piece)
            continue
        if any(shared):
            yield b"".join(shared)
        shared = []
        yield piece
    if any(shared):
        yield b"".join(shared)
