"""Bounces that keep to no standard, told by their structure: who sends them, what they are called, what they return.

One sign alone is never enough: a person may have the address postmaster@, a vacation has no envelope sender either, and
a person may write about a bounce.
"""

import re
from dataclasses import dataclass

from campaign.core.replies.bounce_words import DELAYED, FAILED, GIVEN_UP, REFUSED, TROUBLE, TRYING
from campaign.core.replies.clean import line
from campaign.core.replies.dsn import Notice, returned_ids, returned_to
from campaign.core.replies.html_text import html_text
from campaign.core.replies.incoming import Bounce, BounceKind
from campaign.core.replies.mime import Part, first
from campaign.core.replies.signs import (
    READ_CHARACTERS,
    answered_ids,
    from_daemon,
    from_mail_system,
    from_nobody,
    own_words,
)
from campaign.core.replies.undelivered import undelivered
from campaign.core.replies.words import folded

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]|: )")
_RETURNED = re.compile(
    r"(?im)^.{0,60}\b(?:received|return-path|message-id): .+$|^-{2,} ?(?:below this line|original message follows"
    r"|returned mail|this is a copy of).*$"
)
_OWN_HEADERS = ("x-ms-embedded-report", "x-ms-exchange-message-is-ndr")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for a bounce. `words` are the mail system's own, without the mail that it returns in the same text.

    `named`: the subject begins as a notice's does; `troubled`: it speaks of trouble anywhere. `refused`: the words say
    that a mail did not arrive; `returns`: there is a mail, or the code of a refusal, in it.
    """

    subject: str
    words: str
    daemon: bool
    system: bool
    nobody: bool
    named: bool
    troubled: bool
    refused: bool
    returns: bool


def plain_bounce(mail: Part) -> Notice | None:
    """The bounce that a mail is by its structure; None where it is none."""
    signs = _signs(mail)
    rule = _rule(mail, signs)
    if not rule:
        return None
    found = undelivered(mail, signs.words)
    status = _STATUS.search(signs.words)
    kind = BounceKind.DELAYED if _delayed(signs) else BounceKind.PERMANENT
    bounce = Bounce(kind, found[0] if found else "", status[1] if status else "", _reason(signs.words, found))
    about = tuple(dict.fromkeys((*returned_ids(mail), *answered_ids(mail))))
    return Notice(bounce, about, tuple(dict.fromkeys((*found[:1], *returned_to(mail)))), rule)


def _signs(mail: Part) -> _Signs:
    subject = folded(line(mail.header("subject")))
    whole = own_words(mail, ["text/plain"]) or html_text(own_words(mail, ["text/html"]))
    end = _RETURNED.search(whole)
    words = whole[: end.start() if end else READ_CHARACTERS][:READ_CHARACTERS]
    enclosed = first(mail, "message/rfc822", "text/rfc822-headers") is not None
    return _Signs(
        subject,
        words,
        from_daemon(mail),
        from_mail_system(mail),
        from_nobody(mail),
        bool(FAILED.match(subject) or DELAYED.match(subject)),
        bool(TROUBLE.search(subject)),
        bool(REFUSED.search(" ".join(folded(words).split()))),
        enclosed or bool(end) or bool(_STATUS.search(words)),
    )


def _rule(mail: Part, signs: _Signs) -> str:
    """Why the mail is a bounce, in words; "" where it is none."""
    machine = signs.system or signs.nobody
    if mail.has("x-failed-recipients") and machine:
        return "X-Failed-Recipients from a mail system"
    if any(mail.has(name) for name in _OWN_HEADERS) and (signs.system or signs.named):
        return "Exchange's header of a returned mail"
    if signs.named and machine:
        return "a mail system's address or an empty envelope sender, and a subject that says so"
    if signs.system and signs.returns:
        return "a mail system's address, and a mail or a refusal in it"
    if signs.daemon and (signs.troubled or signs.refused):
        return "a mail system's address, and words of a mail that did not arrive"
    if machine and signs.troubled and signs.refused:
        return "a mail system's address or an empty envelope sender, and words of a mail that did not arrive"
    if mail.parameter("report-type") == "delivery-status" and signs.refused:
        return "a report without its data, and words of a mail that did not arrive"
    if signs.named and (signs.returns or signs.refused):
        return "a subject that says so, and a mail or a refusal in it"
    return ""


def _delayed(signs: _Signs) -> bool:
    """Whether somebody still tries to deliver it."""
    words = " ".join(folded(signs.words).split())
    if DELAYED.match(signs.subject):
        return True
    if GIVEN_UP.search(words) or "permanent" in signs.subject:
        return False
    if TRYING.search(words):
        return True
    return not (FAILED.match(signs.subject) or TROUBLE.search(signs.subject)) and _only_passing(signs.words)


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
