"""A mail as it travels: envelope and bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` and `recipient` are the envelope's addresses (RFC 5321), apart from the headers in `message`, which
    holds the finished bytes with CRLF line ends."""

    sender: str
    recipient: str
    message: bytes

    @property
    def size(self) -> int:
        """Octets, as SIZE counts them (RFC 1870)."""
        return len(self.message)

    @property
    def body(self) -> tuple[bytes, ...]:
        """What follows DATA, in pieces: dots stuffed (RFC 5321 section 4.5.2), and the final dot."""
        return stuffed(self.message), END if self.message.endswith(b"\r\n") else b"\r\n" + END


# The final dot, behind a line break.
END = b".\r\n"


def stuffed(lines: bytes) -> bytes:
    """Whole lines, with a dot more before each that begins with one."""
    inner = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + inner if inner.startswith(b".") else inner
