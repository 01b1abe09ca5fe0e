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

from campaign.adapters.smtp.replies import Reply
from campaign.adapters.smtp.transport import M, MailSource, Sendable
from campaign.core.delivery.attempt import Outcome, Stage
from campaign.core.delivery.international import needs_smtputf8

_READY_FOR_BODY = 354
_NEXT = {Stage.MAIL: Stage.RCPT, Stage.RCPT: Stage.DATA}


@dataclass(frozen=True, slots=True)
class Offers:
    """What the server said that it can do, of what matters here (RFC 1870, RFC 6531, RFC 2920, RFC 3461)."""

    size: bool = False
    smtputf8: bool = False
    pipelining: bool = False
    dsn: bool = False


@dataclass(slots=True)
class _Talk(Generic[M]):
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

    def __init__(self, offers: Offers, source: MailSource[M]) -> None:
        self.out: list[bytes] = []
        self.over = False
        self.source = source
        self.offers = offers
        self._awaited: deque[Callable[[Reply], None]] = deque()
        self._group = (self._command_answered, self._command_answered, self._data_answered)
        self._head: _Talk[M] | None = None
        self._body: _Talk[M] | None = None
        self._served = False

    @property
    def idle(self) -> bool:
        """Whether nothing is in hand and nothing is awaited."""
        return not (self._head or self._body or self._awaited or self.over)

    @property
    def waiting(self) -> bool:
        """Whether the server owes an answer."""
        return bool(self._awaited)

    @property
    def has_room(self) -> bool:
        """Whether a message can begin now."""
        return not (self._head or self.over) and (self.offers.pipelining or not self._awaited)

    def go_on(self) -> None:
        """Begin the next message where there is room for it."""
        while self.has_room:
            mail = self.source.next()
            if mail is None:
                return
            wrong = self._unsayable(mail)
            if wrong is None:
                self._begin(mail)
            else:
                self.source.ended(mail, wrong)

    def answered(self, reply: Reply) -> None:
        """Take the next reply."""
        if self._awaited:
            self._awaited.popleft()(reply)
        else:
            self.fall(reply.text)

    def send(self, mail: Sendable) -> None:
        """Let the body go that the server waits for. Nothing, when the connection broke meanwhile."""
        talk = self._head
        if talk is None or talk.mail is not mail:
            return
        self._head, self._body = None, talk
        talk.stage = Stage.BODY
        self.out.extend(talk.mail.body)
        self._awaited.append(self._body_answered)
        if self.offers.pipelining:
            self.go_on()

    def keep_back(self, mail: Sendable) -> None:
        """Keep back the body that the server waits for: the connection is of no more use."""
        if self._head is not None and self._head.mail is mail:
            self.fall("taken back before the message went out")

    def fall(self, words: str) -> None:
        """The connection is of no more use, as `words` say. What is in hand ends where it stands."""
        broken = [talk for talk in (self._body, self._head) if talk]
        self.over, self._head, self._body = True, None, None
        self._awaited.clear()
        for talk in broken:
            self.source.ended(talk.mail, talk.refusal or talk.outcome(None, words))

    def quit(self) -> None:
        """Take leave."""
        self._say(b"QUIT\r\n", lambda reply: self.fall(reply.text))

    def _begin(self, mail: M) -> None:
        self._head = _Talk(mail, reused=self._served or self._body is not None)
        if self.offers.pipelining:
            self.out.append(f"{self._mail_command(mail)}{self._rcpt_command(mail)}DATA\r\n".encode())
            self._awaited.extend(self._group)
        else:
            self._say(self._mail_command(mail).encode(), self._command_answered)

    def _say(self, words: bytes, answered: Callable[[Reply], None]) -> None:
        self.out.append(words)
        self._awaited.append(answered)

    def _command_answered(self, reply: Reply) -> None:
        """To MAIL or RCPT. Behind a refusal the group's other answers only follow from it."""
        talk = self._head
        assert talk is not None  # both end only when all their answers are there
        kind = _kind(reply)
        if kind == 2:
            talk.stage = _NEXT[talk.stage]
            if not self.offers.pipelining:
                self._say_next(talk)
        elif kind == 0:
            self._ended_by(talk, reply)
        else:
            talk.refusal = talk.refusal or talk.outcome(reply.code, reply.text)
            talk.stage = _NEXT[talk.stage]
            if not self.offers.pipelining:
                self._refused(talk, talk.refusal)

    def _say_next(self, talk: _Talk[M]) -> None:
        if talk.stage is Stage.RCPT:
            self._say(self._rcpt_command(talk.mail).encode(), self._command_answered)
        else:
            self._say(b"DATA\r\n", self._data_answered)

    def _data_answered(self, reply: Reply) -> None:
        talk = self._head
        assert talk is not None
        ready = reply.code == _READY_FOR_BODY
        if ready and talk.refusal is None:
            self.source.ready(talk.mail)
        elif ready or _kind(reply) > 2:
            if ready:  # it waits for a body all the same, of a message that has no recipient
                self._say(b".\r\n", self._emptied)
            self._refused(talk, talk.refusal or talk.outcome(reply.code, reply.text))
        else:
            self._ended_by(talk, reply)

    def _body_answered(self, reply: Reply) -> None:
        talk, self._body = self._body, None
        assert talk is not None
        self._served = True
        self.source.ended(talk.mail, talk.outcome(reply.code, reply.text))
        if _kind(reply):
            self.go_on()
        else:
            self.fall(reply.text)

    def _refused(self, talk: _Talk[M], refusal: Outcome) -> None:
        """The transaction is cleared away before the next one."""
        self._head = None
        self._served = True
        self._say(b"RSET\r\n", self._cleared)
        self.source.ended(talk.mail, refusal)
        self.go_on()

    def _emptied(self, reply: Reply) -> None:
        if not _kind(reply):
            self.fall(reply.text)

    def _cleared(self, reply: Reply) -> None:
        """A transaction that is not cleared away would have the next addressee refused."""
        if _kind(reply) == 2:
            self.go_on()
        else:
            self.fall(reply.text)

    def _ended_by(self, talk: _Talk[M], reply: Reply) -> None:
        """A reply that says nothing of the message, or nothing that can be understood."""
        self._head = None
        self.source.ended(talk.mail, talk.refusal or talk.outcome(reply.code, reply.text))
        self.fall(reply.text)

    def _unsayable(self, mail: M) -> Outcome | None:
        """Why the server need not even be asked."""
        if _PLAIN.fullmatch(mail.sender + mail.recipient):
            return None
        for stage, address, mend in (
            (Stage.MAIL, mail.sender, _OTHER_SENDER),
            (Stage.RCPT, mail.recipient, _OTHER_RECIPIENT),
        ):
            if not address.isprintable() or not _NOT_IN_ADDRESS.isdisjoint(address):
                return Outcome(stage, 553, "this is no mail address")
            if needs_smtputf8(address) and not self.offers.smtputf8:
                return Outcome(stage, 553, f"{address}: the mail server takes ASCII alone (no SMTPUTF8); {mend}")
        return None

    def _mail_command(self, mail: M) -> str:
        size = f" SIZE={mail.size}" if self.offers.size else ""
        utf8 = " SMTPUTF8" if needs_smtputf8(mail.sender + mail.recipient) else ""
        return f"MAIL FROM:<{mail.sender}>{size}{utf8}{self._returned_as(mail)}\r\n"

    def _returned_as(self, mail: M) -> str:
        """A mail that comes back names its envelope, and brings its headers alone (RFC 3461 sections 4.3 and 4.4)."""
        if not self.offers.dsn:
            return ""
        envid = mail.envid
        return f" RET=HDRS ENVID={envid}" if envid else " RET=HDRS"

    def _rcpt_command(self, mail: M) -> str:
        """Notices are asked for of what fails or takes long, none of what arrives (RFC 3461 section 4.1)."""
        notify = " NOTIFY=FAILURE,DELAY" if self.offers.dsn else ""
        return f"RCPT TO:<{mail.recipient}>{notify}\r\n"


_PLAIN = re.compile(r"[!-;=?-~]*")  # what every server takes: printable ASCII, no space, no brackets
_NOT_IN_ADDRESS = frozenset(" <>")
_OTHER_SENDER = "set an ASCII address in [sender], or another server in [smtp]"
_OTHER_RECIPIENT = "give an ASCII address in the list that it stands in, or set another server in [smtp]"


def _kind(reply: Reply) -> int:
    """2, 4 or 5 for an answer that says something of the message; 0 for 421, for what has no place here (354) and for
    what is no SMTP."""
    kind = (reply.code or 0) // 100
    return kind if kind in (2, 4, 5) and reply.code != 421 else 0
