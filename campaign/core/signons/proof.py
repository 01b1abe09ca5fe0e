"""One page that proves a sign-on to whoever doubts it: who signed what, when, how that is known, and who approved it.

Made from what is kept and from the record; it says so itself where the two do not fit.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from zoneinfo import ZoneInfo

from campaign.core.languages.in_english import second
from campaign.core.letters.tree import Code, Document, Heading, LineBreak, Numbered, Paragraph, Strong, Table, Text
from campaign.core.letters.version import Version
from campaign.core.signatories import SignOnState
from campaign.core.signons.record import Actor, Deed, Entry, private_digest
from campaign.core.signons.signon import Kind, Signer, SignOn, Source

_WIDTH, _LABEL = 100, 16
_CAME = {
    Source.PAGE: "by the form on the public page",
    Source.INVITATION: "by the link in an invitation",
    Source.MAIL: "entered by the coordinator, from a mail",
    Source.PHONE: "entered by the coordinator, from the phone",
    Source.IMPORT: "from the coalition's own table",
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
    entries: Sequence[Entry]
    head: Entry
    broken: Sequence[str]
    zone: ZoneInfo
    at: dt.datetime

    @property
    def approved(self) -> Entry | None:
        """The line by which it was listed, None while it is not."""
        if self.signon.state is not SignOnState.LISTED:
            return None
        found = [each for each in self.entries if _lists(each)]
        return found[-1] if found else None

    @property
    def approved_by(self) -> str:
        """Who approved it, in words; "" while nobody has."""
        if self.approved is None:
            return ""
        if self.approved.line.deed is Deed.IMPORTED:
            return "the coordinator, in the coalition's own table"
        if self.approved.line.actor is Actor.PROGRAM:
            return f"the program: {self.approved.line.facts.get('why', '')}".removesuffix(": ")
        return self.approved.line.facts.get("by") or "the coordinator"

    @property
    def private_holds(self) -> bool | None:
        """Whether what is kept of the signer is what the record has the digest of; None where neither says anything."""
        digests = [each.line.private for each in self.entries if each.line.private]
        return private_digest(self.signer) == digests[-1] if self.signer and digests else None


def page(proof: Proof) -> str:
    """The page as plain text, times in the campaign's zone."""
    lines = [heading(proof), f"drawn up {second(proof.at, proof.zone)}", ""]
    for name, value in _facts(proof):
        lines += _hanging(f"{name:<{_LABEL}}", value)
    lines += ["", "The record"]
    for entry in proof.entries:
        lines += _line(proof, entry)
    lines += ["", *_chain(proof)]
    return "\n".join(lines) + "\n"


def heading(proof: Proof) -> str:
    """What the page proves, in a line."""
    return f"Proof of a sign-on: {proof.signon.name}"


def document(proof: Proof) -> Document:
    """The same as a letter's text is, so that it can be set as a PDF."""
    facts = tuple(((Text(name.capitalize()),), (Text(value),)) for name, value in _facts(proof))
    chain = [each.strip() for each in _chain(proof)]
    holds = not proof.broken and proof.private_holds is not False
    return Document(
        (
            _said(f"Drawn up {second(proof.at, proof.zone)}."),
            Table(((Text("What"),), (Text("As it is kept"),)), facts),
            Heading(2, (Text("The record"),)),
            _said("Each line has the digest of its words and of the line before it."),
            *(Numbered(each.number, ((_printed(proof, each),),)) for each in proof.entries),
            *([_said(" ".join(chain))] if holds else [Paragraph((Strong((Text(each),)),)) for each in chain]),
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
                "number": each.number,
                "at": each.line.at,
                "deed": each.line.deed,
                "actor": each.line.actor,
                "facts": dict(each.line.facts),
                "private": each.line.private.hex(),
                "digest": each.digest.hex(),
            }
            for each in proof.entries
        ],
        "head": {"number": proof.head.number, "digest": proof.head.digest.hex()},
        "private_holds": proof.private_holds,
        "chain": list(proof.broken) or "holds",
    }


def _lists(entry: Entry) -> bool:
    return entry.line.deed is Deed.LISTED or (
        entry.line.deed is Deed.IMPORTED and entry.line.facts.get("state") == SignOnState.LISTED
    )


def _facts(proof: Proof) -> Iterator[tuple[str, str]]:
    signon, signer = proof.signon, proof.signer
    yield ("person" if signon.kind is Kind.PERSON else "organisation"), _joined(signon.name, signon.country, signon.url)
    if signer and signer.register:
        yield "register", signer.register
    yield "letter", proof.title
    yield "version", _version(proof)
    yield "language", signon.language or "the letter's first"
    yield "state", signon.state
    yield "came in", f"{_CAME[signon.source]}, {second(signon.created_at, proof.zone)}"
    yield "signed by", _joined(signer.person, signer.role) if signer else "nobody is named, or the data was erased"
    if signer:
        yield "authority", signer.authority or "none was stated"
        yield "mail", _mail(proof, signer)
    approved = proof.approved
    when = f", {second(approved.line.at, proof.zone)}" if approved else ""
    yield "approved by", f"{proof.approved_by}{when}" if approved else "nobody: it is not listed"


def _version(proof: Proof) -> str:
    if proof.version is None:
        return "none is frozen yet"
    frozen = (
        f"{proof.version.number}, frozen {second(proof.version.frozen_at, proof.zone)}, SHA-256 {proof.version.digest}"
    )
    return frozen + (" (a newer one was objected to, or not agreed to)" if proof.signon.held else "")


def _mail(proof: Proof, signer: Signer) -> str:
    if signer.confirmed_at is None:
        return f"{signer.mail or 'none'}, not confirmed"
    return f"{signer.mail}, confirmed {second(signer.confirmed_at, proof.zone)}, by {signer.confirmed_how}"


def _line(proof: Proof, entry: Entry) -> Iterator[str]:
    yield from _hanging(f"{entry.number:>6}  ", _told(proof, entry))
    yield f"        {entry.digest.hex()}"


def _told(proof: Proof, entry: Entry) -> str:
    line = entry.line
    facts = ", ".join(f"{name}: {value}" for name, value in sorted(line.facts.items()) if value)
    return f"{second(line.at, proof.zone)}, {line.deed} by the {line.actor}" + (f"; {facts}" if facts else "")


def _chain(proof: Proof) -> Iterator[str]:
    if proof.broken:
        yield "THE CHAIN OF THE RECORD DOES NOT HOLD:"
        yield from (f"  {each}" for each in proof.broken)
    else:
        yield f"The chain holds: all {proof.head.number} lines of the record give their digests, each bound to the one"
        yield f"before by SHA-256. The last is {proof.head.digest.hex()}."
    if proof.private_holds is not None:
        fits = "fit" if proof.private_holds else "DO NOT FIT"
        yield f"Name, role, mail and authority of the signer {fits} the digest that the record has of them."


def _said(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def _printed(proof: Proof, entry: Entry) -> Paragraph:
    return Paragraph((Text(_told(proof, entry)), LineBreak(), Code(entry.digest.hex())))


def _hanging(label: str, text: str) -> list[str]:
    indent = " " * len(label)
    return wrap(text, _WIDTH, initial_indent=label, subsequent_indent=indent, break_on_hyphens=False) or [
        label.rstrip()
    ]


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
