"""What a mail server's log says of a mail, found by its Message-ID.

Postfix and sendmail name a mail by a queue id, which one line binds to the Message-ID; Exim by an id of its own, in the
same way. Of other servers the lines that hold the Message-ID are given, for a person to read.

A line that a server took the mail stands in the log only after the final dot: in Postfix qmgr's, not cleanup's, which
reads the headers of a mail that may still break off.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.delivery.evidence import Evidence, EvidenceWeight

_QUEUE = re.compile(r"\b(?P<program>[\w/.-]+)\[\d+\]: (?P<id>[0-9A-Za-z]{6,30}): (?P<rest>.*)")
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
    """What a line of a known kind says: of which queue id, its Message-ID where it binds one, and its weight."""

    queue: str
    message_id: str
    weight: EvidenceWeight | None
    last: bool = False


def search(lines: Iterable[str], addresses: Mapping[str, str], name: str) -> Iterator[Evidence]:
    """Each line of a log that speaks of one of the mails. `mails` gives the addressee by Message-ID; `name` is the
    log's, for people."""
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
    """The weight of a line of Postfix or sendmail."""
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
    """A final word counts in full only where it names the addressee; of another address, it says that it was taken."""
    final = weight in (EvidenceWeight.RETURNED, EvidenceWeight.PASSED_ON)
    return EvidenceWeight.TAKEN if final and address.casefold() not in raw.casefold() else weight


def _mentions(raw: str, message_ids: Mapping[str, str], source: str) -> Iterator[Evidence]:
    for message_id in message_ids:
        if message_id[1:-1] in raw:
            yield Evidence(message_id, EvidenceWeight.SPOKEN_OF, source, _printable(raw))


def _printable(raw: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in raw[:_MAX_CHARACTERS])
    return " ".join(printable.split())
