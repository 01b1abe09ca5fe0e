"""How the mails of a wave look: to people, and to the filters and servers at the other end."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from typing import TYPE_CHECKING

from campaign.cli.context import Context
from campaign.cli.send.common import mails

if TYPE_CHECKING:
    from email.message import EmailMessage

    from campaign.core.message.mail import Mail


class Looks:
    """How alike the mails are and how large, as a filter sees them, and what not every server takes. Shown one by one,
    of which it keeps few."""

    def __init__(self) -> None:
        self._first = b""
        self._texts: list[str] = []
        self._lengths = array("q")
        self._beyond: list[str] = []

    def take(self, mail: Mail) -> None:
        from campaign.core.delivery.alike import COMPARED
        from campaign.core.delivery.international import needs_smtputf8

        self._first = self._first or mail.message
        self._lengths.append(len(mail.message))
        self._beyond += filter(needs_smtputf8, (mail.sender, mail.recipient))
        if len(self._texts) < COMPARED:
            self._texts.append(_text(_parsed(mail.message)))

    def tell(self, campaign: Context) -> dict[str, object]:
        """Say it; the same for programs."""
        from campaign.core.delivery import international
        from campaign.core.delivery.alike import SHARED, likeness, remarks, sizes

        like, size = likeness(self._texts), sizes(self._lengths)
        number = len(self._lengths)
        if number:
            of = mails(like.compared) if like.compared == number else f"the first {mails(like.compared)}"
            nearly = f"in more than {SHARED:.0%} of the words: {like.alike}"
            campaign.out.say(f"alike: of {of}, word for word: {like.same}, {nearly}")
            pdf = ", with its letter as PDF" if campaign.settings.sending.attach_pdf else ""
            largest, mean = size.largest / 1000, size.mean / 1000
            campaign.out.say(f"size: up to {largest:.0f} kB a mail, in the mean {mean:.0f} kB{pdf}")
        spam, of_spam = _spam(campaign, self._first)
        told = (*remarks(like, size), *international.remarks(self._beyond), *of_spam)
        for sentence in told:
            campaign.out.remark(sentence)
        return {"alike": asdict(like), "size": asdict(size), "spam": spam, "remarks": told}


def _spam(campaign: Context, message: bytes) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    """Say what a spam filter makes of a mail, where one is there; the same for programs, and the remarks."""
    from campaign.adapters.rspamd import asked
    from campaign.core.delivery.spam import lines, remarks

    address = campaign.settings.sending.rspamd
    if not message or not address:
        return None, ()
    score = asked(address, message)
    if isinstance(score, str):
        campaign.out.say(f"spam: not checked, {score}; sudo apt-get install rspamd brings one")
        return None, ()
    for line in lines(score):
        campaign.out.say(line)
    return asdict(score), remarks(score)


def readable(message: bytes) -> str:
    """A message's headers and its plain text, as people read them."""
    parsed = _parsed(message)
    head = "\n".join(f"{name}: {value}" for name, value in parsed.items() if not name.startswith("Content-T"))
    return f"{head}\n\n{_text(parsed)}"


def _parsed(message: bytes) -> EmailMessage:
    from email import message_from_bytes, policy

    return message_from_bytes(message, policy=policy.default)


def _text(message: EmailMessage) -> str:
    """A message's plain text, its greeting included."""
    body = message.get_body(("plain",))
    return body.get_content() if body else ""
