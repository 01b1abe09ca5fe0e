"""A sign-on's proof: what it says, and that it does not say more than is kept."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from campaign.core.letters.tree import plain_blocks
from campaign.core.letters.version import Kind as VersionKind
from campaign.core.letters.version import Version
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind
from campaign.core.signons.proof import Proof, document, heading, page, payload
from campaign.core.signons.record import START, Actor, Deed, Entry, Line, bound, private_digest
from tests.helpers.matter import NOW, SIGNER, SIGNON, ZONE

VERSION = Version(1, "ai-act", 3, "8f3c" * 16, "agreed", NOW, VersionKind.SUBSTANCE)
LISTED = replace(SIGNON, state=SignOnState.LISTED)


def entry(deed: Deed, actor: Actor = Actor.COORDINATOR, facts: Mapping[str, str] = {}, private: bytes = b"") -> Entry:
    line = Line(NOW, "ai-act", 7, deed, actor, facts, private)
    return Entry(1, line, bound(START, 1, line))


def proof(*entries: Entry, **changed: object) -> Proof:
    found = entries or (entry(Deed.SIGNED),)
    made = Proof(SIGNON, SIGNER, "Keep it whole", VERSION, found, found[-1], (), ZONE, NOW)
    return replace(made, **changed)  # type: ignore[arg-type]  # a test changes what it names


def said(made: Proof) -> str:
    return " ".join(page(made).split())


@pytest.mark.parametrize(
    ("line", "by"),
    [
        (entry(Deed.LISTED, facts={"by": "Ada"}), "Ada"),
        (entry(Deed.LISTED), "the coordinator"),
        (entry(Deed.LISTED, Actor.PROGRAM), "the program"),
        (entry(Deed.LISTED, Actor.PROGRAM, {"why": "it is at its site"}), "the program: it is at its site"),
        (entry(Deed.IMPORTED, facts={"state": "listed"}), "the coordinator, in the coalition's own table"),
        (entry(Deed.IMPORTED, facts={"state": "invited"}), ""),
    ],
)
def test_who_approved_it(line: Entry, by: str) -> None:
    """Whoever the record names; nobody where no line lists it."""
    assert proof(line, signon=LISTED).approved_by == by


def test_one_that_is_not_listed_was_approved_by_nobody() -> None:
    """Also where it was listed once."""
    assert "approved by nobody: it is not listed" in said(proof(entry(Deed.LISTED, facts={"by": "Ada"})))


def test_what_is_not_known_is_said() -> None:
    """No version, no signer, a person, an address that was not confirmed."""
    bare = said(proof(signer=None, version=None, signon=replace(SIGNON, kind=Kind.PERSON, language="")))
    assert "person Free Knowledge e.V., Germany letter" in bare
    assert "version none is frozen yet language the letter's first" in bare
    assert "signed by nobody is named, or the data was erased approved by" in bare
    assert "mail eve@knowledge.example, not confirmed" in said(proof())
    assert "mail none, not confirmed" in said(proof(signer=replace(SIGNER, mail="")))
    assert "SHA-256 " + VERSION.digest + " (a newer one was" in said(proof(signon=replace(SIGNON, held=True)))


@pytest.mark.parametrize("changed", [{}, {"broken": ("line 4 of the record is missing: 5 stands in its place",)}])
def test_the_page_to_be_printed_says_the_same(changed: dict[str, object]) -> None:
    """Every fact, every line with its digest, and whether the chain holds."""
    made = proof(entry(Deed.SIGNED), entry(Deed.LISTED, facts={"by": "Ada"}), **changed)
    printed = f"{heading(made)} {plain_blocks(document(made).blocks)}"
    lines = Counter(str(each.number) for each in made.entries)  # in print they number a list
    assert Counter(_words(page(made))) - Counter(_words(printed)) == lines


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_a_register_number_stands_on_the_page() -> None:
    """Where one was stated."""
    assert "register 950328639092-74 letter" in said(proof(signer=replace(SIGNER, register="950328639092-74")))


def test_a_broken_chain_stands_on_the_page() -> None:
    """Nobody takes the page for a proof then."""
    broken = proof(broken=("line 4 of the record is missing: 5 stands in its place",))
    assert "THE CHAIN OF THE RECORD DOES NOT HOLD: line 4 of the record is missing" in said(broken)
    assert payload(broken)["chain"] == ["line 4 of the record is missing: 5 stands in its place"]


def test_data_of_a_signer_that_was_changed_does_not_fit() -> None:
    """The record has the digest of what was signed."""
    line = entry(Deed.SIGNED, private=private_digest(SIGNER))
    assert (proof(line).private_holds, proof().private_holds) == (True, None)
    other = proof(line, signer=replace(SIGNER, role="Chair"))
    assert "authority of the signer DO NOT FIT the digest" in said(other)


def test_times_are_told_in_the_campaigns_zone() -> None:
    """With the zone's name; programs get UTC."""
    confirmed = replace(SIGNER, confirmed_at=NOW, confirmed_how="the link in the mail")
    made = proof(signer=confirmed)
    assert "confirmed 1 March 2027, 10:00:00 (Europe/Brussels), by the link in the mail" in said(made)
    (line,) = payload(made)["record"]  # type: ignore[misc]  # a payload is for JSON
    assert line["at"] == dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
    assert "1 March 2027, 10:00:00 (Europe/Brussels), signed by the coordinator" in said(made)
