"""Reads standard notifications: delivery status (RFC 3464), disposition (RFC 8098) and complaints (RFC 5965)."""

import re
from collections.abc import Iterable

from campaign.core.languages.fold import fold
from campaign.core.message.envelope import message_ids
from campaign.core.replies.bounce_words import FAILED
from campaign.core.replies.clean import one_line
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.identifiers import addresses_in, message_ids_in
from campaign.core.replies.incoming import AnswerKind, AutomaticAnswer, Bounce, BounceKind, MailMeaning
from campaign.core.replies.mime import Fields

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# Failures first: an email that one of several recipients did not get counts as not delivered.
_RANK = ("failed", "delayed", "relayed", "expanded", "delivered")


def read_notice(mail: MailFacts) -> MailMeaning | None:
    """Classify a message as a standard notification; None when it is none."""
    if delivery := _read_delivery(mail):
        return delivery
    if mail.disposition is not None:
        return _read_disposition(mail, mail.disposition)
    if mail.is_complaint:
        complaint = AutomaticAnswer(AnswerKind.COMPLAINT, None, one_line(mail.source))
        return MailMeaning(complaint, mail.returned, (), "a feedback report (RFC 5965)")
    return None


def _read_delivery(mail: MailFacts) -> MailMeaning | None:
    recipients = [block for block in mail.status if _action(block) in _RANK]
    if not recipients:
        return None
    worst = min(recipients, key=lambda block: _RANK.index(_action(block)))
    addresses_named = [
        _address(block, name) for block in recipients for name in ("original-recipient", "final-recipient")
    ]
    envelope = message_ids(_first(mail.status, "original-envelope-id"))
    original = message_ids_in(_first(mail.status, "x-original-message-id"), *envelope)
    rule = f"a delivery status notification (RFC 3464), Action: {_action(worst)}"
    concerns = tuple(dict.fromkeys((*filter(None, addresses_named), *mail.returned_to)))
    return MailMeaning(_meaning(worst), tuple(dict.fromkeys((*mail.returned, *original))), concerns, rule)


def _meaning(block: Fields) -> Bounce | AutomaticAnswer:
    action, status = _action(block), _STATUS.search(block.get("status", ""))
    reason = one_line(block.get("diagnostic-code", "").partition(";")[2] or block.get("diagnostic-code", ""))
    if action not in {"failed", "delayed"}:
        return AutomaticAnswer(AnswerKind.DELIVERED, None, one_line(f"{action} {reason}"))
    kind = BounceKind.PERMANENT if action == "failed" else BounceKind.DELAYED
    recipient = _address(block, "original-recipient") or _address(block, "final-recipient")
    return Bounce(kind, recipient, status[0] if status else "", reason)


def _read_disposition(mail: MailFacts, block: Fields) -> MailMeaning:
    mode, _, wording = block.get("disposition", "").casefold().rpartition(";")
    disposition = wording.strip().partition("/")[0]
    kind = {"displayed": AnswerKind.READ, "deleted": AnswerKind.UNREAD}.get(disposition, AnswerKind.DELIVERED)
    concerns = tuple(filter(None, (_address(block, "original-recipient"), _address(block, "final-recipient"))))
    about = tuple(dict.fromkeys((*message_ids_in(block.get("original-message-id", "")), *mail.returned)))
    answer: Bounce | AutomaticAnswer = AutomaticAnswer(kind, None, one_line(mail.source))
    if kind is AnswerKind.UNREAD and "automatic-action" in mode and FAILED.match(fold(mail.header("subject"))):
        # A mail filter refuses a message in this form (RFC 5429 section 2.1.2).
        answer = Bounce(BounceKind.PERMANENT, concerns[0] if concerns else "", "", one_line(mail.source))
    return MailMeaning(
        answer, about, concerns, f"a disposition notification (RFC 8098): {one_line(disposition) or 'unnamed'}"
    )


def _action(block: Fields) -> str:
    return block.get("action", "").partition("(")[0].strip().casefold()


def _address(block: Fields, name: str) -> str:
    """The address of a field such as "rfc822; x@y.example"."""
    in_field = addresses_in(block.get(name, "").rpartition(";")[2])
    return in_field[0] if in_field else ""


def _first(blocks: Iterable[Fields], name: str) -> str:
    return next((block[name] for block in blocks if name in block), "")
