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
    def body(self) -> bytes:
        """What follows DATA: dots stuffed (RFC 5321 section 4.5.2), and the final dot."""
        return ended(stuffed(self.message))


def stuffed(lines: bytes) -> bytes:
    """Whole lines, a dot before each that begins with one."""
    inner = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + inner if inner.startswith(b".") else inner


def ended(lines: bytes) -> bytes:
    """With the final dot on a line of its own."""
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")
