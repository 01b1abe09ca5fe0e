"""Evidence about a message in a mail server's log.

Postfix, sendmail and Exim give each message a queue id, and one line of the log connects the id to the Message-ID. For
other servers, every line with the Message-ID is reported, for a person to read.

Only a line written after the end of the message proves that the server accepted it. In Postfix that is a line of qmgr,
not of cleanup, which logs the Message-ID while the message is still coming in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.delivery.evidence import Evidence, EvidenceWeight

_QUEUE = re.compile(r"(?<![\w/.-])[/.-]{0,9}(?P<program>\w[\w/.-]*)\[\d+\]: (?P<id>[0-9A-Za-z]{6,30}): (?P<rest>.*)")
_EXIM = re.compile(
    r"(?:^|\s)(?P<id>\w{6}-\w{6,11}-\w{2,4}) (?P<sign><=|=>|->|\*>|\*\*|==|Completed)(?:\s(?P<rest>.*))?$"
)
_MESSAGE_ID = re.compile(r"\b(?:message-id=|msgid=)(<[^<>\s]+>)")
_EXIM_MESSAGE_ID = re.compile(r"\bid=(\S+)")
_STATUS = re.compile(r"\bstatus=(\w+)")
_DSN = re.compile(r"\bdsn=([245])\.\d+\.\d+, stat=")
_MAX_CHARACTERS = 500

_STATUSES = {
    "sent": EvidenceWeight.PASSED_ON,
    "bounced": EvidenceWeight.RETURNED,
    "expired": EvidenceWeight.RETURNED,
    "deferred": EvidenceWeight.TAKEN,
}
_SIGNS = {
    "=>": EvidenceWeight.PASSED_ON,
    "->": EvidenceWeight.PASSED_ON,
    "**": EvidenceWeight.RETURNED,
    "==": EvidenceWeight.TAKEN,
}


@dataclass(frozen=True, slots=True)
class _LogLine:
    """A line of a known format."""

    queue: str
    """The queue id."""
    message_id: str
    """The Message-ID that the line connects to the queue id; "" for none."""
    weight: EvidenceWeight | None
    """What the line proves; None for nothing."""
    last: bool = False
    """Whether the queue id ends here. A server may use it again for another message."""


def search(lines: Iterable[str], addresses: Mapping[str, str], name: str) -> Iterator[Evidence]:
    """Yields the lines of a log that are about one of the messages.

    `addresses` has the recipient's email address by Message-ID. `name` is the log's name in the evidence.
    """
    queues: dict[str, str] = {}
    for number, raw in enumerate(lines, 1):
        line = _parse(raw)
        if line is None:
            yield from _mentions(raw, addresses, f"{name}:{number}")
            continue
        if line.message_id in addresses:
            queues[line.queue] = line.message_id
        message_id = queues.get(line.queue)
        if message_id and line.weight:
            weight = _weight(line.weight, raw, addresses[message_id])
            yield Evidence(message_id, weight, f"{name}:{number}", _printable(raw))
        if line.last:
            queues.pop(line.queue, None)


def _parse(raw: str) -> _LogLine | None:
    if match := _EXIM.search(raw.rstrip()):
        bound = _EXIM_MESSAGE_ID.search(match["rest"] or "") if match["sign"] == "<=" else None
        weight = EvidenceWeight.TAKEN if match["sign"] == "<=" else _SIGNS.get(match["sign"])
        return _LogLine(match["id"], f"<{bound[1]}>" if bound else "", weight, match["sign"] == "Completed")
    if match := _QUEUE.search(raw):
        bound = _MESSAGE_ID.search(match["rest"])
        return _LogLine(
            match["id"], bound[1] if bound else "", _queue_weight(match["rest"]), match["rest"] == "removed"
        )
    return None


def _queue_weight(rest: str) -> EvidenceWeight | None:
    """What a line of Postfix or sendmail proves."""
    if status := _STATUS.search(rest):
        return _STATUSES.get(status[1])
    if dsn := _DSN.search(rest):
        return {"2": EvidenceWeight.PASSED_ON, "4": EvidenceWeight.TAKEN, "5": EvidenceWeight.RETURNED}[dsn[1]]
    if rest.startswith("from=<"):
        return EvidenceWeight.TAKEN
    if "reject: " in rest:
        return EvidenceWeight.REFUSED
    return EvidenceWeight.SPOKEN_OF if rest.startswith("message-id=") else None


def _weight(weight: EvidenceWeight, raw: str, address: str) -> EvidenceWeight:
    """Weaken a line about another address, such as that of a copy: it only proves that the server accepted the
    message."""
    final = weight in (EvidenceWeight.RETURNED, EvidenceWeight.PASSED_ON)
    return EvidenceWeight.TAKEN if final and address.casefold() not in raw.casefold() else weight


def _mentions(raw: str, message_ids: Mapping[str, str], source: str) -> Iterator[Evidence]:
    for message_id in message_ids:
        if message_id[1:-1] in raw:
            yield Evidence(message_id, EvidenceWeight.SPOKEN_OF, source, _printable(raw))


def _printable(raw: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in raw[:_MAX_CHARACTERS])
    return " ".join(printable.split())
