"""A mail server for tests, on loopback, that fails on request and stores the exact bytes that it accepted.

Faults are listed in the order of messages: the n-th MAIL command of all connections gets the n-th fault. After the last
fault, everything is accepted.
"""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from campaign.core.message.message import Message

# The default extensions of a server; the fixture `manner` changes them.
PLAIN = ("SIZE 10000000", "8BITMIME", "SMTPUTF8")
PIPELINING = (*PLAIN, "PIPELINING")
offered = PLAIN

Stage = Literal["mail", "rcpt", "data", "354", "body", "dot"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one message at a stage, instead of the normal answer.

    `answer` is sent unchanged; b"" sends nothing. Then the connection is dropped, hangs for ever, or continues. The
    stage "354" is after that answer, "body" after a part of the body, "dot" after the whole body. With `delivers`, the
    server stores the message in spite of the fault.
    """

    stage: Stage
    answer: bytes = b""
    then: Literal["drop", "stall", "go on"] = "go on"
    delivers: bool = False


_TOO_MANY = b"421 4.7.0 too many connections\r\n"
FINE = Fault("mail", b"250 2.1.0 Ok\r\n")


@dataclass(slots=True)
class SmtpServer:
    """The server's behaviour, and what it received. `accepted` are the messages that it answered with 250, `messages`
    those that it stored.

    `wire` are the bodies as they arrived, before dots were unstuffed. A `lenient` server waits for a body after DATA
    even if it accepted no recipient; `empty_bodies` counts the single dots that it then received. A `forgetful` server
    discards what arrived after a body in the same packet. If `may_answer` is set, no body is answered before that
    event.
    """

    faults: list[Fault] = field(default_factory=list)
    refusals: Mapping[str, bytes] = field(default_factory=dict)
    greeting: bytes = b"220 mail.example ESMTP\r\n"
    ehlo: bytes = b""
    helo: bytes = b"250 mail.example\r\n"
    extensions: Sequence[str] = field(default_factory=lambda: offered)
    password: str = ""
    token: str = ""  # the access token that logins accept
    tokens: Callable[[], Sequence[str]] | None = None  # the tokens of a provider, in place of that one
    token_mechanisms: Sequence[str] = ("XOAUTH2",)
    login_refusal: bytes = b"535 5.7.8 Error: authentication failed\r\n"
    needs_login: bool = False
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    messages_per_connection: int = 0
    most_connections: int = 0
    farewell: bytes = b""
    drips: bool = False
    lenient: bool = False
    forgetful: bool = False
    may_answer: asyncio.Event | None = None
    port: int = 0
    connections: int = 0
    most_at_once: int = 0
    commands: list[str] = field(default_factory=list)
    accepted: list[Message] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    wire: list[bytes] = field(default_factory=list)
    empty_bodies: int = 0
    arrivals: list[float] = field(default_factory=list)
    _open: set["asyncio.Task[None]"] = field(default_factory=set)
    _message_count: int = 0

    @property
    def recipients(self) -> list[str]:
        """The recipients of the stored messages, in the order of arrival."""
        return [mail.recipient for mail in self.messages]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["SmtpServer"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls, limit=20_000_000)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in tuple(self._open):
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)
            await server.wait_closed()

    def next_fault(self) -> Fault:
        fault = self.faults[self._message_count] if self._message_count < len(self.faults) else FINE
        self._message_count += 1
        return fault

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        self.most_at_once = max(self.most_at_once, len(self._open))
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, _Dropped, ssl.SSLError):
                await _Conversation(self, reader, writer).serve()
        except asyncio.CancelledError:
            pass  # the server stops
        finally:
            self._open.discard(task)
            writer.transport.abort()


class _Dropped(Exception):
    """Ends the connection."""


class _Conversation:
    """One connection."""

    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.fault = FINE
        self.sender = ""
        self.recipient = ""
        self.served = 0
        self.logged_in = False
        self.in_transaction = False  # from MAIL to the end of the transaction
        self.recipient_accepted = False  # whether the recipient was accepted

    async def serve(self) -> None:
        greeting = _TOO_MANY if 0 < self.server.most_connections < len(self.server._open) else self.server.greeting
        await self.send(greeting)
        if greeting[:1] in b"45":
            raise _Dropped
        while line := await self.reader.readline():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            self.server.commands.append(text)
            verb = text.partition(" ")[0].upper()
            await getattr(self, f"do_{verb.lower()}", self.unknown)(text)

    async def do_ehlo(self, _: str) -> None:
        names = ["mail.example", *self.server.extensions]
        names += ["AUTH PLAIN LOGIN"] if self.server.password else []
        takes_tokens = self.server.token or self.server.tokens
        names += [f"AUTH {' '.join(self.server.token_mechanisms)}"] if takes_tokens else []
        names += ["STARTTLS"] if self.server.starttls else []
        lines = [f"250{' ' if name is names[-1] else '-'}{name}\r\n" for name in names]
        await self.send(self.server.ehlo or "".join(lines).encode())

    async def do_helo(self, _: str) -> None:
        await self.send(self.server.helo)

    async def do_starttls(self, _: str) -> None:
        assert self.server.starttls is not None
        await self.send(b"220 2.0.0 Ready to start TLS\r\n")
        await self.writer.start_tls(self.server.starttls)

    async def do_auth(self, text: str) -> None:
        _, mechanism, *arguments = text.split()
        if mechanism in self.server.token_mechanisms:
            await self.log_in_by_token(mechanism, base64.b64decode(arguments[0]).decode())
            return
        if mechanism == "PLAIN":
            password = base64.b64decode(arguments[0]).split(b"\0")[2]
        else:
            await self.send(b"334 UGFzc3dvcmQ6\r\n")
            password = base64.b64decode(await self.reader.readline())
        self.logged_in = password.decode() == self.server.password
        await self.send(b"235 2.7.0 Authentication successful\r\n" if self.logged_in else self.server.login_refusal)

    async def log_in_by_token(self, mechanism: str, response: str) -> None:
        host = f"host=127.0.0.1\x01port={self.server.port}\x01"
        start = "user=anna\x01" if mechanism == "XOAUTH2" else f"n,a=anna,\x01{host}"
        tokens = self.server.tokens() if self.server.tokens else [self.server.token]
        self.logged_in = response in [f"{start}auth=Bearer {token}\x01\x01" for token in tokens]
        if self.logged_in:
            await self.send(b"235 2.7.0 Accepted\r\n")
            return
        await self.send(b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n")  # the error is a challenge, which the client must answer
        answer = await self.reader.readline()
        assert answer == (b"\r\n" if mechanism == "XOAUTH2" else b"AQ==\r\n"), answer
        await self.send(self.server.login_refusal)

    async def do_mail(self, text: str) -> None:
        if self.server.messages_per_connection and self.served == self.server.messages_per_connection:
            await self.send(self.server.farewell)
            raise _Dropped
        if self.server.needs_login and not self.logged_in:
            await self.send(b"530 5.7.0 Authentication required\r\n")
            return
        if self.in_transaction:
            await self.send(b"503 5.5.1 Error: nested MAIL command\r\n")
            return
        self.fault = self.server.next_fault()
        self.server.arrivals.append(asyncio.get_running_loop().time())
        self.sender = _address(text)
        self.recipient_accepted = False
        self.in_transaction = await self.answer("mail", b"250 2.1.0 Ok\r\n")

    async def do_rcpt(self, text: str) -> None:
        if not self.in_transaction:
            await self.send(b"503 5.5.1 Error: need MAIL command\r\n")
            return
        self.recipient = _address(text)
        reply = self.server.refusals.get(self.recipient, b"250 2.1.5 Ok\r\n")
        self.recipient_accepted = await self.answer("rcpt", reply) and reply.startswith(b"2")

    async def do_data(self, _: str) -> None:
        if not (self.in_transaction and (self.recipient_accepted or self.server.lenient)):
            await self.send(
                b"554 5.5.1 Error: no valid recipients\r\n" if self.in_transaction else b"503 5.5.1 no MAIL\r\n"
            )
            return
        if not await self.answer("data", b"354 End data with <CR><LF>.<CR><LF>\r\n"):
            return
        await self.answer("354", b"")
        if self.fault.stage == "body":
            await self.reader.readexactly(10)
            await self.answer("body", b"")
        body = await self.body()
        self.served += 1
        self.in_transaction = False
        if self.server.may_answer:
            await self.server.may_answer.wait()
        if self.server.forgetful:
            await asyncio.sleep(0.01)
            self.reader._buffer.clear()  # type: ignore[attr-defined]  # as servers do that flush their input
        if not self.recipient_accepted:
            self.server.empty_bodies += body == b".\r\n"
            await self.send(b"554 5.5.1 Error: no valid recipients\r\n")
            return
        mail = Message(self.sender, self.recipient, _unstuff(body[:-3]))
        if self.fault.stage != "dot" or self.fault.delivers:
            self.server.messages.append(mail)
            self.server.wire.append(body)
        if await self.answer("dot", b"250 2.0.0 Ok: queued as 4XYZ\r\n"):
            self.server.accepted.append(mail)

    async def body(self) -> bytes:
        """Read the body up to and including the final dot."""
        lines = [await self.reader.readline()]
        while lines[-1] != b".\r\n":
            if not lines[-1]:
                raise _Dropped
            lines.append(await self.reader.readline())
        return b"".join(lines)

    async def do_rset(self, _: str) -> None:
        self.in_transaction = False
        await self.send(b"250 2.0.0 Ok\r\n")

    async def do_quit(self, _: str) -> None:
        await self.send(b"221 2.0.0 Bye\r\n")
        raise _Dropped

    async def unknown(self, _: str) -> None:
        await self.send(b"500 5.5.2 Error: command not recognised\r\n")

    async def answer(self, stage: Stage, usual: bytes) -> bool:
        """Send the normal answer, or what the fault says. Returns whether it was the normal one."""
        if self.fault.stage != stage or self.fault is FINE:
            await self.send(usual)
            return True
        await self.send(self.fault.answer)
        if self.fault.then == "drop":
            raise _Dropped
        if self.fault.then == "stall":
            await asyncio.Event().wait()
        return False

    async def send(self, words: bytes) -> None:
        for part in _drops(words) if self.server.drips else [words]:
            self.writer.write(part)
            await self.writer.drain()
            if self.server.drips:
                await asyncio.sleep(0.0005)


def _drops(words: bytes) -> Iterator[bytes]:
    """Three bytes at a time."""
    return (words[at : at + 3] for at in range(0, len(words), 3))


def _address(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]


def _unstuff(body: bytes) -> bytes:
    """Remove dot-stuffing (RFC 5321 section 4.5.2) line by line, differently from the mailer's own code."""
    return b"".join(line[1:] if line.startswith(b".") else line for line in body.splitlines(keepends=True))
