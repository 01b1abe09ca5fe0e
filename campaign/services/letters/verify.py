"""Recomputes the digests of all versions and the record of sign-ons, and reports any mismatch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store import Store, signons, version_stamps, versions
from campaign.adapters.store.signons import counts, record
from campaign.core.letters.version import flaws
from campaign.core.signons import SignOn
from campaign.core.signons.record import RecordHead, chain_faults, private_digest
from campaign.core.signons.replay import differences, replay
from campaign.core.signons.seal import altered
from campaign.services.campaign import Campaign
from campaign.services.letters.stamping import server_root, stamp_faults


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified, and every mismatch."""

    versions: int
    """Number of versions of all letters."""
    lines: int
    """Number of entries in the record of sign-ons."""
    signons: int
    """Number of sign-ons."""
    head: str
    """The digest of the record's last entry, in hex; "" for an empty record. Compared with a copy written down
    earlier, it shows whether entries were removed from the end."""
    flaws: tuple[str, ...]
    """One sentence for each mismatch."""
    stamps: int = 0
    """Number of time stamps."""


def verify(campaign: Campaign, heads: Sequence[RecordHead] = ()) -> Verification:
    """Verify the campaign's database. `heads` were written down earlier: emails, feeds and published files have
    them."""
    result = verify_store(campaign.store, server_root(campaign))
    return replace(result, flaws=(*result.flaws, *_lost_heads(campaign.store, result.lines, heads)))


def verify_versions(campaign: Campaign) -> tuple[int, tuple[str, ...]]:
    """Verify only the versions. Returns their number and one sentence for each mismatch."""
    return _verify_versions(campaign.store)


def verify_store(store: Store, root: bytes = b"") -> Verification:
    """Verify a database. `root` holds the certificates of the time stamp server, if they are known."""
    number, changed = _verify_versions(store)
    signed = store.read(signons.every)
    lines, head = store.read(record.last)
    findings = (
        *changed,
        *store.read(lambda db: tuple(chain_faults(record.every(db)))),
        *differences(signed, store.read(lambda db: replay(record.every(db)))),
        *_miscounted(store),
        *_altered_signers(store),
        *_altered_signons(store, signed),
        *stamp_faults(store, root),
    )
    return Verification(number, lines, len(signed), head.hex(), findings, len(store.read(version_stamps.every)))


def _lost_heads(store: Store, lines: int, heads: Sequence[RecordHead]) -> Iterator[str]:
    """Report lines that somebody has written down and that are no longer there, or are others."""
    for head in heads:
        actual = store.read(record.digest_of, head.number).hex()
        if not actual:
            yield f"the record has only {lines} lines, but had line {head.number}: lines were removed from its end"
        elif not actual.startswith(head.digest):
            yield f"line {head.number} of the record is {actual[:16]}, but was {head.digest[:16]}: it was rewritten"


def _verify_versions(store: Store) -> tuple[int, tuple[str, ...]]:
    frozen = store.read(versions.every)
    wrong = (
        f"{version.letter} version {version.number}: {flaw}"
        for version in frozen
        for flaw in flaws(version, store.read(versions.texts, version.id))
    )
    return len(frozen), tuple(wrong)


def _miscounted(store: Store) -> Iterator[str]:
    stored, counted = store.read(counts.every), store.read(counts.recount)
    for (letter, kind, state), number in sorted({**dict.fromkeys(counted, 0), **stored}.items()):
        actual = counted.get((letter, kind, state), 0)
        if number != actual:
            yield f"{letter}: the counter of {kind} sign-ons in state {state} is {number}, but there are {actual}"


def _altered_signons(store: Store, signed: tuple[SignOn, ...]) -> tuple[str, ...]:
    """Report sign-ons that do not appear as the record says, and lines that hide a change."""
    signers = {signer.signon: signer for signer in store.read(signons.every_signer)}
    return store.read(lambda db: tuple(altered(signed, signers, record.every(db))))


def _altered_signers(store: Store) -> Iterator[str]:
    """Report signers whose data does not match the digest in the record."""
    for signer in store.read(signons.every_signer):
        lines = [entry.line for entry in store.read(record.of, signer.signon) if entry.line.private]
        if lines and lines[-1].private != private_digest(signer):
            yield f"sign-on {signer.signon}: the signer's name, role, address or authority does not match the record"
