"""The record: who did what and when, as a chain of lines in which each digest covers the previous one (SHA-256).

So no line can be changed or removed without notice. The record holds no personal data, only a salted digest of it. The
salt is stored with the signer's data: while the data exists, the digest proves it; after erasure it says nothing.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signons.signon import NewSignOn, Signer, SignOn, SignOnKind

START_DIGEST = bytes(32)


class RecordEvent(StrEnum):
    """What happened to a sign-on, or to all sign-ons of a letter. The database stores these values."""

    INVITED = "invited"
    """An invitation was sent."""
    REMINDED = "reminded"
    """A reminder was sent."""
    OPENED = "opened"
    """The invitation's page was opened."""
    PROMISED = "promised"
    """The person promised an answer by a day."""
    DECLINED = "declined"
    """The organisation does not sign."""
    SIGNED = "signed"
    """The form was sent."""
    ENTERED = "entered"
    """The coordinator entered it, for a signer who wrote or called."""
    IMPORTED = "imported"
    """A row of the coalition's table was imported."""
    CONFIRMED = "confirmed"
    """The email address was confirmed."""
    LISTED = "listed"
    """It was listed under the letter."""
    REFUSED = "refused"
    """The coordinator did not accept it."""
    CORRECTED = "corrected"
    """How it appears was changed."""
    PROPOSED = "proposed"
    """A change of how it appears was proposed; a person has to approve it."""
    DISCARDED = "discarded"
    """A proposed change was not approved."""
    WITHDRAWN = "withdrawn"
    """The sign-on was withdrawn."""
    BOUND = "bound"
    """It was moved to the first version."""
    CARRIED = "carried"
    """It was moved to a newer version."""
    OBJECTED = "objected"
    """The signer objected to a newer version."""
    AGREED = "agreed"
    """The signer agreed to a newer version, when asked again."""
    CHANGED = "changed"
    """The letter has a new version; the facts name the policy for its signatories."""
    MERGED = "merged"
    """It was merged into another sign-on."""
    INFORMED = "informed"
    """The signer was informed of the letter's result."""
    STOPPED = "stopped"
    """Emails to this address were stopped, at its own request."""
    RESUMED = "resumed"
    """Emails to this address were resumed, at its own request."""
    ERASED = "erased"
    """The personal data was erased, at the request of a person."""
    PURGED = "purged"
    """The personal data was deleted after the campaign."""


class Actor(StrEnum):
    """Who did it."""

    SIGNER = "signer"
    """The person who signs, with the form or a personal link."""
    COORDINATOR = "coordinator"
    """A person of the team, at the desk or on the command line."""
    PROGRAM = "program"
    """The program by itself, as when an objection window ends."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """The content of one line."""

    at: dt.datetime
    """When it happened (aware UTC)."""
    letter: str
    """The name of the letter's folder."""
    signon: int | None
    """The sign-on's id; None if the event concerns the whole letter."""
    event: RecordEvent
    """What happened."""
    actor: Actor
    """Who did it."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Details of the event. Never personal data."""
    private: bytes = b""
    """`private_digest` of the signer at that time; b"" if the event does not concern a signer's data."""
    seal: bytes = field(default=b"", compare=False)
    """The seal of the sign-on after the event, which the store adds; b"" in lines of version 0.1.0."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A line in the chain, with its digest and its number. Numbers count from 1 without gaps."""

    number: int
    """The place in the chain."""
    line: RecordLine
    """What happened."""
    digest: bytes
    """SHA-256 of the line and of the digest before it, 32 bytes."""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The number and the digest of a line. Whoever has written it down can prove later that the lines up to it are the
    same: the digest covers them all."""

    number: int
    """The number of the line."""
    digest: str
    """In hexadecimal; a beginning of at least 8 digits where somebody typed it."""

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{8,64})", re.IGNORECASE)


def read_head(text: str) -> RecordHead | None:
    """The head in a text like `143:5c70ab12`; None if it is none."""
    match = _HEAD.fullmatch(text.strip())
    return RecordHead(int(match[1]), match[2].lower()) if match else None


def record_line(
    signon: SignOn, event: RecordEvent, actor: Actor, at: dt.datetime, facts: Mapping[str, str] | None = None
) -> RecordLine:
    """Make a line about a sign-on that has no personal data to prove. `at` is aware."""
    return RecordLine(at, signon.letter, signon.id, event, actor, facts or {})


def signon_facts(new: NewSignOn) -> dict[str, str]:
    """The facts that the record holds about a sign-on that is created or signed again."""
    facts = {"kind": new.kind.value, "source": new.source.value, "state": new.state.value, "language": new.language}
    if new.kind is SignOnKind.ORGANISATION:
        facts["name"] = new.name
    if new.register:
        facts["register"] = new.register
    if new.version is not None:
        facts["version"] = str(new.version)
    return facts


def facts_text(facts: Mapping[str, str]) -> str:
    """The facts as canonical JSON, which is stored and covered by the digest."""
    return json.dumps(dict(sorted(facts.items())), ensure_ascii=False, separators=(",", ":"))


def entry_digest(previous: bytes, number: int, line: RecordLine) -> bytes:
    """The digest of a line that follows the line with the digest `previous`."""
    parts = (
        str(number),
        line.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        line.letter,
        "" if line.signon is None else str(line.signon),
        line.event,
        line.actor,
        facts_text(line.facts),
        line.private.hex(),
        *([line.seal.hex()] if line.seal else []),
    )
    return hashlib.sha256(previous + "\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def private_digest(signer: Signer | None) -> bytes:
    """A digest of the signer's name, role, email address and authority with the signer's salt; b"" for no signer."""
    if signer is None:
        return b""
    text = "\0".join((signer.person, signer.role, signer.address, signer.authority))
    return hashlib.sha256(signer.salt + text.encode("utf-8", "surrogatepass")).digest()


def chain_faults(entries: Iterable[RecordEntry]) -> Iterator[str]:
    """Check the whole record. Yield one sentence for each fault; none if it is intact."""
    previous, count = START_DIGEST, 0
    for entry in entries:
        count += 1
        if entry.number != count:
            yield f"line {count} of the record is missing: line {entry.number} follows instead"
            count = entry.number
        elif entry_digest(previous, entry.number, entry.line) != entry.digest:
            what = "does not match its digest: this line or an earlier one was changed"
            yield f"line {entry.number} of the record {what}"
        previous = entry.digest
