"""The proof of a sign-on on one page: who signed what, when, how that is known, and who approved it.

It is made from the stored data and from the record, and says so if the two do not match.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from zoneinfo import ZoneInfo

from campaign.core.languages.in_english import exact_moment
from campaign.core.letters.tree import (
    Code,
    Document,
    Heading,
    LineBreak,
    NumberedList,
    Paragraph,
    Strong,
    TableBlock,
    Text,
)
from campaign.core.letters.version import Version
from campaign.core.signatories import SignOnState
from campaign.core.signons.record import Actor, RecordEntry, RecordEvent, private_digest
from campaign.core.signons.signon import Signer, SignOn, SignOnKind, SignOnSource

_WIDTH, _LABEL = 100, 16
SOURCE_TEXT = {
    SignOnSource.PAGE: "with the form on the public page",
    SignOnSource.INVITATION: "with the link in an invitation",
    SignOnSource.MAIL: "entered by the coordinator, from an email",
    SignOnSource.PHONE: "entered by the coordinator, from a phone call",
    SignOnSource.IMPORT: "from the coalition's own table",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known about one sign-on."""

    signon: SignOn
    signer: Signer | None
    """None if no signer is named, or after erasure."""
    title: str
    """The letter's title."""
    version: Version | None
    """The version that was signed; None if no version is frozen."""
    entries: Sequence[RecordEntry]
    """The lines of the record about this sign-on."""
    head: RecordEntry
    """The newest line of the whole record."""
    chain_faults: Sequence[str]
    """The faults of the record, one sentence each; empty if it is intact."""
    zone: ZoneInfo
    """The campaign's zone, in which times are shown."""
    at: dt.datetime
    """When the proof was made (aware UTC)."""

    @property
    def approval(self) -> RecordEntry | None:
        """The line of the record that listed the sign-on; None if it is not listed."""
        if self.signon.state is not SignOnState.LISTED:
            return None
        listings = [entry for entry in self.entries if _is_listing(entry)]
        return listings[-1] if listings else None

    @property
    def approved_by(self) -> str:
        """Who approved it, in words; "" if it is not listed."""
        if self.approval is None:
            return ""
        if self.approval.line.event is RecordEvent.IMPORTED:
            return "the coordinator, in the coalition's own table"
        if self.approval.line.actor is Actor.PROGRAM:
            return f"the program: {self.approval.line.facts.get('why', '')}".removesuffix(": ")
        return self.approval.line.facts.get("by") or "the coordinator"

    @property
    def private_data_matches(self) -> bool | None:
        """Whether the stored signer has the digest that is in the record; None if there is no signer or no digest."""
        digests = [entry.line.private for entry in self.entries if entry.line.private]
        return private_digest(self.signer) == digests[-1] if self.signer and digests else None


def proof_text(proof: Proof) -> str:
    """The proof as plain text, with times in the campaign's zone."""
    lines = [heading(proof), f"made {exact_moment(proof.at, proof.zone)}", ""]
    for name, value in _facts(proof):
        lines += _hanging_indent(f"{name:<{_LABEL}}", value)
    lines += ["", "The record"]
    for entry in proof.entries:
        lines += _entry_lines(proof, entry)
    lines += ["", *_chain_lines(proof)]
    return "\n".join(lines) + "\n"


def heading(proof: Proof) -> str:
    """The title of the proof."""
    return f"Proof of a sign-on: {proof.signon.name}"


def document(proof: Proof) -> Document:
    """The proof as a document tree, from which the PDF is made."""
    facts = tuple(((Text(name.capitalize()),), (Text(value),)) for name, value in _facts(proof))
    chain = [sentence.strip() for sentence in _chain_lines(proof)]
    is_sound = not proof.chain_faults and proof.private_data_matches is not False
    return Document(
        (
            _paragraph(f"Made {exact_moment(proof.at, proof.zone)}."),
            TableBlock(((Text("What"),), (Text("As stored"),)), facts),
            Heading(2, (Text("The record"),)),
            _paragraph("The digest of each line covers its content and the digest of the previous line."),
            *(NumberedList(entry.number, ((_entry_paragraph(proof, entry),),)) for entry in proof.entries),
            *(
                [_paragraph(" ".join(chain))]
                if is_sound
                else [Paragraph((Strong((Text(sentence),)),)) for sentence in chain]
            ),
        )
    )


def payload(proof: Proof) -> dict[str, object]:
    """The proof as data for `--json`, with times in UTC."""
    signon, version = proof.signon, proof.version
    return {
        "key": signon.key,
        **dict(_facts(proof)),
        "digest": version.digest if version else None,
        "record": [
            {
                "number": entry.number,
                "at": entry.line.at,
                "event": entry.line.event,
                "actor": entry.line.actor,
                "facts": dict(entry.line.facts),
                "private": entry.line.private.hex(),
                "digest": entry.digest.hex(),
            }
            for entry in proof.entries
        ],
        "head": {"number": proof.head.number, "digest": proof.head.digest.hex()},
        "private_data_matches": proof.private_data_matches,
        "chain": list(proof.chain_faults) or "intact",
    }


def _is_listing(entry: RecordEntry) -> bool:
    return entry.line.event is RecordEvent.LISTED or (
        entry.line.event is RecordEvent.IMPORTED and entry.line.facts.get("state") == SignOnState.LISTED
    )


def _facts(proof: Proof) -> Iterator[tuple[str, str]]:
    signon, signer = proof.signon, proof.signer
    yield (
        ("person" if signon.kind is SignOnKind.PERSON else "organisation"),
        _comma_list(signon.name, signon.country, signon.url),
    )
    if signer and signer.register:
        yield "register", signer.register
    yield "letter", proof.title
    yield "version", _version(proof)
    yield "language", signon.language or "the letter's main language"
    yield "state", signon.state
    yield "came in", f"{SOURCE_TEXT[signon.source]}, {exact_moment(signon.created_at, proof.zone)}"
    yield (
        "signed by",
        _comma_list(signer.person, signer.role) if signer else "unknown: no signer is named, or the data was erased",
    )
    if signer:
        yield "authority", signer.authority or "none given"
        yield "email", _address_line(proof, signer)
    approval = proof.approval
    when = f", {exact_moment(approval.line.at, proof.zone)}" if approval else ""
    yield "approved by", f"{proof.approved_by}{when}" if approval else "nobody: the sign-on is not listed"


def _version(proof: Proof) -> str:
    if proof.version is None:
        return "none is frozen yet"
    frozen_at = exact_moment(proof.version.frozen_at, proof.zone)
    text = f"{proof.version.number}, frozen {frozen_at}, SHA-256 {proof.version.digest}"
    return text + (" (the signer objected to a newer one)" if proof.signon.has_objected else "")


def _address_line(proof: Proof, signer: Signer) -> str:
    if signer.confirmed_at is None:
        return f"{signer.address or 'none'}, not confirmed"
    return f"{signer.address}, confirmed {exact_moment(signer.confirmed_at, proof.zone)}, by {signer.confirmed_how}"


def _entry_lines(proof: Proof, entry: RecordEntry) -> Iterator[str]:
    yield from _hanging_indent(f"{entry.number:>6}  ", _entry_text(proof, entry))
    yield f"        {entry.digest.hex()}"


def _entry_text(proof: Proof, entry: RecordEntry) -> str:
    line = entry.line
    facts = ", ".join(f"{name}: {value}" for name, value in sorted(line.facts.items()) if value)
    return f"{exact_moment(line.at, proof.zone)}, {line.event} by the {line.actor}" + (f"; {facts}" if facts else "")


def _chain_lines(proof: Proof) -> Iterator[str]:
    if proof.chain_faults:
        yield "THE RECORD IS NOT INTACT:"
        yield from (f"  {fault}" for fault in proof.chain_faults)
    else:
        yield f"The record is intact: all {proof.head.number} lines match their digests, and each digest covers the"
        yield f"previous line (SHA-256). The last digest is {proof.head.digest.hex()}."
    if proof.private_data_matches is not None:
        matches = "match" if proof.private_data_matches else "DO NOT MATCH"
        yield f"The signer's name, role, email address and authority {matches} the digest in the record."


def _paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _entry_paragraph(proof: Proof, entry: RecordEntry) -> Paragraph:
    return Paragraph((Text(_entry_text(proof, entry)), LineBreak(), Code(entry.digest.hex())))


def _hanging_indent(label: str, text: str) -> list[str]:
    indent = " " * len(label)
    return wrap(text, _WIDTH, initial_indent=label, subsequent_indent=indent, break_on_hyphens=False) or [
        label.rstrip()
    ]


def _comma_list(*parts: str) -> str:
    return ", ".join(filter(None, parts))
