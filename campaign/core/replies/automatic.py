"""Recognises automatic answers, by RFC 3834 and by the signs of programs that do not follow it."""

import datetime as dt
import re

from campaign.core.languages.fold import fold
from campaign.core.replies.absence import end_of_absence
from campaign.core.replies.answer_words import ABSENCE, AWAY, CHALLENGE, OPENED, RECEIVED, WAS_OPENED
from campaign.core.replies.clean import one_line
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.incoming import AnswerKind, AutomaticAnswer, MailMeaning

# Headers that only programs write.
_AUTOMATIC_HEADERS = (
    "x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply",
    "x-vacation", "x-otrs-loop", "x-tmda-fingerprint",
)  # fmt: skip
_NO_REPLY = re.compile(r"(?i)(no-?_?reply|do-?not-?reply|donotreply|ne-?pas-?repondre|keine-?antwort|nicht-?antworten)")
_QUOTED = re.compile(r"(?m)^[^\S\n]*>.*$")
_AUTOREPLY = re.compile(r"\bauto-?repl")
# What may follow the first words of a subject, when the subject is the only sign of an automatic answer.
_ENDED = re.compile(r"\w*\s*(?:$|[^\w\s])")
# The beginning of the subject of a person's answer.
_ANSWERS = re.compile(r"\W*(?:re|r|aw|sv|vs|antw|odp|va|vl|rv|rif|ref|ats|atb|απ|πρ|σχετ|отг|на)\s?(?:\[\d+\])?\s?:")
_MAX_CHARACTERS = 10_000


def read_automatic(mail: MailFacts, written: dt.date) -> MailMeaning | None:
    """Classify a message of the day `written` as an automatic answer; None when a person wrote it."""
    words = _QUOTED.sub("", mail.words[:_MAX_CHARACTERS])
    subject, folded = mail.plain_subject, " ".join(fold(words).split())
    rule = _rule(mail, subject, folded)
    if not rule:
        return None
    kind = _kind(mail, subject, folded)
    last_day = end_of_absence(f"{mail.subject}\n{words}", written) if kind is AnswerKind.ABSENCE else None
    return MailMeaning(
        AutomaticAnswer(kind, last_day, one_line(words)), (*mail.answered, *mail.returned), mail.writers, rule
    )


def _rule(mail: MailFacts, subject: str, words: str) -> str:
    """Why a machine must have written it, in words; "" when nothing says so."""
    submitted = mail.header("auto-submitted").partition(";")[0].strip().casefold()
    if submitted and not submitted.startswith("no"):
        return f"Auto-Submitted: {one_line(submitted)} (RFC 3834)"
    if header := next(
        (name for name in _AUTOMATIC_HEADERS if mail.headers.get(name, "no").strip().casefold() != "no"), ""
    ):
        return f"the header {header}"
    if mail.header("precedence").strip().casefold() == "auto_reply":
        return "Precedence: auto_reply"
    return _exchange(mail) or _by_subject(mail, subject, words) or _by_sender(mail)


def _exchange(mail: MailFacts) -> str:
    if "rules agent" in mail.header("x-ms-exchange-generated-message-source").casefold():
        return "a rule in the addressee's Exchange mailbox"
    # The same header is present when a rule of our own mailbox forwarded a person's message.
    looped = mail.header("x-ms-exchange-inbox-rules-loop").casefold()
    return "a rule in the addressee's Exchange mailbox" if mail.sender and mail.sender in looped else ""


def _by_subject(mail: MailFacts, subject: str, words: str) -> str:
    absence = None if "?" in subject else ABSENCE.match(subject)
    if absence and (_ENDED.match(subject, absence.end()) or AWAY.search(words)):
        return "a subject that automatic answers begin with"
    if mark := _weak_mark(mail):
        is_about_itself = RECEIVED.search(subject) or CHALLENGE.search(subject)
        is_own_subject = not _ANSWERS.match(subject) and (AWAY.search(words) or CHALLENGE.search(words))
        if is_about_itself or is_own_subject:
            return f"{mark}, and words of an automatic answer"
    if OPENED.match(subject) and WAS_OPENED.search(words):
        return "the subject and the words of a read receipt"
    return (
        "the subject of an automatic answer from a ticket system"
        if mail.from_ticket_system and _AUTOREPLY.search(subject)
        else ""
    )


def _weak_mark(mail: MailFacts) -> str:
    """A header that programs write into automatic answers, and others into messages of people; "" without one."""
    precedence = mail.header("precedence").strip().casefold()
    # Mailing lists and ticket systems mark messages of people, too.
    of_many = "list-id" in mail.headers or mail.from_ticket_system
    if precedence in {"bulk", "junk"} and not of_many:
        return f"Precedence: {precedence}"
    return "X-Auto-Response-Suppress" if mail.header("x-auto-response-suppress") else ""


def _by_sender(mail: MailFacts) -> str:
    if "tmda" in mail.header("x-delivery-agent").casefold():
        return "a challenge-response program"
    if mail.from_nobody:
        return "an empty envelope sender"
    if mail.from_mail_system or _NO_REPLY.match(mail.sender.partition("@")[0]):
        return "a sender address that no person uses"
    return ""


def _kind(mail: MailFacts, subject: str, words: str) -> AnswerKind:
    """The kind of an automatic answer, by its subject first, then by its words."""
    challenging = "tmda" in mail.header("x-delivery-agent").casefold() or "x-tmda-fingerprint" in mail.headers
    if challenging or CHALLENGE.search(subject):
        return AnswerKind.CHALLENGE
    if "vacation" in mail.header("auto-submitted").casefold() or AWAY.search(subject):
        return AnswerKind.ABSENCE
    if OPENED.match(subject) and WAS_OPENED.search(words):
        return AnswerKind.READ
    if RECEIVED.search(subject) or mail.from_ticket_system:
        return AnswerKind.ACKNOWLEDGEMENT
    return _kind_of(subject, words)


def _kind_of(subject: str, words: str) -> AnswerKind:
    if AWAY.search(words):
        return AnswerKind.ABSENCE
    if CHALLENGE.search(words):
        return AnswerKind.CHALLENGE
    if RECEIVED.search(words):
        return AnswerKind.ACKNOWLEDGEMENT
    return AnswerKind.ABSENCE if ABSENCE.match(subject) else AnswerKind.AUTOMATIC
