"""Automatic answers, by RFC 3834 and by the many who do not keep to it."""

import datetime as dt
import re

from campaign.bounces.clean import line
from campaign.bounces.html_text import html_text
from campaign.bounces.incoming import AnswerKind, AutomaticAnswer
from campaign.bounces.mime import Part
from campaign.bounces.signs import from_mail_system, from_nobody, own_words, sender
from campaign.bounces.until import until
from campaign.bounces.words import ABSENCE, AWAY, CHALLENGE, RECEIVED, folded

# Headers that only programs write, and what they are named after in the reason.
_MARKS = (
    "x-autoreply",
    "x-auto-reply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-vacation",
    "x-otrs-loop",
    "x-rt-loop-prevention",
    "x-zendesk-from-account-id",
    "x-ms-exchange-inbox-rules-loop",
    "x-tmda-fingerprint",
)
_SUPPRESSED = frozenset({"all", "oof", "autoreply"})
_NOBODY = re.compile(r"(?i)(no-?_?reply|do-?not-?reply|donotreply|ne-?pas-?repondre|keine-?antwort|nicht-?antworten)")
_CITED = re.compile(r"(?m)^\s*>.*$")
_MOST_WORDS = 10_000


def automatic(mail: Part, written: dt.date) -> tuple[AutomaticAnswer, str] | None:
    """The automatic answer that a mail is, and why; None where a person wrote it."""
    rule = _rule(mail)
    if not rule:
        return None
    words = own_words(mail, ["text/plain"]) or html_text(own_words(mail, ["text/html"]))
    words = _CITED.sub("", words[:_MOST_WORDS])
    subject = line(mail.header("subject"))
    kind = _kind(mail, folded(subject), folded(words))
    day = until(f"{subject}\n{words}", written) if kind is AnswerKind.ABSENCE else None
    return AutomaticAnswer(kind, day, line(words)), rule


def _rule(mail: Part) -> str:
    """Why a machine must have written it, in words; "" where nothing says so."""
    submitted = mail.header("auto-submitted").partition(";")[0].strip().casefold()
    if submitted and not submitted.startswith("no"):
        return f"Auto-Submitted: {line(submitted)} (RFC 3834)"
    mark = next((name for name in _MARKS if mail.has(name) and mail.header(name).strip().casefold() != "no"), "")
    if mark:
        return f"the header {mark}"
    return _exchange(mail) or _precedence(mail) or _by_name(mail)


def _exchange(mail: Part) -> str:
    suppressed = {each.strip().casefold() for each in mail.header("x-auto-response-suppress").split(",")}
    if suppressed & _SUPPRESSED:
        return "X-Auto-Response-Suppress"
    if "rules agent" in mail.header("x-ms-exchange-generated-message-source").casefold():
        return "a rule in the addressee's Exchange mailbox"
    return ""


def _precedence(mail: Part) -> str:
    precedence = mail.header("precedence").strip().casefold()
    if precedence == "auto_reply" or (precedence in {"bulk", "junk"} and not mail.has("list-id")):
        return f"Precedence: {precedence}"
    return ""


def _by_name(mail: Part) -> str:
    if ABSENCE.match(folded(line(mail.header("subject")))):
        return "a subject by which automatic answers begin"
    if "tmda" in mail.header("x-delivery-agent").casefold():
        return "a challenge-response program"
    if from_nobody(mail):
        return "an empty envelope sender"
    if from_mail_system(mail) or _NOBODY.match(sender(mail).partition("@")[0]):
        return "an address that no person writes from"
    return ""


def _kind(mail: Part, subject: str, words: str) -> AnswerKind:
    """What an automatic answer is, by its subject first and its words then."""
    challenging = "tmda" in mail.header("x-delivery-agent").casefold() or mail.has("x-tmda-fingerprint")
    if challenging or CHALLENGE.search(subject):
        return AnswerKind.CHALLENGE
    if "vacation" in mail.header("auto-submitted").casefold() or AWAY.search(subject):
        return AnswerKind.ABSENCE
    if RECEIVED.search(subject):
        return AnswerKind.ACKNOWLEDGEMENT
    if AWAY.search(words):
        return AnswerKind.ABSENCE
    if CHALLENGE.search(words):
        return AnswerKind.CHALLENGE
    if RECEIVED.search(words):
        return AnswerKind.ACKNOWLEDGEMENT
    return AnswerKind.ABSENCE if ABSENCE.match(subject) else AnswerKind.AUTOMATIC
