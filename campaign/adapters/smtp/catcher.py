"""The catcher: an SMTP server on this machine that keeps every message and forwards none.

It runs in the caller's event loop on a free loopback port and accepts every sender and recipient. It refuses only what
RFC 5321 forbids, such as lines over 998 bytes, and what would fill the memory.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from campaign.core.languages.in_english import count_of
from campaign.core.message.message import Message

HOST = "127.0.0.1"
MAX_MAILS = 10_000
MAX_BYTES = 40_000_000


@dataclass(frozen=True, slots=True)
class Catcher:
    """A running catcher: where it listens, and the messages in the order of their arrival, one for each recipient."""

    host: str
    port: int
    mails: list[Message]


@asynccontextmanager
async def run_catcher(max_mails: int = MAX_MAILS, max_bytes: int = MAX_BYTES) -> AsyncIterator[Catcher]:
    """Run a catcher until the block ends. It refuses a message over `max_bytes` with 552, and one too many with 554."""
    loop = asyncio.get_running_loop()
    mails: list[Message] = []
    connections: list[SMTP] = []

    def create_protocol() -> SMTP:
        # Without a host name the library would look one up in DNS.
        protocol = SMTP(
            _Handler(mails, max_mails),
            data_size_limit=max_bytes,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="rehearsal catcher",
            loop=loop,
        )
        connections.append(protocol)
        return protocol

    server = await loop.create_server(create_protocol, HOST, 0)
    try:
        yield Catcher(HOST, server.sockets[0].getsockname()[1], mails)
    finally:
        server.close()
        for protocol in connections:
            if protocol.transport is not None:
                protocol.transport.close()
        await server.wait_closed()


# No slots: with them Python 3.11.2 leaves a broken __weakref__ in the class, and the library reads every attribute.
@dataclass(frozen=True)
class _Handler:
    """The handler that the server calls with each message."""

    mails: list[Message] = field(repr=False)
    max_mails: int

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if len(self.mails) + len(envelope.rcpt_tos) > self.max_mails:
            return f"554 5.2.2 the catcher is full: it holds {count_of(self.max_mails, 'email')}"
        message = bytes(envelope.original_content or b"")
        sender = (envelope.mail_from or "").strip("<>")  # the library leaves the brackets around an empty sender
        self.mails.extend(Message(sender, recipient, message) for recipient in envelope.rcpt_tos)
        return "250 2.0.0 caught; it is not forwarded"
