"""All that is kept of versions and sign-ons, reckoned again from the texts and the record."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.signons import counts, record
from campaign.core.letters.version import flaws
from campaign.core.signons.record import chain_faults, private_digest
from campaign.core.signons.replay import differences, replay
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Verification:
    """How much was reckoned again, and what did not come out as it is kept."""

    versions: int
    """How many versions, of all letters."""
    lines: int
    """How many lines the record of sign-ons has."""
    signons: int
    """How many sign-ons."""
    head: str
    """The digest of the record's last line, in hex; "" for an empty record. Whoever wrote it down earlier can tell
    whether lines were taken off the end."""
    flaws: tuple[str, ...]
    """What differs, a sentence each."""


def verify(campaign: Campaign) -> Verification:
    """Reckon everything in the campaign's store again."""
    return verify_store(campaign.store)


def verify_versions(campaign: Campaign) -> tuple[int, tuple[str, ...]]:
    """How many versions there are of all letters, and where what is kept of one is not what was frozen."""
    return _verify_versions(campaign.store)


def verify_store(store: Store) -> Verification:
    """Reckon everything in a store again."""
    number, changed = _verify_versions(store)
    signed = store.read(signons.every)
    lines, head = store.read(record.last)
    findings = (
        *changed,
        *store.read(lambda db: tuple(chain_faults(record.every(db)))),
        *differences(signed, store.read(lambda db: replay(record.every(db)))),
        *_miscounted(store),
        *_altered_signers(store),
    )
    return Verification(number, lines, len(signed), head.hex(), findings)


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
            yield f"{letter}: {number} {state} of the kind {kind} are counted, there are {actual}"


def _altered_signers(store: Store) -> Iterator[str]:
    """Signers whose data is not what the record has the digest of."""
    for signer in store.read(signons.every_signer):
        lines = [entry.line for entry in store.read(record.of, signer.signon) if entry.line.private]
        if lines and lines[-1].private != private_digest(signer):
            yield f"sign-on {signer.signon}: name, role, mail or authority of the signer are not those that are on record"
