"""The record: who did what when, each line bound to the one before by SHA-256, so that none can be changed unseen.

Personal data does not stand in it. A line holds the digest of what was known of the signer, under a salt that is kept
with the signer's data: with the data at hand it proves them, and once they are erased it says nothing of anybody.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signons.signon import NewSignOn, Signer, SignOn, SignOnKind

START_DIGEST = bytes(32)


class RecordEvent(StrEnum):
    """What was done to a sign-on, or to all of a letter."""

    INVITED = "invited"
    REMINDED = "reminded"
    OPENED = "opened"
    PROMISED = "promised"
    DECLINED = "declined"
    SIGNED = "signed"
    ENTERED = "entered"  # by the coordinator, for a signer who wrote or rang
    IMPORTED = "imported"
    CONFIRMED = "confirmed"  # the mail address
    LISTED = "listed"
    REFUSED = "refused"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    BOUND = "bound"  # to the first version
    CARRIED = "carried"  # to a newer version
    OBJECTED = "objected"
    AGREED = "agreed"  # to a newer version, when asked again
    CHANGED = "changed"  # the letter: a version, and the way its signatories are dealt with
    MERGED = "merged"
    STOPPED = "stopped"  # mails to this address: it asked not to be written to again
    RESUMED = "resumed"  # them, at the address's own wish
    ERASED = "erased"
    PURGED = "purged"


class Actor(StrEnum):
    """Who did it."""

    SIGNER = "signer"
    COORDINATOR = "coordinator"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line, before it is bound. `signon` is None for what concerns the letter; `facts` hold nothing personal.

    `private` is `private_digest` of the signer at that moment, b"" where nobody's data is spoken of.
    """

    at: dt.datetime
    letter: str
    signon: int | None
    event: RecordEvent
    actor: Actor
    facts: Mapping[str, str] = field(default_factory=dict)
    private: bytes = b""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A line with its number, which counts from 1 without gaps, and its digest."""

    number: int
    line: RecordLine
    digest: bytes


def record_line(
    signon: SignOn, event: RecordEvent, actor: Actor, at: dt.datetime, facts: Mapping[str, str] | None = None
) -> RecordLine:
    """A line about a sign-on that nobody's data is spoken of in. `at` is aware."""
    return RecordLine(at, signon.letter, signon.id, event, actor, facts or {})


def signon_facts(new: NewSignOn) -> dict[str, str]:
    """What the record says of a sign-on that is made, or made anew."""
    facts = {"kind": new.kind.value, "source": new.source.value, "state": new.state.value, "language": new.language}
    if new.kind is SignOnKind.ORGANISATION:
        facts["name"] = new.name
    if new.register:
        facts["register"] = new.register
    if new.version is not None:
        facts["version"] = str(new.version)
    return facts


def facts_text(facts: Mapping[str, str]) -> str:
    """Facts as the one text that is kept and digested."""
    return json.dumps(dict(sorted(facts.items())), ensure_ascii=False, separators=(",", ":"))


def entry_digest(previous: bytes, number: int, line: RecordLine) -> bytes:
    """The digest of a line that stands behind the one with the digest `before`."""
    parts = (
        str(number),
        line.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        line.letter,
        "" if line.signon is None else str(line.signon),
        line.event,
        line.actor,
        facts_text(line.facts),
        line.private.hex(),
    )
    return hashlib.sha256(previous + "\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def private_digest(signer: Signer | None) -> bytes:
    """What the record holds of a signer: a digest of name, role, mail and authority under the signer's salt; b"" where
    nobody is named."""
    if signer is None:
        return b""
    text = "\0".join((signer.person, signer.role, signer.address, signer.authority))
    return hashlib.sha256(signer.salt + text.encode("utf-8", "surrogatepass")).digest()


def chain_faults(entries: Iterable[RecordEntry]) -> Iterator[str]:
    """Where the chain does not hold: one sentence each, none when all is well. `entries` is the whole record."""
    previous, count = START_DIGEST, 0
    for entry in entries:
        count += 1
        if entry.number != count:
            yield f"line {count} of the record is missing: {entry.number} stands in its place"
            count = entry.number
        elif entry_digest(previous, entry.number, entry.line) != entry.digest:
            yield f"line {entry.number} of the record does not give its digest: it, or one before it, was changed"
        previous = entry.digest
