"""The embedded catcher: an SMTP server on this machine that keeps what it is given and passes nothing on.

It runs in the caller's event loop on a free loopback port. It takes any sender and any recipient; besides what RFC 5321
itself forbids (lines over 998 bytes, say) it refuses only what would fill the memory.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from campaign.core.message.message import Message

HOST = "127.0.0.1"
MAX_MAILS = 10_000
MAX_BYTES = 40_000_000


@dataclass(frozen=True, slots=True)
class Catcher:
    """Where it listens, and `mails` in the order of their arrival: one for each recipient of a message."""

    host: str
    port: int
    mails: list[Message]


@asynccontextmanager
async def run_catcher(max_mails: int = MAX_MAILS, max_bytes: int = MAX_BYTES) -> AsyncIterator[Catcher]:
    """A catcher that listens until the block ends. A message over `max_bytes` gets 552, one too many 554."""
    loop = asyncio.get_running_loop()
    mails: list[Message] = []
    connections: list[SMTP] = []

    def create_protocol() -> SMTP:
        # A host name of our own: without one the library asks the DNS for it.
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


# No slots: Python 3.11.2 leaves a broken __weakref__ in a class with them, and the library reads every attribute.
@dataclass(frozen=True)
class _Handler:
    """What the server calls with a finished message."""

    mails: list[Message] = field(repr=False)
    max_mails: int

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if len(self.mails) + len(envelope.rcpt_tos) > self.max_mails:
            return f"554 5.2.2 the catcher holds {self.max_mails} mails and no more"
        message = bytes(envelope.original_content or b"")
        sender = (envelope.mail_from or "").strip("<>")  # the library keeps the brackets of `<>`, nobody
        self.mails.extend(Message(sender, recipient, message) for recipient in envelope.rcpt_tos)
        return "250 2.0.0 caught; it goes no further"
