"""Messages that share most of their bytes."""

import base64
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from campaign.core.message.wire import UNSHARED, Base64, OwnPiece, body, join_pieces

lines = st.lists(st.sampled_from([b"", b".", b"..", b".a", b"a.", b"text"]), max_size=4).map(
    lambda drawn: b"".join(line + b"\r\n" for line in drawn)
)
words = st.one_of(lines, st.binary(max_size=90), st.sampled_from([b".", b"--", b"\r\n"]))
plain = st.one_of(words, st.integers(0, 3).map(OwnPiece))
pieces = st.lists(st.one_of(plain, st.lists(plain, max_size=4).map(lambda drawn: Base64(tuple(drawn)))), max_size=8)
owns = st.lists(words, min_size=4, max_size=4)


def by_hand(pieces, own):
    """The message, simply joined piece by piece."""

    def one(piece):
        match piece:
            case OwnPiece(at):
                return own[at]
            case Base64(inner):
                return base64.encodebytes(b"".join(map(one, inner))).replace(b"\n", b"\r\n")
            case _:
                return piece

    # encodebytes cuts at 57 octets, as RFC 2045 lines of 76 do
    return b"".join(map(one, pieces))


@given(pieces, owns)
def test_a_message_is_its_pieces(pieces, own):
    """A message is its pieces in order, and its size is known before they are joined."""
    wire = join_pieces(pieces)
    assert wire.message(own) == by_hand(pieces, own)
    assert wire.size(own) == len(by_hand(pieces, own))


@example([b"text\r\n"], [b"own"] * 4)
@example([b"no end of line"], [b"own"] * 4)
@given(pieces, owns)
def test_dots_are_stuffed_as_in_one_piece(pieces, own):
    """For any pieces, the body is that of the whole message: dots stuffed, the final dot on its own line."""
    wire = join_pieces(pieces)
    assert b"".join(wire.body(own)) == b"".join(body(by_hand(pieces, own)))


@given(pieces)
def test_what_is_shared_is_joined(pieces):
    """No two shared pieces are neighbours, and none is empty."""
    kinds = [type(piece) for piece in join_pieces(pieces).pieces]
    assert (bytes, bytes) not in pairwise(kinds)
    assert b"" not in join_pieces(pieces).pieces


def test_a_message_that_shares_nothing():
    """A message that shares nothing is its only own piece."""
    assert UNSHARED.message((b"a\r\n.b\r\n",)) == b"a\r\n.b\r\n"
    assert b"".join(UNSHARED.body((b"a\r\n.b\r\n",))) == b"a\r\n..b\r\n.\r\n"
