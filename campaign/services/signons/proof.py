"""What proves a sign-on, gathered from the store; the record is reckoned through for it."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from campaign.adapters.store import Store, signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import record
from campaign.core.letters import letters_of
from campaign.core.signons import SignOn
from campaign.core.signons.proof import Proof
from campaign.core.signons.record import Entry, breaks
from campaign.services.waves.situation import language_among


def prove(store: Store, signon: SignOn, zone: ZoneInfo, at: dt.datetime) -> Proof:
    """Everything about one sign-on at `at` (aware). Walks the whole record."""
    version = store.read(versions.one, signon.version) if signon.version is not None else None
    texts = letters_of(store.read(versions.texts, version.id)) if version else {}
    letter = texts[language_among(signon.language, texts)] if texts else None
    head, broken = store.read(_reckoned)
    return Proof(
        signon=signon,
        signer=store.read(signons.signer, signon.id),
        title=(letter.title or letter.subject_line) if letter else signon.letter,
        version=version,
        entries=store.read(record.of, signon.id),
        head=head,
        broken=broken,
        zone=zone,
        at=at,
    )


def _reckoned(db: Database) -> tuple[Entry, tuple[str, ...]]:
    """The newest line, and where the chain does not hold."""
    newest: list[Entry] = []

    def told() -> Iterator[Entry]:
        for entry in record.every(db):
            newest[:] = [entry]
            yield entry

    broken = tuple(breaks(told()))
    return newest[0], broken
