"""What is said on one SMTP connection, without the connection: commands out, replies in, how each message ended.

Where the server offers PIPELINING (RFC 2920) the commands of a message go as one group, and together with the body of
the message before it, so a message costs one round trip:

    > MAIL 1, RCPT 1, DATA                 < 250, 250, 354
    > body 1, MAIL 2, RCPT 2, DATA         < 250 (body 1), 250, 250, 354
    > body 2 ...

Elsewhere each command waits for the answer to the one before it. Either way the body goes only after 354 and by
`send`, and every reply is taken for what was asked at its place. What fits no place ends the dialogue: from there on
nobody can know what a reply is about.
"""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from campaign.adapters.smtp.reply_parser import SmtpReply
from campaign.adapters.smtp.transport import M, MailSource, Sendable
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.delivery.international import needs_smtputf8

_READY_FOR_BODY = 354
_NEXT = {Stage.MAIL: Stage.RCPT, Stage.RCPT: Stage.DATA}


@dataclass(frozen=True, slots=True)
class ServerExtensions:
    """What the server said that it can do, of what matters here (RFC 1870, RFC 6531, RFC 2920, RFC 3461)."""

    size: bool = False
    smtputf8: bool = False
    pipelining: bool = False
    dsn: bool = False


@dataclass(slots=True)
class _Transaction(Generic[M]):
    """One message under way. `stage` is the first one that is not answered yet."""

    mail: M
    reused: bool
    stage: Stage = Stage.MAIL
    refusal: Outcome | None = None

    def outcome(self, code: int | None, text: str) -> Outcome:
        return Outcome(self.stage, code, text, self.reused)


class Dialogue(Generic[M]):
    """At most two messages are in hand: one whose body is out, and behind it one whose commands are.

    `out` holds what is to be written next. `over` says that the connection is of no more use.
    """

    def __init__(self, extensions: ServerExtensions, source: MailSource[M]) -> None:
        self.output: list[bytes] = []
        self.closed = False
        self.source = source
        self.extensions = extensions
        self._expected: deque[Callable[[SmtpReply], None]] = deque()
        self._group = (self._handle_command_reply, self._handle_command_reply, self._handle_data_reply)
        self._head: _Transaction[M] | None = None
        self._body: _Transaction[M] | None = None
        self._served = False

    @property
    def idle(self) -> bool:
        """Whether nothing is in hand and nothing is awaited."""
        return not (self._head or self._body or self._expected or self.closed)

    @property
    def waiting(self) -> bool:
        """Whether the server owes an answer."""
        return bool(self._expected)

    @property
    def has_room(self) -> bool:
        """Whether a message can begin now."""
        return not (self._head or self.closed) and (self.extensions.pipelining or not self._expected)

    def start_next(self) -> None:
        """Begin the next message where there is room for it."""
        while self.has_room:
            mail = self.source.next()
            if mail is None:
                return
            refusal = self._refuse_address(mail)
            if refusal is None:
                self._start(mail)
            else:
                self.source.finish(mail, refusal)

    def handle(self, reply: SmtpReply) -> None:
        """Take the next reply."""
        if self._expected:
            self._expected.popleft()(reply)
        else:
            self.break_off(reply.text)

    def send(self, mail: Sendable) -> None:
        """Let the body go that the server waits for. Nothing, when the connection broke meanwhile."""
        transaction = self._head
        if transaction is None or transaction.mail is not mail:
            return
        self._head, self._body = None, transaction
        transaction.stage = Stage.BODY
        self.output.extend(transaction.mail.body)
        self._expected.append(self._handle_body_reply)
        if self.extensions.pipelining:
            self.start_next()

    def keep_back(self, mail: Sendable) -> None:
        """Keep back the body that the server waits for: the connection is of no more use."""
        if self._head is not None and self._head.mail is mail:
            self.break_off("taken back before the message went out")

    def break_off(self, reason: str) -> None:
        """The connection is of no more use, as `words` say. What is in hand ends where it stands."""
        transactions = [transaction for transaction in (self._body, self._head) if transaction]
        self.closed, self._head, self._body = True, None, None
        self._expected.clear()
        for transaction in transactions:
            self.source.finish(transaction.mail, transaction.refusal or transaction.outcome(None, reason))

    def quit(self) -> None:
        """Take leave."""
        self._write(b"QUIT\r\n", lambda reply: self.break_off(reply.text))

    def _start(self, mail: M) -> None:
        self._head = _Transaction(mail, reused=self._served or self._body is not None)
        if self.extensions.pipelining:
            self.output.append(f"{self._mail_command(mail)}{self._rcpt_command(mail)}DATA\r\n".encode())
            self._expected.extend(self._group)
        else:
            self._write(self._mail_command(mail).encode(), self._handle_command_reply)

    def _write(self, words: bytes, handler: Callable[[SmtpReply], None]) -> None:
        self.output.append(words)
        self._expected.append(handler)

    def _handle_command_reply(self, reply: SmtpReply) -> None:
        """To MAIL or RCPT. Behind a refusal the group's other answers only follow from it."""
        transaction = self._head
        assert transaction is not None  # both end only when all their answers are there
        kind = _reply_class(reply)
        if kind == 2:
            transaction.stage = _NEXT[transaction.stage]
            if not self.extensions.pipelining:
                self._write_next(transaction)
        elif kind == 0:
            self._end_with(transaction, reply)
        else:
            transaction.refusal = transaction.refusal or transaction.outcome(reply.code, reply.text)
            transaction.stage = _NEXT[transaction.stage]
            if not self.extensions.pipelining:
                self._reset(transaction, transaction.refusal)

    def _write_next(self, transaction: _Transaction[M]) -> None:
        if transaction.stage is Stage.RCPT:
            self._write(self._rcpt_command(transaction.mail).encode(), self._handle_command_reply)
        else:
            self._write(b"DATA\r\n", self._handle_data_reply)

    def _handle_data_reply(self, reply: SmtpReply) -> None:
        transaction = self._head
        assert transaction is not None
        ready = reply.code == _READY_FOR_BODY
        if ready and transaction.refusal is None:
            self.source.ready(transaction.mail)
        elif ready or _reply_class(reply) > 2:
            if ready:  # it waits for a body all the same, of a message that has no recipient
                self._write(b".\r\n", self._handle_empty_body_reply)
            self._reset(transaction, transaction.refusal or transaction.outcome(reply.code, reply.text))
        else:
            self._end_with(transaction, reply)

    def _handle_body_reply(self, reply: SmtpReply) -> None:
        transaction, self._body = self._body, None
        assert transaction is not None
        self._served = True
        self.source.finish(transaction.mail, transaction.outcome(reply.code, reply.text))
        if _reply_class(reply):
            self.start_next()
        else:
            self.break_off(reply.text)

    def _reset(self, transaction: _Transaction[M], refusal: Outcome) -> None:
        """The transaction is cleared away before the next one."""
        self._head = None
        self._served = True
        self._write(b"RSET\r\n", self._handle_reset_reply)
        self.source.finish(transaction.mail, refusal)
        self.start_next()

    def _handle_empty_body_reply(self, reply: SmtpReply) -> None:
        if not _reply_class(reply):
            self.break_off(reply.text)

    def _handle_reset_reply(self, reply: SmtpReply) -> None:
        """A transaction that is not cleared away would have the next addressee refused."""
        if _reply_class(reply) == 2:
            self.start_next()
        else:
            self.break_off(reply.text)

    def _end_with(self, transaction: _Transaction[M], reply: SmtpReply) -> None:
        """A reply that says nothing of the message, or nothing that can be understood."""
        self._head = None
        self.source.finish(transaction.mail, transaction.refusal or transaction.outcome(reply.code, reply.text))
        self.break_off(reply.text)

    def _refuse_address(self, mail: M) -> Outcome | None:
        """Why the server need not even be asked."""
        if _PLAIN.fullmatch(mail.sender + mail.recipient):
            return None
        for stage, address, fix in (
            (Stage.MAIL, mail.sender, _FIX_SENDER),
            (Stage.RCPT, mail.recipient, _FIX_RECIPIENT),
        ):
            if not address.isprintable() or not _NOT_IN_ADDRESS.isdisjoint(address):
                return Outcome(stage, 553, "this is no mail address")
            if needs_smtputf8(address) and not self.extensions.smtputf8:
                return Outcome(stage, 553, f"{address}: the mail server takes ASCII alone (no SMTPUTF8); {fix}")
        return None

    def _mail_command(self, mail: M) -> str:
        size = f" SIZE={mail.size}" if self.extensions.size else ""
        utf8 = " SMTPUTF8" if needs_smtputf8(mail.sender + mail.recipient) else ""
        return f"MAIL FROM:<{mail.sender}>{size}{utf8}{self._return_parameters(mail)}\r\n"

    def _return_parameters(self, mail: M) -> str:
        """A mail that comes back names its envelope, and brings its headers alone (RFC 3461 sections 4.3 and 4.4)."""
        if not self.extensions.dsn:
            return ""
        envid = mail.envid
        return f" RET=HDRS ENVID={envid}" if envid else " RET=HDRS"

    def _rcpt_command(self, mail: M) -> str:
        """Notices are asked for of what fails or takes long, none of what arrives (RFC 3461 section 4.1)."""
        notify = " NOTIFY=FAILURE,DELAY" if self.extensions.dsn else ""
        return f"RCPT TO:<{mail.recipient}>{notify}\r\n"


_PLAIN = re.compile(r"[!-;=?-~]*")  # what every server takes: printable ASCII, no space, no brackets
_NOT_IN_ADDRESS = frozenset(" <>")
_FIX_SENDER = "set an ASCII address in [sender], or another server in [smtp]"
_FIX_RECIPIENT = "give an ASCII address in the list that it stands in, or set another server in [smtp]"


def _reply_class(reply: SmtpReply) -> int:
    """2, 4 or 5 for an answer that says something of the message; 0 for 421, for what has no place here (354) and for
    what is no SMTP."""
    kind = (reply.code or 0) // 100
    return kind if kind in (2, 4, 5) and reply.code != 421 else 0
