"""All that is kept of versions and sign-ons, reckoned again from the texts and the record."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.store import Store, signons
from campaign.adapters.store.signons import counts, record
from campaign.core.signons.record import breaks, private_digest
from campaign.core.signons.replay import differences, replay
from campaign.services.letters.freeze import verify as versions_verified


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was reckoned again, and what did not come out as it is kept: a sentence each."""

    versions: int
    lines: int
    signons: int
    head: str
    flaws: tuple[str, ...]


def verify(store: Store) -> Verified:
    """Reckon everything again. `head` is the digest of the record's last line, "" for an empty one: whoever wrote it
    down earlier can tell whether lines were taken off the end."""
    versions, flaws = versions_verified(store)
    signed = store.read(signons.every)
    lines, head = store.read(record.last)
    found = (
        *flaws,
        *store.read(lambda db: tuple(breaks(record.every(db)))),
        *differences(signed, store.read(lambda db: replay(record.every(db)))),
        *_miscounted(store),
        *_unproven(store),
    )
    return Verified(len(versions), lines, len(signed), head.hex(), found)


def _miscounted(store: Store) -> Iterator[str]:
    kept, reckoned = store.read(counts.every), store.read(counts.reckoned)
    for (letter, kind, state), number in sorted({**dict.fromkeys(reckoned, 0), **kept}.items()):
        there = reckoned.get((letter, kind, state), 0)
        if number != there:
            yield f"{letter}: {number} {state} of the kind {kind} are counted, there are {there}"


def _unproven(store: Store) -> Iterator[str]:
    """Signers whose data is not what the record has the digest of."""
    for each in store.read(signons.every_signer):
        lines = [entry.line for entry in store.read(record.of, each.signon) if entry.line.private]
        if lines and lines[-1].private != private_digest(each):
            yield f"sign-on {each.signon}: name, role, mail or authority of the signer are not those that are on record"
