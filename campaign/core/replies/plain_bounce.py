"""Recognises bounces that follow no standard by their structure: sender, subject, and what they return.

One sign alone is never enough. A person may use the address postmaster@, an automatic answer has no envelope sender
either, and a person may write about a bounce.
"""

import re
from dataclasses import dataclass

from campaign.core.languages.fold import fold
from campaign.core.replies.answer_words import AWAY
from campaign.core.replies.bounce_words import DELAYED, FAILED, NO_MORE_TRIES, REFUSED, TROUBLE, TRYING
from campaign.core.replies.clean import one_line
from campaign.core.replies.dsn import read_notice
from campaign.core.replies.facts import MailFacts, gather_facts
from campaign.core.replies.failed_recipients import failed_recipients, recipients_beside_refusal
from campaign.core.replies.failure_kind import failure_kind
from campaign.core.replies.identifiers import MAX_NOTICE_CHARACTERS, addresses_in
from campaign.core.replies.incoming import Bounce, BounceKind, MailMeaning
from campaign.core.replies.mime import MAIL
from campaign.core.replies.quotes import without_quotes

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?:[ -]|: )")
_RETURNED = re.compile(
    r"(?im)^.{0,60}\b(?:received|return-path|message-id): .+$|^-{2,} ?(?:below this line|original message follows"
    r"|returned mail|this is a copy of).*$"
)
_TO = re.compile(r"(?im)^to: ?(.+)$")
_ANSWERED_OR_FORWARDED = re.compile(
    r"\W*(?:re|r|aw|sv|vs|antw|odp|fwd?|wg|tr|rv|i|enc|doorst|pd|vb|vl)\s?(?:\[\d+\])?\s?:"
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
    returned_to: tuple[str, ...]
    """The recipients of a message that it returns in the same text."""
    beside_refusal: tuple[str, ...]
    """The addresses that stand beside the words of a refusal."""


def read_plain_bounce(mail: MailFacts) -> MailMeaning | None:
    """Classify a message as a bounce by its structure; None when it is none."""
    signs = _signs(mail)
    rule = _rule(mail, signs)
    if not rule:
        return None
    if notice := _wrapped_notice(mail):
        return notice
    recipients = failed_recipients(mail, signs.words) or signs.returned_to
    status = _STATUS.search(signs.words)
    code, reason = status[1] if status else "", _reason(signs.words, recipients)
    is_delayed = _is_delayed(mail.plain_subject, signs.words)
    kind = BounceKind.DELAYED if is_delayed else failure_kind(code, f"{mail.subject} {reason} {signs.words[:2000]}")
    bounce = Bounce(kind, recipients[0] if recipients else "", code, reason)
    about = tuple(dict.fromkeys((*mail.returned, *mail.answered)))
    return MailMeaning(bounce, about, tuple(dict.fromkeys((*recipients[:1], *mail.returned_to))), rule)


def _wrapped_notice(mail: MailFacts) -> MailMeaning | None:
    """The standard notification that a gateway put as a message into its own; None without one."""
    wrapped = next((part for part in mail.parts if part.kind == MAIL and part.children), None)
    is_notice = wrapped is not None and wrapped.children[0].report_type == "delivery-status"
    return read_notice(gather_facts(wrapped.data)) if wrapped and is_notice else None


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
        addresses_in(to[1]) if end and (to := _TO.search(mail.words, end.start())) else (),
        recipients_beside_refusal(mail, words),
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
    if signs.names_failure and (signs.includes_mail or signs.beside_refusal):
        return "the subject of a bounce, and a returned message or a refusal"
    return _rule_of_refused_address(mail, signs, machine=machine)


def _rule_of_refused_address(mail: MailFacts, signs: _Signs, *, machine: bool) -> str:
    """The rule for a bounce that only its words tell: they name an address beside a refusal."""
    if not signs.beside_refusal or AWAY.search(" ".join(fold(signs.words).split())):
        return ""
    if mail.returns_mail and set(signs.beside_refusal) & set(mail.returned_to) and machine:
        return "an empty envelope sender, and a refusal of the address to which the returned message went"
    is_forwarded = _ANSWERED_OR_FORWARDED.match(mail.plain_subject)
    if machine and not is_forwarded:
        return "a mail system's address or an empty envelope sender, and a refusal beside an address"
    own_words = without_quotes(signs.words)
    is_all_refusal = any(own_words.casefold().count(address) > 1 for address in signs.beside_refusal)
    return "a subject of trouble, and refusals of an address" if signs.mentions_trouble and is_all_refusal else ""


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
