"""The SMTP dialogue without the network: commands out, replies in, and how each message ended.

If the server offers PIPELINING (RFC 2920), the commands of a message are sent as one group, together with the body of
the message before it. A message then costs one round trip:

    > MAIL 1, RCPT 1, DATA                 < 250, 250, 354
    > body 1, MAIL 2, RCPT 2, DATA         < 250 (body 1), 250, 250, 354
    > body 2 ...

Otherwise each command waits for the reply to the one before it. In both cases a body is sent only after 354, and only
by `send`. Replies are matched to commands by their order. A reply that cannot belong to its command ends the dialogue,
because the later ones could not be matched either.
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
    """The extensions that the server offers, of those that are used here."""

    size: bool = False
    """SIZE (RFC 1870)."""
    smtputf8: bool = False
    """SMTPUTF8 (RFC 6531)."""
    pipelining: bool = False
    """PIPELINING (RFC 2920)."""
    dsn: bool = False
    """DSN (RFC 3461)."""


@dataclass(slots=True)
class _Transaction(Generic[M]):
    """The transaction of one message. `stage` is the first command that is not answered yet."""

    mail: M
    reused: bool
    stage: Stage = Stage.MAIL
    refusal: Outcome | None = None

    def outcome(self, code: int | None, text: str) -> Outcome:
        return Outcome(self.stage, code, text, self.reused)


class Dialogue(Generic[M]):
    """The dialogue on one connection.

    At most two messages are in hand: one whose body was sent, and behind it one whose commands were. `output` holds the
    bytes to write next. `closed` says that the connection cannot be used again.
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
        """Whether no message is in hand and no reply is expected."""
        return not (self._head or self._body or self._expected or self.closed)

    @property
    def waiting(self) -> bool:
        """Whether a reply is expected."""
        return bool(self._expected)

    @property
    def has_body_out(self) -> bool:
        """Whether a body was sent and is not answered yet."""
        return self._body is not None

    @property
    def has_room(self) -> bool:
        """Whether another message can start now."""
        return not (self._head or self.closed) and (self.extensions.pipelining or not self._expected)

    def start_next(self) -> None:
        """Start the next message of the source, if there is room for it."""
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
        """Handle the next reply."""
        if self._expected:
            self._expected.popleft()(reply)
        else:
            self.break_off(reply.text)

    def send(self, mail: Sendable) -> None:
        """Send the body that the server waits for. Does nothing when the connection broke meanwhile."""
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
        """Do not send the body that the server waits for. The connection cannot be used again."""
        if self._head is not None and self._head.mail is mail:
            self.break_off("stopped before the message was sent")

    def break_off(self, reason: str) -> None:
        """End the dialogue because of `reason`. Messages in hand end at the stage that they reached."""
        transactions = [transaction for transaction in (self._body, self._head) if transaction]
        self.closed, self._head, self._body = True, None, None
        self._expected.clear()
        for transaction in transactions:
            self.source.finish(transaction.mail, transaction.refusal or transaction.outcome(None, reason))

    def quit(self) -> None:
        """Send QUIT."""
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
        """Handle the reply to MAIL or RCPT. After a refusal, the other replies of the group only follow from it."""
        transaction = self._head
        assert transaction is not None  # it ends only after all of its replies
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
            if ready:  # it waits for a body although no recipient was accepted
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
        """End a refused transaction with RSET, so that the next one can start."""
        self._head = None
        self._served = True
        self._write(b"RSET\r\n", self._handle_reset_reply)
        self.source.finish(transaction.mail, refusal)
        self.start_next()

    def _handle_empty_body_reply(self, reply: SmtpReply) -> None:
        if not _reply_class(reply):
            self.break_off(reply.text)

    def _handle_reset_reply(self, reply: SmtpReply) -> None:
        """Without a successful RSET the next message would be refused, too."""
        if _reply_class(reply) == 2:
            self.start_next()
        else:
            self.break_off(reply.text)

    def _end_with(self, transaction: _Transaction[M], reply: SmtpReply) -> None:
        """End the dialogue after a reply that is not about the message, or is not SMTP."""
        self._head = None
        self.source.finish(transaction.mail, transaction.refusal or transaction.outcome(reply.code, reply.text))
        self.break_off(reply.text)

    def _refuse_address(self, mail: M) -> Outcome | None:
        """The refusal of an address that this server cannot accept; None when it can."""
        if _PLAIN.fullmatch(mail.sender + mail.recipient):
            return None
        for stage, address, fix in (
            (Stage.MAIL, mail.sender, _FIX_SENDER),
            (Stage.RCPT, mail.recipient, _FIX_RECIPIENT),
        ):
            if not address.isprintable() or not _NOT_IN_ADDRESS.isdisjoint(address):
                return Outcome(stage, 553, "not a valid email address")
            if needs_smtputf8(address) and not self.extensions.smtputf8:
                return Outcome(
                    stage, 553, f"{address}: the mail server accepts only ASCII addresses (no SMTPUTF8); {fix}"
                )
        return None

    def _mail_command(self, mail: M) -> str:
        size = f" SIZE={mail.size}" if self.extensions.size else ""
        utf8 = " SMTPUTF8" if needs_smtputf8(mail.sender + mail.recipient) else ""
        return f"MAIL FROM:<{mail.sender}>{size}{utf8}{self._return_parameters(mail)}\r\n"

    def _return_parameters(self, mail: M) -> str:
        """Ask for notifications with the envelope identifier and without the body (RFC 3461 sections 4.3 and 4.4)."""
        if not self.extensions.dsn:
            return ""
        envid = mail.envid
        return f" RET=HDRS ENVID={envid}" if envid else " RET=HDRS"

    def _rcpt_command(self, mail: M) -> str:
        """Ask for notifications of failure and delay, not of success (RFC 3461 section 4.1)."""
        notify = " NOTIFY=FAILURE,DELAY" if self.extensions.dsn else ""
        return f"RCPT TO:<{mail.recipient}>{notify}\r\n"


_PLAIN = re.compile(r"[!-;=?-~]*")  # accepted by every server: printable ASCII without space and brackets
_NOT_IN_ADDRESS = frozenset(" <>")
_FIX_SENDER = "set an ASCII address in [sender], or another server in [smtp]"
_FIX_RECIPIENT = "replace it with an ASCII address in its list, or set another server in [smtp]"


def _reply_class(reply: SmtpReply) -> int:
    """2, 4 or 5 for a reply about the message; 0 for 421, for 354 at the wrong place, and for what is not SMTP."""
    kind = (reply.code or 0) // 100
    return kind if kind in (2, 4, 5) and reply.code != 421 else 0
