"""Notices by the standards: delivery status (RFC 3464), disposition (RFC 8098), complaints (RFC 5965)."""

import re
from dataclasses import dataclass

from campaign.core.message.envelope import message_ids
from campaign.core.replies.bounce_words import FAILED
from campaign.core.replies.clean import line
from campaign.core.replies.html_text import html_text
from campaign.core.replies.incoming import AnswerKind, AutomaticAnswer, Bounce, BounceKind
from campaign.core.replies.mime import Headers, Part, fields, first, leaves, walk
from campaign.core.replies.signs import READ_CHARACTERS, addresses, ids, ids_in_text, own_words
from campaign.core.replies.words import folded

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_DISPOSITION_PARTS = ("message/disposition-notification", "message/global-disposition-notification")
_HEADER_PARTS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MOST_RECIPIENTS = 50
# Those that end a delivery first: a mail that one recipient of several did not get was not delivered.
_RANK = ("failed", "delayed", "relayed", "expanded", "delivered")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a standard notice says, which mails it names, whom it speaks of, and the rule that read it."""

    what: Bounce | AutomaticAnswer
    about: tuple[str, ...]
    concerns: tuple[str, ...]
    rule: str


def notice(mail: Part) -> Notice | None:
    """The notice that a mail is by a standard; None where it is none."""
    status = first(mail, *_STATUS_PARTS)
    if status is not None and (found := _delivery(mail, status)):
        return found
    disposition = first(mail, *_DISPOSITION_PARTS)
    if disposition is not None:
        return _disposition(mail, disposition)
    if first(mail, "message/feedback-report") is not None:
        complaint = AutomaticAnswer(AnswerKind.COMPLAINT, None, line(own_words(mail)))
        return Notice(complaint, returned_ids(mail), (), "a feedback report (RFC 5965)")
    return None


def returned_ids(mail: Part) -> tuple[str, ...]:
    """Message-IDs of the mail that a notice gives back, whole or its headers only."""
    found: list[str] = []
    for part in walk(mail):
        if part.kind == "message/rfc822":
            for child in part.children:
                found += ids(child.header("message-id"))
        elif part.kind in _HEADER_PARTS:
            found += ids(_value(fields(part.data), "message-id"))
    if not found:
        texts = [_plain(part) for part in leaves(mail) if part.kind.startswith(("text/", "message/"))]
        found += [each for text in texts for each in ids_in_text(text)]
    return tuple(dict.fromkeys(found))


def _plain(part: Part) -> str:
    return html_text(part.text[: 5 * READ_CHARACTERS]) if part.kind == "text/html" else part.text


def returned_to(mail: Part) -> tuple[str, ...]:
    """Whom the mail that a notice gives back was addressed to."""
    found: list[str] = []
    for part in walk(mail):
        if part.kind == "message/rfc822":
            found += [each for child in part.children for each in addresses(child.header("to"))]
        elif part.kind in _HEADER_PARTS:
            found += addresses(_value(fields(part.data), "to"))
    return tuple(dict.fromkeys(found))


def _delivery(mail: Part, status: Part) -> Notice | None:
    blocks = [fields(block) for block in _BLANK.split(status.data.strip())[: _MOST_RECIPIENTS + 1]]
    recipients = [block for block in blocks if _action(block) in _RANK]
    if not recipients:
        return None
    worst = min(recipients, key=lambda block: _RANK.index(_action(block)))
    named = [_address(block, name) for block in recipients for name in ("original-recipient", "final-recipient")]
    whole = tuple(pair for block in blocks for pair in block)
    envelope = message_ids(_value(whole, "original-envelope-id"))
    told = (*returned_ids(mail), *ids(_value(whole, "x-original-message-id"), *envelope))
    rule = f"a delivery status notification (RFC 3464), Action: {_action(worst)}"
    concerns = tuple(dict.fromkeys((*filter(None, named), *returned_to(mail))))
    return Notice(_meaning(worst), tuple(dict.fromkeys(told)), concerns, rule)


def _meaning(block: Headers) -> Bounce | AutomaticAnswer:
    action, status = _action(block), _STATUS.search(_value(block, "status"))
    reason = line(_value(block, "diagnostic-code").partition(";")[2] or _value(block, "diagnostic-code"))
    if action not in {"failed", "delayed"}:
        return AutomaticAnswer(AnswerKind.DELIVERED, None, line(f"{action} {reason}"))
    kind = BounceKind.PERMANENT if action == "failed" else BounceKind.DELAYED
    recipient = _address(block, "original-recipient") or _address(block, "final-recipient")
    return Bounce(kind, recipient, status[0] if status else "", reason)


def _disposition(mail: Part, part: Part) -> Notice:
    block = fields(part.data)
    mode, _, told = _value(block, "disposition").casefold().rpartition(";")
    disposition = told.strip().partition("/")[0]
    kind = {"displayed": AnswerKind.READ, "deleted": AnswerKind.UNREAD}.get(disposition, AnswerKind.DELIVERED)
    concerns = tuple(filter(None, (_address(block, "original-recipient"), _address(block, "final-recipient"))))
    about = tuple(dict.fromkeys((*ids(_value(block, "original-message-id")), *returned_ids(mail))))
    answer: Bounce | AutomaticAnswer = AutomaticAnswer(kind, None, line(own_words(mail)))
    if kind is AnswerKind.UNREAD and "automatic-action" in mode and FAILED.match(folded(mail.header("subject"))):
        # A filter that refuses a mail says so in this form (RFC 5429 section 2.1.2).
        answer = Bounce(BounceKind.PERMANENT, concerns[0] if concerns else "", "", line(own_words(mail)))
    return Notice(answer, about, concerns, f"a disposition notification (RFC 8098): {line(disposition) or 'unnamed'}")


def _action(block: Headers) -> str:
    return _value(block, "action").partition("(")[0].strip().casefold()


def _address(block: Headers, name: str) -> str:
    """An address without its type: "rfc822; x@y.example"."""
    found = addresses(_value(block, name).rpartition(";")[2])
    return found[0] if found else ""


def _value(block: Headers, name: str) -> str:
    return next((value for found, value in block if found == name), "")
