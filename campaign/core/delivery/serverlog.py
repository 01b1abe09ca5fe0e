"""What a mail server's log says of a mail, found by its Message-ID.

Postfix and sendmail name a mail by a queue id, which one line binds to the Message-ID; Exim by an id of its own, in the
same way. Of other servers the lines that hold the Message-ID are given, for a person to read.

A line that a server took the mail stands in the log only after the final dot: in Postfix qmgr's, not cleanup's, which
reads the headers of a mail that may still break off.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaign.core.delivery.evidence import Evidence, Weight

_QUEUE = re.compile(r"\b(?P<program>[\w/.-]+)\[\d+\]: (?P<id>[0-9A-Za-z]{6,30}): (?P<rest>.*)")
_EXIM = re.compile(
    r"(?:^|\s)(?P<id>\w{6}-\w{6,11}-\w{2,4}) (?P<sign><=|=>|->|\*>|\*\*|==|Completed)(?:\s(?P<rest>.*))?$"
)
_BOUND = re.compile(r"\b(?:message-id=|msgid=)(<[^<>\s]+>)")
_EXIM_BOUND = re.compile(r"\bid=(\S+)")
_STATUS = re.compile(r"\bstatus=(\w+)")
_DSN = re.compile(r"\bdsn=([245])\.\d+\.\d+, stat=")
_MOST = 500

_STATUSES = {"sent": Weight.PASSED_ON, "bounced": Weight.RETURNED, "expired": Weight.RETURNED, "deferred": Weight.TAKEN}
_SIGNS = {"=>": Weight.PASSED_ON, "->": Weight.PASSED_ON, "**": Weight.RETURNED, "==": Weight.TAKEN}


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of a known kind says: of which queue id, its Message-ID where it binds one, and its weight."""

    queue: str
    bound: str
    weight: Weight | None
    last: bool = False


def search(lines: Iterable[str], mails: Mapping[str, str], name: str) -> Iterator[Evidence]:
    """Each line of a log that speaks of one of the mails. `mails` gives the addressee by Message-ID; `name` is the
    log's, for people."""
    queues: dict[str, str] = {}
    for number, raw in enumerate(lines, 1):
        line = _read(raw)
        if line is None:
            yield from _others(raw, mails, f"{name}:{number}")
            continue
        if line.bound in mails:
            queues[line.queue] = line.bound
        message_id = queues.get(line.queue)
        if message_id and line.weight:
            weight = _weight(line.weight, raw, mails[message_id])
            yield Evidence(message_id, weight, f"{name}:{number}", _shown(raw))
        if line.last:
            queues.pop(line.queue, None)


def _read(raw: str) -> _Line | None:
    if found := _EXIM.search(raw.rstrip()):
        bound = _EXIM_BOUND.search(found["rest"] or "") if found["sign"] == "<=" else None
        weight = Weight.TAKEN if found["sign"] == "<=" else _SIGNS.get(found["sign"])
        return _Line(found["id"], f"<{bound[1]}>" if bound else "", weight, found["sign"] == "Completed")
    if found := _QUEUE.search(raw):
        bound = _BOUND.search(found["rest"])
        return _Line(found["id"], bound[1] if bound else "", _of_queue(found["rest"]), found["rest"] == "removed")
    return None


def _of_queue(rest: str) -> Weight | None:
    """The weight of a line of Postfix or sendmail."""
    if status := _STATUS.search(rest):
        return _STATUSES.get(status[1])
    if dsn := _DSN.search(rest):
        return {"2": Weight.PASSED_ON, "4": Weight.TAKEN, "5": Weight.RETURNED}[dsn[1]]
    if rest.startswith("from=<"):
        return Weight.TAKEN
    if "reject: " in rest:
        return Weight.REFUSED
    return Weight.SPOKEN_OF if rest.startswith("message-id=") else None


def _weight(weight: Weight, raw: str, mail: str) -> Weight:
    """A final word counts in full only where it names the addressee; of another address, it says that it was taken."""
    final = weight in (Weight.RETURNED, Weight.PASSED_ON)
    return Weight.TAKEN if final and mail.casefold() not in raw.casefold() else weight


def _others(raw: str, mails: Mapping[str, str], source: str) -> Iterator[Evidence]:
    for message_id in mails:
        if message_id[1:-1] in raw:
            yield Evidence(message_id, Weight.SPOKEN_OF, source, _shown(raw))


def _shown(raw: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in raw[:_MOST])
    return " ".join(printable.split())
