"""Recognises bounces that follow no standard by their structure: sender, subject, and what they return.

One sign alone is never enough. A person may use the address postmaster@, an automatic answer has no envelope sender
either, and a person may write about a bounce.
"""

import re
from dataclasses import dataclass

from campaign.core.languages.fold import fold
from campaign.core.replies.bounce_words import DELAYED, FAILED, NO_MORE_TRIES, REFUSED, TROUBLE, TRYING
from campaign.core.replies.clean import one_line
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.failed_recipients import failed_recipients
from campaign.core.replies.failure_kind import failure_kind
from campaign.core.replies.identifiers import MAX_NOTICE_CHARACTERS
from campaign.core.replies.incoming import Bounce, BounceKind, MailMeaning

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]|: )")
_RETURNED = re.compile(
    r"(?im)^.{0,60}\b(?:received|return-path|message-id): .+$|^-{2,} ?(?:below this line|original message follows"
    r"|returned mail|this is a copy of).*$"
)
_OWN_HEADERS = ("x-ms-embedded-report", "x-ms-exchange-message-is-ndr")


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs of a bounce, apart from who sent it."""

    words: str
    """The mail system's own words, without the message that it returns in the same text."""
    names_failure: bool
    """Whether the subject begins like that of a bounce."""
    mentions_trouble: bool
    """Whether the subject mentions trouble anywhere."""
    reports_refusal: bool
    """Whether the words say that an email did not arrive."""
    includes_mail: bool
    """Whether it contains a message, or the code of a refusal."""


def read_plain_bounce(mail: MailFacts) -> MailMeaning | None:
    """Classify a message as a bounce by its structure; None when it is none."""
    signs = _signs(mail)
    rule = _rule(mail, signs)
    if not rule:
        return None
    recipients = failed_recipients(mail, signs.words)
    status = _STATUS.search(signs.words)
    code, reason = status[1] if status else "", _reason(signs.words, recipients)
    is_delayed = _is_delayed(mail.plain_subject, signs.words)
    kind = BounceKind.DELAYED if is_delayed else failure_kind(code, f"{mail.subject} {reason} {signs.words[:2000]}")
    bounce = Bounce(kind, recipients[0] if recipients else "", code, reason)
    about = tuple(dict.fromkeys((*mail.returned, *mail.answered)))
    return MailMeaning(bounce, about, tuple(dict.fromkeys((*recipients[:1], *mail.returned_to))), rule)


def _signs(mail: MailFacts) -> _Signs:
    subject = mail.plain_subject
    end = _RETURNED.search(mail.words)
    words = mail.words[: end.start() if end else MAX_NOTICE_CHARACTERS][:MAX_NOTICE_CHARACTERS]
    return _Signs(
        words,
        bool(FAILED.match(subject) or DELAYED.match(subject)),
        bool(TROUBLE.search(subject)),
        bool(REFUSED.search(" ".join(fold(words).split()))),
        mail.returns_mail or bool(end) or bool(_STATUS.search(words)),
    )


def _rule(mail: MailFacts, signs: _Signs) -> str:
    """Why the message is a bounce, in words; "" when it is none."""
    machine = mail.from_mail_system or mail.from_nobody
    if "x-failed-recipients" in mail.headers and machine:
        return "X-Failed-Recipients from a mail system"
    if any(name in mail.headers for name in _OWN_HEADERS) and (mail.from_mail_system or signs.names_failure):
        return "Exchange's header of a bounce"
    if signs.names_failure and machine:
        return "a mail system's address or an empty envelope sender, and the subject of a bounce"
    if mail.from_mail_system and signs.includes_mail:
        return "a mail system's address, and a returned message or a refusal"
    if mail.from_daemon and (signs.mentions_trouble or signs.reports_refusal):
        return "a mail system's address, and words about an email that did not arrive"
    if machine and signs.mentions_trouble and signs.reports_refusal:
        return "a mail system's address or an empty envelope sender, and words about an email that did not arrive"
    if mail.report_type == "delivery-status" and signs.reports_refusal:
        return "a report without its data, and words about an email that did not arrive"
    if signs.names_failure and (signs.includes_mail or signs.reports_refusal):
        return "the subject of a bounce, and a returned message or a refusal"
    return ""


def _is_delayed(subject: str, notice: str) -> bool:
    """Whether the mail system keeps trying to deliver it."""
    words = " ".join(fold(notice).split())
    if DELAYED.match(subject):
        return True
    if NO_MORE_TRIES.search(words) or "permanent" in subject:
        return False
    if TRYING.search(words):
        return True
    return not (FAILED.match(subject) or TROUBLE.search(subject)) and _has_only_temporary_codes(notice)


def _has_only_temporary_codes(words: str) -> bool:
    """Whether every code in it is that of a temporary failure."""
    classes = [*(code[0] for code in _STATUS.findall(words)), *_CODE.findall(words)]
    return bool(classes) and set(classes) == {"4"}


def _reason(words: str, recipients: tuple[str, ...]) -> str:
    """The line with the code of the refusal, else the text after the recipient, else the beginning."""
    lines = [one_line(text) for text in words.splitlines() if text.strip()]
    with_code = next((text for text in lines if _STATUS.search(text) or _CODE.search(text)), "")
    if with_code or not recipients or not lines:
        return with_code or one_line(words)
    at = next((at for at, text in enumerate(lines) if recipients[0] in text.casefold()), 0)
    rest = lines[at].casefold().replace(recipients[0], "").strip(" <>:;,")
    return lines[at] if rest or at + 1 >= len(lines) else lines[at + 1]
