"""One page that proves a sign-on to whoever doubts it: who signed what, when, how that is known, and who approved it.

Made from what is kept and from the record; it says so itself where the two do not fit.
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
_SOURCE_TEXT = {
    SignOnSource.PAGE: "by the form on the public page",
    SignOnSource.INVITATION: "by the link in an invitation",
    SignOnSource.MAIL: "entered by the coordinator, from a mail",
    SignOnSource.PHONE: "entered by the coordinator, from the phone",
    SignOnSource.IMPORT: "from the coalition's own table",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one sign-on.

    `signer` is None where nobody is named, or all about them was erased. `version` is the one that it stands under,
    None for none. `entries` are the sign-on's lines; `head` is the newest line of the whole record; `broken` says where
    the record's chain does not hold, a sentence each. `at` (aware) is when this was found out.
    """

    signon: SignOn
    signer: Signer | None
    title: str
    version: Version | None
    entries: Sequence[RecordEntry]
    head: RecordEntry
    chain_faults: Sequence[str]
    zone: ZoneInfo
    at: dt.datetime

    @property
    def approval(self) -> RecordEntry | None:
        """The line by which it was listed, None while it is not."""
        if self.signon.state is not SignOnState.LISTED:
            return None
        listings = [entry for entry in self.entries if _is_listing(entry)]
        return listings[-1] if listings else None

    @property
    def approved_by(self) -> str:
        """Who approved it, in words; "" while nobody has."""
        if self.approval is None:
            return ""
        if self.approval.line.event is RecordEvent.IMPORTED:
            return "the coordinator, in the coalition's own table"
        if self.approval.line.actor is Actor.PROGRAM:
            return f"the program: {self.approval.line.facts.get('why', '')}".removesuffix(": ")
        return self.approval.line.facts.get("by") or "the coordinator"

    @property
    def private_data_matches(self) -> bool | None:
        """Whether what is kept of the signer is what the record has the digest of; None where neither says anything."""
        digests = [entry.line.private for entry in self.entries if entry.line.private]
        return private_digest(self.signer) == digests[-1] if self.signer and digests else None


def proof_text(proof: Proof) -> str:
    """The page as plain text, times in the campaign's zone."""
    lines = [heading(proof), f"drawn up {exact_moment(proof.at, proof.zone)}", ""]
    for name, value in _facts(proof):
        lines += _hanging_indent(f"{name:<{_LABEL}}", value)
    lines += ["", "The record"]
    for entry in proof.entries:
        lines += _entry_lines(proof, entry)
    lines += ["", *_chain_lines(proof)]
    return "\n".join(lines) + "\n"


def heading(proof: Proof) -> str:
    """What the page proves, in a line."""
    return f"Proof of a sign-on: {proof.signon.name}"


def document(proof: Proof) -> Document:
    """The same as a letter's text is, so that it can be set as a PDF."""
    facts = tuple(((Text(name.capitalize()),), (Text(value),)) for name, value in _facts(proof))
    chain = [sentence.strip() for sentence in _chain_lines(proof)]
    is_sound = not proof.chain_faults and proof.private_data_matches is not False
    return Document(
        (
            _paragraph(f"Drawn up {exact_moment(proof.at, proof.zone)}."),
            TableBlock(((Text("What"),), (Text("As it is kept"),)), facts),
            Heading(2, (Text("The record"),)),
            _paragraph("Each line has the digest of its words and of the line before it."),
            *(NumberedList(entry.number, ((_entry_paragraph(proof, entry),),)) for entry in proof.entries),
            *(
                [_paragraph(" ".join(chain))]
                if is_sound
                else [Paragraph((Strong((Text(sentence),)),)) for sentence in chain]
            ),
        )
    )


def payload(proof: Proof) -> dict[str, object]:
    """The same for programs, times in UTC."""
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
    yield "language", signon.language or "the letter's first"
    yield "state", signon.state
    yield "came in", f"{_SOURCE_TEXT[signon.source]}, {exact_moment(signon.created_at, proof.zone)}"
    yield "signed by", _comma_list(signer.person, signer.role) if signer else "nobody is named, or the data was erased"
    if signer:
        yield "authority", signer.authority or "none was stated"
        yield "mail", _address_line(proof, signer)
    approval = proof.approval
    when = f", {exact_moment(approval.line.at, proof.zone)}" if approval else ""
    yield "approved by", f"{proof.approved_by}{when}" if approval else "nobody: it is not listed"


def _version(proof: Proof) -> str:
    if proof.version is None:
        return "none is frozen yet"
    text = f"{proof.version.number}, frozen {exact_moment(proof.version.frozen_at, proof.zone)}, SHA-256 {proof.version.digest}"
    return text + (" (a newer one was objected to, or not agreed to)" if proof.signon.has_objected else "")


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
        yield "THE CHAIN OF THE RECORD DOES NOT HOLD:"
        yield from (f"  {fault}" for fault in proof.chain_faults)
    else:
        yield f"The chain holds: all {proof.head.number} lines of the record give their digests, each bound to the one"
        yield f"before by SHA-256. The last is {proof.head.digest.hex()}."
    if proof.private_data_matches is not None:
        fits = "fit" if proof.private_data_matches else "DO NOT FIT"
        yield f"Name, role, mail and authority of the signer {fits} the digest that the record has of them."


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
