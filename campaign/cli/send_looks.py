"""How the mails of a wave look: to people, and to the filters and servers at the other end."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from campaign.cli.context import Context
from campaign.cli.send_common import mails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from campaign.mail import Mail


def tell_looks(campaign: Context, found: Sequence[Mail]) -> dict[str, object]:
    """Say how alike the mails are and how large, as a filter sees them, and what not every server takes; the same for
    programs."""
    from campaign.delivery.alike import SHARED, likeness, remarks, sizes
    from campaign.delivery.international import remarks as of_addresses

    messages = [each.message for each in found]
    like, size = likeness(_text(_parsed(each)) for each in messages), sizes(map(len, messages))
    if messages:
        of = mails(like.compared) if like.compared == len(messages) else f"the first {mails(like.compared)}"
        nearly = f"in more than {SHARED:.0%} of the words: {like.alike}"
        campaign.out.say(f"alike: of {of}, word for word: {like.same}, {nearly}")
        pdf = ", with its letter as PDF" if campaign.settings.attach_pdf else ""
        campaign.out.say(f"size: up to {size.largest / 1000:.0f} kB a mail, in the mean {size.mean / 1000:.0f} kB{pdf}")
    addresses = (address for each in found for address in (each.sender, each.recipient))
    spam, of_spam = _spam(campaign, messages)
    told = (*remarks(like, size), *of_addresses(addresses), *of_spam)
    for sentence in told:
        campaign.out.remark(sentence)
    return {"alike": asdict(like), "size": asdict(size), "spam": spam, "remarks": told}


def _spam(campaign: Context, messages: Sequence[bytes]) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    """Say what a spam filter makes of the first mail, where one is there; the same for programs, and the remarks."""
    from campaign.delivery.spam import lines, remarks
    from campaign.rspamd import asked

    address = campaign.settings.rspamd
    if not messages or not address:
        return None, ()
    score = asked(address, messages[0])
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
