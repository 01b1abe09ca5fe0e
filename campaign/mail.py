"""A mail as it travels: envelope and bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` and `recipient` are the envelope's addresses (RFC 5321), apart from the headers in `message`, which
    holds the finished bytes with CRLF line ends."""

    sender: str
    recipient: str
    message: bytes
