"""A mail as it travels: envelope and bytes."""

from dataclasses import dataclass

from campaign.core.message import wire


@dataclass(frozen=True, slots=True)
class Message:
    """`sender` and `recipient` are the envelope's addresses (RFC 5321), apart from the headers in `message`, which
    holds the finished bytes with CRLF line ends. `envid` is what its envelope is called (see `envelope`), "" for
    nothing."""

    sender: str
    recipient: str
    content: bytes
    envid: str = ""

    @property
    def size(self) -> int:
        """Octets, as SIZE counts them (RFC 1870)."""
        return len(self.content)

    @property
    def body(self) -> list[bytes]:
        """What follows DATA, in pieces: dots stuffed, and the final dot."""
        return wire.body(self.content)
