"""Bounces that keep to no standard, told by their structure: who sends them, what they are called, what they return."""

import re

from campaign.bounces.clean import line
from campaign.bounces.dsn import Notice, returned_ids
from campaign.bounces.html_text import html_text
from campaign.bounces.incoming import Bounce, BounceKind
from campaign.bounces.mime import Part, first
from campaign.bounces.signs import (
    READ_CHARACTERS,
    addresses,
    answered_ids,
    from_mail_system,
    from_nobody,
    own_words,
    sender,
)
from campaign.bounces.words import DELAYED, FAILED, folded

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]|: )")
_RETURNED = re.compile(r"(?im)^.{0,60}\b(?:received|return-path|message-id): .+$|^--- below this line.*$")
_OWN_HEADERS = ("x-ms-embedded-report", "x-ms-exchange-message-is-ndr")


def plain_bounce(mail: Part) -> Notice | None:
    """The bounce that a mail is by its structure; None where it is none."""
    rule = _rule(mail)
    if not rule:
        return None
    words = _words(mail)
    subject = folded(line(mail.header("subject")))
    delayed = bool(DELAYED.match(subject)) or (not FAILED.match(subject) and _only_passing(words))
    recipients = _recipients(mail, words)
    status = _STATUS.search(words)
    bounce = Bounce(
        BounceKind.DELAYED if delayed else BounceKind.PERMANENT,
        recipients[0] if recipients else "",
        status[1] if status else "",
        _reason(words, recipients),
    )
    return Notice(bounce, tuple(dict.fromkeys((*returned_ids(mail), *answered_ids(mail)))), recipients[:1], rule)


def _rule(mail: Part) -> str:
    """Why the mail is a bounce, in words; "" where it is none.

    A person may have the address postmaster@, and automatic answers have no envelope sender either: one sign alone is
    never enough.
    """
    subject = folded(line(mail.header("subject")))
    named = bool(FAILED.match(subject) or DELAYED.match(subject))
    system, nobody = from_mail_system(mail), from_nobody(mail)
    if mail.has("x-failed-recipients") and (system or nobody):
        return "X-Failed-Recipients from a mail system"
    if any(mail.has(name) for name in _OWN_HEADERS) and (system or named):
        return "Exchange's header of a returned mail"
    if named and (system or nobody):
        return "a mail system's address or an empty envelope sender, and a subject that says so"
    if system and _returns(mail):
        return "a mail system's address, and a mail or a refusal in it"
    return ""


def _returns(mail: Part) -> bool:
    words = own_words(mail)
    return first(mail, "message/rfc822", "text/rfc822-headers") is not None or bool(
        _STATUS.search(words) or _RETURNED.search(words)
    )


def _words(mail: Part) -> str:
    """What the mail system says itself, without the mail that it returns in the same text."""
    words = own_words(mail, ["text/plain"]) or html_text(own_words(mail, ["text/html"]))
    end = _RETURNED.search(words)
    return words[: end.start() if end else READ_CHARACTERS][:READ_CHARACTERS]


def _only_passing(words: str) -> bool:
    """Whether every code in it is one of those that ask to come again."""
    found = [*(each[0] for each in _STATUS.findall(words)), *_CODE.findall(words)]
    return bool(found) and set(found) == {"4"}


def _recipients(mail: Part, words: str) -> tuple[str, ...]:
    ours = {sender(mail), *addresses(mail.header("to"))}
    named = addresses(mail.header("x-failed-recipients"))
    return tuple(each for each in (*named, *addresses(words)) if each not in ours)


def _reason(words: str, recipients: tuple[str, ...]) -> str:
    """The line with the refusal's code, else what follows the recipient, else how the notice begins."""
    lines = [line(each) for each in words.splitlines() if each.strip()]
    coded = next((each for each in lines if _STATUS.search(each) or _CODE.search(each)), "")
    if coded or not recipients or not lines:
        return coded or line(words)
    at = next((at for at, each in enumerate(lines) if recipients[0] in each.casefold()), 0)
    rest = lines[at].casefold().replace(recipients[0], "").strip(" <>:;,")
    return lines[at] if rest or at + 1 >= len(lines) else lines[at + 1]
