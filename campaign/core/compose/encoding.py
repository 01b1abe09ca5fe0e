"""Transfer encodings of message bodies (RFC 2045): quoted-printable or base64, whichever is shorter."""

from binascii import b2a_qp

_BEYOND_ASCII = bytes(range(128, 256))


def crlf(text: str) -> bytes:
    """The text in UTF-8, with every line ended by CRLF."""
    data = text.encode()
    if b"\r" in data:
        data = b"\n".join(data.splitlines())
    if data and not data.endswith(b"\n"):
        data += b"\n"
    return data.replace(b"\n", b"\r\n")


def quoted_printable(lines: bytes) -> bytes:
    """Encode lines that end in CRLF. Encoding them one by one gives the same bytes."""
    return b2a_qp(lines, istext=True)


def count_octets(lines: bytes) -> tuple[int, int]:
    """The number of octets, and how many of them are not ASCII."""
    beyond = 0 if lines.isascii() else len(lines) - len(lines.translate(None, delete=_BEYOND_ASCII))
    return len(lines), beyond


def base64_is_shorter(octets: int, beyond_ascii: int) -> bool:
    """Whether base64 is shorter: it adds a third to everything, quoted-printable triples what is not ASCII."""
    return 2 * beyond_ascii > octets / 3
