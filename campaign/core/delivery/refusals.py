"""Whose fault a refusal is: the recipient's address, a limit of our provider, or ourselves.

A mail server refuses for two very different reasons. "550 5.1.1 no such user" is about one recipient, and that delivery
fails. "550 5.4.5 daily user sending limit exceeded" is about us: it would be the answer for every recipient, so it
fails nobody. The run stops, and the emails stay queued.

The enhanced status code (RFC 3463) decides where there is one, and the words of the server where there is none or where
providers use one code for several causes. Nothing is taken for a refusal of the recipient without a sign of it.

Sources, read in November 2026. The table of cases by provider is in `tests/core/delivery/test_refusals.py`.

- RFC 5321 section 4.2.3, RFC 3463, RFC 4954 section 6, RFC 7372 (5.7.20 to 5.7.25), RFC 7504 and RFC 7505 (5.1.10)
- Exchange Online: learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online
- Gmail: support.google.com/a/answer/3726730 (SMTP errors) and /166852 (sending limits)
- Amazon SES: docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html
- Postfix: postfix.org/SASL_README.html, postfix.org/postconf.5.html (the reject codes); Exim with cPanel: its own words
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

# Waits before the next try after a limit. Providers count in a sliding day, so a daily limit is tried again earlier.
_AFTER_DAILY = dt.timedelta(hours=4)
_AFTER_HOURLY = dt.timedelta(hours=1)
_AFTER_THROTTLE = dt.timedelta(minutes=5)


class RefusalCause(StrEnum):
    """Whom a refusal is about."""

    RECIPIENT = "recipient"
    """This recipient: another one would be accepted."""
    LIMIT = "limit"
    """A limit of our provider. It goes on by itself after a while."""
    SENDER = "sender"
    """Us: login, address, network, or the content that all emails share. A person must look at it."""
    UNCLEAR = "unclear"
    """Nothing in the answer says whom it is about."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a refusal means."""

    cause: RefusalCause
    what: str = ""
    """What happened, for people, without the server's words; "" when it is about the recipient, or unclear."""
    wait: dt.timedelta = dt.timedelta(0)
    """How long to wait after a limit; 0 for every other cause."""


_RECIPIENT = Refusal(RefusalCause.RECIPIENT)
_UNCLEAR = Refusal(RefusalCause.UNCLEAR)
_LOGIN = "the mail server does not accept the login, or asks for one; check [smtp]"
_ADDRESS = "the mail server does not let this login send from the address in [sender]"
_NETWORK = "the mail server blocks the network that we send from; ask the provider, or send through another server"
_SIZE = "the emails are larger than the mail server allows"
_POLICY = "the mail server refuses us by its policy, no matter who the recipient is"
_MAIL = "the mail server refuses the sender, before it knows the recipient"
_DIALOGUE = "the mail server does not understand, or does not allow, a command"
_NOT_WORKING = "the mail server does not work as it should"

_ENHANCED = re.compile(r"(?<![\d.])[45]\.(\d{1,3}\.\d{1,3})(?![\d.])")
_NOT_LOGGED_IN = frozenset({530, 534, 535, 538})  # RFC 4954 section 6
_THROTTLED = 432  # Exchange Online: concurrent connections; RFC 4954 uses it for a password transition

# A limit of the recipient ("mailbox full", "receiving too quickly") is looked for before a limit of the sender.
_RECIPIENTS_LIMIT = re.compile(
    r"receiving (?:e?mail|messages)|recipient(?:'s)? (?:mailbox|inbox)|mailbox (?:is )?(?:full|quota|size)|"
    r"mailbox over|over ?quota|recipient has exceeded|mailbox has exceeded|mailbox exceeds|"
    r"(?:out of|insufficient) (?:disk|storage|space)|"
    r"inbox is (?:full|out)|disk quota|user (?:is )?over|storage allocation",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:send(?:ing|er)?|sent|submi\w{1,12}|outgoing|outbound|relay|daily|hourly|rate|message|messages|e?mails?|smtp|user)"
    r"(?: \w+){0,4} (?:limit|quota|maximum|threshold)s?\b|"
    r"(?:limit|quota|maximum|threshold|allowance)(?: \w+){0,5}"
    r" (?:sen[dt]\w{0,12}|per (?:day|hour|minute)|daily|hourly|messages)|"
    r"exceeded (?:the |your |its )?(?:max\w*|allowed|number|limit|rate)|"
    r"too (?:many|much) (?:e?mails?|messages|recipients)|"
    r"(?:limit|quota|credits?|rate) (?:\w+ )?(?:exceeded|reached)|throttl|rate.?limit|"
    r"SubmissionQuotaExceeded|unusual sending activity|"
    r"(?:per|an|a) (?:day|hour|minute)\b",
    re.IGNORECASE,
)
_GREYLIST = re.compile(r"gr[ae]y.?list", re.IGNORECASE)
_PER_CONNECTION = re.compile(r"connection|session", re.IGNORECASE)
_HOURLY = re.compile(r"hour", re.IGNORECASE)
_DAILY = re.compile(r"\bda(?:y|ily)|24.?h|credits|tenant|quota", re.IGNORECASE)
_DAILY_CODES = frozenset({"4.5", "1.90", "7.232", "7.233", "7.705"})
_THROTTLE_CODES = frozenset({"7.28", "2.251", "2.253", "2.254", "2.255"})
_RECIPIENTS_LIMIT_CODES = frozenset({"2.2", "2.121", "2.122"})

_NO_SUCH_RECIPIENT = re.compile(
    r"(?:no such|unknown|invalid|unrouteable|nonexistent|non-existent|undeliverable|inactive|disabled|bad|illegal)"
    r"(?: \w+)? (?:user|mailbox|recipient|address|account|person|member|destination|domain)|"
    r"(?:user|mailbox|recipient|address|account|person|member|rcpt)(?: <?\S+>?)?(?: is| was|:)?"
    r" (?:unknown|not found|unavailable|disabled|inactive|invalid|suspended|does ?n[o']t exist|not exist|rejected: user"
    r"|rejected: undeliverable|rejected: unverified|rejected: domain not found)|"
    r"does not exist|doesn't (?:exist|have)|not a valid (?:user|mailbox|recipient|e?mail address)|no mailbox|"
    r"not our customer|unknown (?:in|or)|moved to|user not local|only ASCII addresses",
    re.IGNORECASE,
)
_NOT_OURS = (
    r"not owned|send ?as|sender (?:address )?(?:rejected|denied|verify|refused|not)|(?:envelope.?)?from address|"
    r"on behalf|bad sender|not verified|sender.* not (?:allowed|authori[sz]ed)"
)
_BLOCKED = (
    r"block(?:ed)? (?:using|by|list)|blacklist|black ?listed|blocklist|spamhaus|client host|\bIP\b|reputation|dnsbl|"
    r"\brbl\b"
)
_SENDER_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (r"authenticat|log ?in|credentials|must issue a STARTTLS|basic auth", _LOGIN),
        (r"relay", _LOGIN),
        (_NOT_OURS, _ADDRESS),
        (_BLOCKED, _NETWORK),
        (r"too (?:large|big)|size exceeds|(?:maximum|message|mail) (?:\w+ )?size|exceeds? (?:\w+ ){0,6}size", _SIZE),
        (r"spam|policy|dmarc|\bspf\b|dkim|virus|content|access denied|banned|suspicious", _POLICY),
    )
)
# Enhanced codes without their first digit. A subject stands for the codes that are not listed by themselves.
_SENDER_CODES: dict[str, str] = {
    "1.7": _ADDRESS,
    "1.8": _ADDRESS,
    "1.20": _ADDRESS,
    "2.252": _ADDRESS,
    "3.4": _SIZE,
    "7.8": _LOGIN,
    "7.9": _LOGIN,
    "7.30": _LOGIN,
    "7.57": _LOGIN,
    "7.139": _LOGIN,
    "7.60": _ADDRESS,
    "7.27": _ADDRESS,
    "7.25": _NETWORK,
}
_BLOCKED_NETWORKS = range(606, 650)  # Exchange Online: 5.7.606 to 5.7.649, "banned sending IP"
_RECIPIENT_SUBJECTS = frozenset({"1", "2"})
_SENDER_SUBJECTS = {"3": _NOT_WORKING, "5": _DIALOGUE, "7": _POLICY}
# About the recipient only when the words say so: sites use them for both.
_AMBIGUOUS_CODES = frozenset({"0.0", "1.0", "2.0", "4.1", "5.0", "5.2", "5.4", "6.0"})
# Unknown domains, and mailboxes that accept only some senders, or have changed hands (RFC 7293).
_RECIPIENT_CODES = frozenset(
    {
        "4.4",
        "4.310",
        "4.312",
        "6.7",
        "7.2",
        "7.13",
        "7.17",
        "7.18",
        "7.124",
        "7.129",
        "7.133",
        "7.134",
        "7.135",
        "7.136",
    }
)
_RECIPIENT_REJECTED = re.compile(r"recipient (?:address )?rejected", re.IGNORECASE)


def judge_refusal(code: int, text: str, *, before_recipient: bool) -> Refusal:
    """Whom a permanent refusal is about. `before_recipient` says that the server did not know the recipient yet: a
    refusal is then never about that recipient."""
    detail = enhanced(text)
    limit = judge_limit(code, text)
    if limit:
        return limit
    if code in _NOT_LOGGED_IN:
        return _ours(_LOGIN)
    if before_recipient:
        return _ours(_SENDER_CODES.get(detail) or _words_about_us(text) or _MAIL)
    if detail and detail not in _AMBIGUOUS_CODES:
        return _by_code(detail, text)
    return _by_words(code, text)


def judge_limit(code: int, text: str) -> Refusal | None:
    """A limit of our provider, by a permanent or a temporary answer; None when it is something else."""
    detail = enhanced(text)
    if detail in _RECIPIENTS_LIMIT_CODES or _GREYLIST.search(text):
        return None
    if code == _THROTTLED or detail in _THROTTLE_CODES:
        return _limit("the mail server asks us to send more slowly", _AFTER_THROTTLE)
    if detail not in _DAILY_CODES:
        if _RECIPIENTS_LIMIT.search(text) or not _LIMIT.search(text) or _words_about_size(text):
            return None
        if code == 421 and _PER_CONNECTION.search(text):
            return None  # the next connection goes on
    if _HOURLY.search(text) and detail not in _DAILY_CODES:
        return _limit("the hourly limit of the mail server is reached", _AFTER_HOURLY)
    if detail in _DAILY_CODES or _DAILY.search(text):
        return _limit("the daily limit of the mail server is reached", _AFTER_DAILY)
    return _limit("a limit of the mail server is reached", _AFTER_THROTTLE if code < 500 else _AFTER_HOURLY)


def enhanced(text: str) -> str:
    """The enhanced status code in a reply without its first digit, such as "1.1"; "" when it has none."""
    match = _ENHANCED.match(text.lstrip("-# "))
    return match[1] if match else ""


def _by_code(detail: str, text: str) -> Refusal:
    subject, _, number = detail.partition(".")
    if what := _SENDER_CODES.get(detail):
        return _ours(what)
    if subject in _RECIPIENT_SUBJECTS and _words_about_us(text) == _ADDRESS and not _NO_SUCH_RECIPIENT.search(text):
        return _ours(_ADDRESS)
    if detail in _RECIPIENT_CODES or subject in _RECIPIENT_SUBJECTS:
        return _RECIPIENT
    if subject == "7" and int(number) in _BLOCKED_NETWORKS:
        return _ours(_NETWORK)
    if subject == "7" and (_RECIPIENT_REJECTED.search(text) or _NO_SUCH_RECIPIENT.search(text)):
        return _by_words(0, text)
    if subject in _SENDER_SUBJECTS:
        return _ours(_words_about_us(text) or _SENDER_SUBJECTS[subject])
    return _UNCLEAR


def _by_words(code: int, text: str) -> Refusal:
    if _RECIPIENTS_LIMIT.search(text) or (enhanced(text) == "4.1" and _RECIPIENT_REJECTED.search(text)):
        return _RECIPIENT  # Exchange Online says 5.4.1 where the domain has no such recipient
    what = _words_about_us(text)
    if _NO_SUCH_RECIPIENT.search(text) and what not in (_ADDRESS, _NETWORK):
        return _RECIPIENT
    if what:
        return _UNCLEAR if _RECIPIENT_REJECTED.search(text) else _ours(what)
    return _ours(_DIALOGUE) if code in (500, 502, 503, 504, 555) else _UNCLEAR


def _words_about_us(text: str) -> str:
    return next((what for pattern, what in _SENDER_WORDS if pattern.search(text)), "")


def _words_about_size(text: str) -> bool:
    return _words_about_us(text) == _SIZE


def _ours(what: str) -> Refusal:
    return Refusal(RefusalCause.SENDER, what)


def _limit(what: str, wait: dt.timedelta) -> Refusal:
    return Refusal(RefusalCause.LIMIT, what, wait)
