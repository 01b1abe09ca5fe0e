"""The proof of a sign-on: what it says, and no more than is stored."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from campaign.core.letters.tree import plain_blocks
from campaign.core.letters.version import Version
from campaign.core.letters.version import VersionKind as VersionKind
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.core.signons.proof import Proof, document, heading, payload, proof_text
from campaign.core.signons.record import (
    START_DIGEST,
    Actor,
    RecordEntry,
    RecordEvent,
    RecordLine,
    entry_digest,
    private_digest,
)
from tests.helpers.notice_context import NOW, SIGNER, SIGNON, ZONE

VERSION = Version(1, "ai-act", 3, "8f3c" * 16, "agreed", NOW, VersionKind.SUBSTANCE)
LISTED = replace(SIGNON, state=SignOnState.LISTED)


def entry(
    event: RecordEvent, actor: Actor = Actor.COORDINATOR, facts: Mapping[str, str] = {}, private: bytes = b""
) -> RecordEntry:
    line = RecordLine(NOW, "ai-act", 7, event, actor, facts, private)
    return RecordEntry(1, line, entry_digest(START_DIGEST, 1, line))


def proof(*entries: RecordEntry, **changed: object) -> Proof:
    lines = entries or (entry(RecordEvent.SIGNED),)
    proof_ = Proof(SIGNON, SIGNER, "Keep it whole", VERSION, lines, lines[-1], (), ZONE, NOW)
    return replace(proof_, **changed)  # type: ignore[arg-type]  # a test changes what it names


def proof_words(proof: Proof) -> str:
    return " ".join(proof_text(proof).split())


@pytest.mark.parametrize(
    ("line", "by"),
    [
        (entry(RecordEvent.LISTED, facts={"by": "Ada"}), "Ada"),
        (entry(RecordEvent.LISTED), "the coordinator"),
        (entry(RecordEvent.LISTED, Actor.PROGRAM), "the program"),
        (entry(RecordEvent.LISTED, Actor.PROGRAM, {"why": "it is at its site"}), "the program: it is at its site"),
        (entry(RecordEvent.IMPORTED, facts={"state": "listed"}), "the coordinator, in the coalition's own table"),
        (entry(RecordEvent.IMPORTED, facts={"state": "invited"}), ""),
    ],
)
def test_who_approved_it(line: RecordEntry, by: str) -> None:
    """The approver is the one in the record; nobody if no line lists the sign-on."""
    assert proof(line, signon=LISTED).approved_by == by


def test_nobody_approved_a_sign_on_that_is_not_listed() -> None:
    """Not even if it was listed earlier."""
    assert "approved by nobody: the sign-on is not listed" in proof_words(
        proof(entry(RecordEvent.LISTED, facts={"by": "Ada"}))
    )


def test_the_page_names_what_is_unknown() -> None:
    """No version, no signer, a person, an address that was not confirmed."""
    text = proof_words(proof(signer=None, version=None, signon=replace(SIGNON, kind=SignOnKind.PERSON, language="")))
    assert "person Free Knowledge e.V., Germany letter" in text
    assert "version none is frozen yet language the letter's main language" in text
    assert "signed by unknown: no signer is named, or the data was erased approved by" in text
    assert "mail eve@knowledge.example, not confirmed" in proof_words(proof())
    assert "mail none, not confirmed" in proof_words(proof(signer=replace(SIGNER, address="")))
    assert "SHA-256 " + VERSION.digest + " (the signer objected to a newer one)" in proof_words(
        proof(signon=replace(SIGNON, has_objected=True))
    )


@pytest.mark.parametrize(
    "changes", [{}, {"chain_faults": ("line 4 of the record is missing: line 5 follows instead",)}]
)
def test_the_pdf_says_the_same(changes: dict[str, object]) -> None:
    """Every fact, every line with its digest, and whether the chain holds."""
    proof_ = proof(entry(RecordEvent.SIGNED), entry(RecordEvent.LISTED, facts={"by": "Ada"}), **changes)
    printed = f"{heading(proof_)} {plain_blocks(document(proof_).blocks)}"
    lines = Counter(str(entry.number) for entry in proof_.entries)  # in print they number a list
    assert Counter(_words(proof_text(proof_))) - Counter(_words(printed)) == lines


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_the_page_has_the_register_number() -> None:
    """If the signer gave one."""
    assert "register 950328639092-74 letter" in proof_words(proof(signer=replace(SIGNER, register="950328639092-74")))


def test_the_page_names_faults_of_the_record() -> None:
    """The page then says that the record is not intact."""
    broken = proof(chain_faults=("line 4 of the record is missing: line 5 follows instead",))
    assert "THE RECORD IS NOT INTACT: line 4 of the record is missing" in proof_words(broken)
    assert payload(broken)["chain"] == ["line 4 of the record is missing: line 5 follows instead"]


def test_changed_data_of_a_signer_does_not_match() -> None:
    """The record has the digest of what was signed."""
    line = entry(RecordEvent.SIGNED, private=private_digest(SIGNER))
    assert (proof(line).private_data_matches, proof().private_data_matches) == (True, None)
    other = proof(line, signer=replace(SIGNER, role="Chair"))
    assert "and authority DO NOT MATCH the digest" in proof_words(other)


def test_times_are_in_the_campaigns_zone() -> None:
    """The page has the zone's name; JSON has UTC."""
    confirmed = replace(SIGNER, confirmed_at=NOW, confirmed_how="the link in the mail")
    proof_ = proof(signer=confirmed)
    assert "confirmed 1 March 2027, 10:00:00 (Europe/Brussels), by the link in the mail" in proof_words(proof_)
    (line,) = payload(proof_)["record"]  # type: ignore[misc]  # a payload is for JSON
    assert line["at"] == dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
    assert "1 March 2027, 10:00:00 (Europe/Brussels), signed by the coordinator" in proof_words(proof_)
