"""Bounces that keep to no standard, told by their structure: who sends them, what they are called, what they return.

One sign alone is never enough: a person may have the address postmaster@, a vacation has no envelope sender either, and
a person may write about a bounce.
"""

import re
from dataclasses import dataclass

from campaign.core.languages.fold import fold
from campaign.core.replies.bounce_words import DELAYED, FAILED, GIVEN_UP, REFUSED, TROUBLE, TRYING
from campaign.core.replies.clean import line
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.identifiers import READ_CHARACTERS
from campaign.core.replies.incoming import Bounce, BounceKind, MailMeaning
from campaign.core.replies.undelivered import undelivered

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]|: )")
_RETURNED = re.compile(
    r"(?im)^.{0,60}\b(?:received|return-path|message-id): .+$|^-{2,} ?(?:below this line|original message follows"
    r"|returned mail|this is a copy of).*$"
)
_OWN_HEADERS = ("x-ms-embedded-report", "x-ms-exchange-message-is-ndr")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for a bounce, beside the facts of who wrote it."""

    words: str
    """The mail system's own words, without the mail that it returns in the same text."""
    named: bool
    """Whether the subject begins as a notice's does."""
    troubled: bool
    """Whether the subject speaks of trouble anywhere."""
    refused: bool
    """Whether the words say that a mail did not arrive."""
    returns: bool
    """Whether there is a mail in it, or the code of a refusal."""


def plain_bounce(mail: MailFacts) -> MailMeaning | None:
    """The bounce that a mail is by its structure; None where it is none."""
    signs = _signs(mail)
    rule = _rule(mail, signs)
    if not rule:
        return None
    found = undelivered(mail, signs.words)
    status = _STATUS.search(signs.words)
    kind = BounceKind.DELAYED if _delayed(mail.plain_subject, signs.words) else BounceKind.PERMANENT
    bounce = Bounce(kind, found[0] if found else "", status[1] if status else "", _reason(signs.words, found))
    about = tuple(dict.fromkeys((*mail.returned, *mail.answered)))
    return MailMeaning(bounce, about, tuple(dict.fromkeys((*found[:1], *mail.returned_to))), rule)


def _signs(mail: MailFacts) -> _Signs:
    subject = mail.plain_subject
    end = _RETURNED.search(mail.words)
    words = mail.words[: end.start() if end else READ_CHARACTERS][:READ_CHARACTERS]
    return _Signs(
        words,
        bool(FAILED.match(subject) or DELAYED.match(subject)),
        bool(TROUBLE.search(subject)),
        bool(REFUSED.search(" ".join(fold(words).split()))),
        mail.returns_mail or bool(end) or bool(_STATUS.search(words)),
    )


def _rule(mail: MailFacts, signs: _Signs) -> str:
    """Why the mail is a bounce, in words; "" where it is none."""
    machine = mail.from_mail_system or mail.from_nobody
    if "x-failed-recipients" in mail.headers and machine:
        return "X-Failed-Recipients from a mail system"
    if any(name in mail.headers for name in _OWN_HEADERS) and (mail.from_mail_system or signs.named):
        return "Exchange's header of a returned mail"
    if signs.named and machine:
        return "a mail system's address or an empty envelope sender, and a subject that says so"
    if mail.from_mail_system and signs.returns:
        return "a mail system's address, and a mail or a refusal in it"
    if mail.from_daemon and (signs.troubled or signs.refused):
        return "a mail system's address, and words of a mail that did not arrive"
    if machine and signs.troubled and signs.refused:
        return "a mail system's address or an empty envelope sender, and words of a mail that did not arrive"
    if mail.report_type == "delivery-status" and signs.refused:
        return "a report without its data, and words of a mail that did not arrive"
    if signs.named and (signs.returns or signs.refused):
        return "a subject that says so, and a mail or a refusal in it"
    return ""


def _delayed(subject: str, notice: str) -> bool:
    """Whether somebody still tries to deliver it."""
    words = " ".join(fold(notice).split())
    if DELAYED.match(subject):
        return True
    if GIVEN_UP.search(words) or "permanent" in subject:
        return False
    if TRYING.search(words):
        return True
    return not (FAILED.match(subject) or TROUBLE.search(subject)) and _only_passing(notice)


def _only_passing(words: str) -> bool:
    """Whether every code in it is one of those that ask to come again."""
    found = [*(each[0] for each in _STATUS.findall(words)), *_CODE.findall(words)]
    return bool(found) and set(found) == {"4"}


def _reason(words: str, recipients: tuple[str, ...]) -> str:
    """The line with the refusal's code, else what follows the recipient, else how the notice begins."""
    lines = [line(each) for each in words.splitlines() if each.strip()]
    coded = next((each for each in lines if _STATUS.search(each) or _CODE.search(each)), "")
    if coded or not recipients or not lines:
        return coded or line(words)
    at = next((at for at, each in enumerate(lines) if recipients[0] in each.casefold()), 0)
    rest = lines[at].casefold().replace(recipients[0], "").strip(" <>:;,")
    return lines[at] if rest or at + 1 >= len(lines) else lines[at + 1]
