"""A message with its envelope."""

from dataclasses import dataclass

from campaign.core.message import wire


@dataclass(frozen=True, slots=True)
class Message:
    """A finished message, ready to be handed to a mail server."""

    sender: str
    """The sender address of the envelope (RFC 5321), which can differ from the From header."""
    recipient: str
    """The recipient address of the envelope."""
    content: bytes
    """Headers and body, with CRLF line ends."""
    envid: str = ""
    """The identifier of the envelope (see `envelope`); "" for none."""

    @property
    def size(self) -> int:
        """The number of octets, as SIZE counts them (RFC 1870)."""
        return len(self.content)

    @property
    def body(self) -> list[bytes]:
        """What follows DATA, in pieces: with dots stuffed, and the final dot."""
        return wire.body(self.content)
