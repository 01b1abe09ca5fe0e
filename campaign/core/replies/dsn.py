"""Reads standard notifications: delivery status (RFC 3464), disposition (RFC 8098) and complaints (RFC 5965)."""

import re
from collections.abc import Iterable

from campaign.core.languages.fold import fold
from campaign.core.message.envelope import message_ids
from campaign.core.replies.bounce_words import FAILED
from campaign.core.replies.clean import one_line
from campaign.core.replies.facts import MailFacts
from campaign.core.replies.failure_kind import failure_kind
from campaign.core.replies.identifiers import addresses_in, message_ids_in
from campaign.core.replies.incoming import AnswerKind, AutomaticAnswer, Bounce, BounceKind, MailMeaning
from campaign.core.replies.mime import Fields

_JMRP = re.compile(r"(?i)complaint about message from \S+")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# The worst first. "deliverable" answers a question whether an address exists.
_RANK = ("failed", "delayed", "relayed", "expanded", "delivered", "deliverable")
_BY_CLASS = {"5": "failed", "4": "delayed", "2": "delivered"}
_NO_COMPLAINTS = frozenset({"not-spam", "auth-failure", "dmarc", "auth-success"})


def read_notice(mail: MailFacts) -> MailMeaning | None:
    """Classify a message as a standard notification; None when it is none."""
    if delivery := _read_delivery(mail):
        return delivery
    if mail.disposition is not None:
        return _read_disposition(mail, mail.disposition)
    return _read_complaint(mail)


def _read_complaint(mail: MailFacts) -> MailMeaning | None:
    """Read a complaint in the form of ARF (RFC 5965) or of Microsoft's JMRP. Reports about authentication are none."""
    kind = mail.feedback.get("feedback-type", "abuse").strip().casefold() if mail.feedback is not None else ""
    if not kind and not (mail.returns_mail and _JMRP.match(mail.subject)):
        return None
    answer = AnswerKind.AUTOMATIC if kind in _NO_COMPLAINTS else AnswerKind.COMPLAINT
    rule = f"a feedback report (RFC 5965): {one_line(kind)}" if kind else "a complaint in the form of Microsoft's JMRP"
    return MailMeaning(AutomaticAnswer(answer, None, one_line(mail.source)), mail.returned, (), rule)


def _read_delivery(mail: MailFacts) -> MailMeaning | None:
    recipients = [block for block in mail.status if _action(block) in _RANK]
    if not recipients:
        return None
    block = _block_for(mail, recipients)
    addresses_named = _addresses(block) if block in recipients else ()
    envelope = message_ids(_first(mail.status, "original-envelope-id"))
    original = message_ids_in(_first(mail.status, "x-original-message-id"), *envelope)
    rule = f"a delivery status notification (RFC 3464), Action: {_action(block)}"
    concerns = tuple(dict.fromkeys((*filter(None, addresses_named), *mail.returned_to)))
    return MailMeaning(_meaning(block), tuple(dict.fromkeys((*mail.returned, *original))), concerns, rule)


def _block_for(mail: MailFacts, recipients: list[Fields]) -> Fields:
    """The block that speaks for the recipient of our message: the one that names it; else the worst of all. A
    message has one
    recipient, so when none of several blocks names it, a list or an alias stands behind it, and a success counts."""
    own = [block for block in recipients if set(_addresses(block)) & set(mail.returned_to)]
    if not own and mail.returned_to and len(recipients) > 1:
        return max(recipients, key=lambda block: _RANK.index(_action(block)))
    return min(own or recipients, key=lambda block: _RANK.index(_action(block)))


def _addresses(block: Fields) -> tuple[str, ...]:
    return tuple(filter(None, (_address(block, name) for name in ("original-recipient", "final-recipient"))))


def _meaning(block: Fields) -> Bounce | AutomaticAnswer:
    action, status = _action(block), _STATUS.search(block.get("status", ""))
    reason = one_line(block.get("diagnostic-code", "").partition(";")[2] or block.get("diagnostic-code", ""))
    if action not in {"failed", "delayed"}:
        return AutomaticAnswer(AnswerKind.DELIVERED, None, one_line(f"{action} {reason}"))
    code = status[0] if status else ""
    kind = failure_kind(code, reason) if action == "failed" else BounceKind.DELAYED
    recipient = _address(block, "original-recipient") or _address(block, "final-recipient")
    return Bounce(kind, recipient, code, reason)


def _read_disposition(mail: MailFacts, block: Fields) -> MailMeaning:
    mode, _, wording = block.get("disposition", "").casefold().rpartition(";")
    disposition = wording.strip().partition("/")[0]
    kind = {"displayed": AnswerKind.READ, "deleted": AnswerKind.UNREAD}.get(disposition, AnswerKind.DELIVERED)
    concerns = tuple(filter(None, (_address(block, "original-recipient"), _address(block, "final-recipient"))))
    about = tuple(dict.fromkeys((*message_ids_in(block.get("original-message-id", "")), *mail.returned)))
    answer: Bounce | AutomaticAnswer = AutomaticAnswer(kind, None, one_line(mail.source))
    if kind is AnswerKind.UNREAD and "automatic-action" in mode and FAILED.match(fold(mail.header("subject"))):
        # A mail filter refuses a message in this form (RFC 5429 section 2.1.2).
        answer = Bounce(failure_kind("", mail.source), concerns[0] if concerns else "", "", one_line(mail.source))
    return MailMeaning(
        answer, about, concerns, f"a disposition notification (RFC 8098): {one_line(disposition) or 'unnamed'}"
    )


def _action(block: Fields) -> str:
    """The action of a block; when it is missing or unknown, the one that its status code stands for."""
    action = block.get("action", "").partition("(")[0].strip().casefold()
    if action in _RANK or "final-recipient" not in block:
        return action
    status = _STATUS.search(block.get("status", ""))
    return _BY_CLASS[status[0][0]] if status else action


def _address(block: Fields, name: str) -> str:
    """The address of a field such as "rfc822; x@y.example"."""
    in_field = addresses_in(block.get(name, "").rpartition(";")[2])
    return in_field[0] if in_field else ""


def _first(blocks: Iterable[Fields], name: str) -> str:
    return next((block[name] for block in blocks if name in block), "")
