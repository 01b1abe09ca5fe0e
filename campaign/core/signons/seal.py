"""The seal of a sign-on: two digests in each line of the record, of how it appears and of who signed it.

So the last line proves what the database shows, although the record itself has no personal data: an individual's name
and all data of a signer are digested with the signer's salt, which is deleted with them.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from campaign.core.signatories import SignOnState
from campaign.core.signons.record import RecordEntry, RecordEvent
from campaign.core.signons.signon import Signer, SignOn, SignOnKind

_HALF = 16
_NO_SIGNER = bytes(_HALF)

# How each column of a sign-on and of a signer is proved; a test compares these tables with the database.
SEALED, REPLAYED = "by the seal of the last line", "by replaying the lines"
SIGNON_COLUMNS: Mapping[str, str] = {
    "id": REPLAYED,
    "letter": SEALED,
    "kind": SEALED,
    "organisation": SEALED,
    "name": SEALED,
    "url": SEALED,
    "country": SEALED,
    "logo": SEALED,
    "quote": SEALED,
    "state": REPLAYED,
    "version": REPLAYED,
    "held": REPLAYED,
    "language": SEALED,
    "source": SEALED,
    "created_at": REPLAYED,
    "listed_at": REPLAYED,
    "merged_into": SEALED,
    "position": "not: the place in the coalition's own table, which it may change at any time",
    "agreed": "not: nothing shows it; the line that carries the sign-on to a newer version proves that one",
}
SIGNER_COLUMNS: Mapping[str, str] = {
    "signon": SEALED,
    "person": SEALED,
    "role": SEALED,
    "mail": SEALED,
    "authority": SEALED,
    "confirmed_at": SEALED,
    "confirmed_how": SEALED,
    "register": SEALED,
    "salt": SEALED,
    "mail_key": "not: derived from the address, to find it",
    "mailbox": "not: derived from the address, to find it",
    "until": "not: a promise that only the coordinator sees; its line names the day",
    "note": "not: the coordinator's own note",
    "generation": "not: which personal links are valid",
}
# Events after which a sign-on may appear differently than before.
_STARTS = frozenset({RecordEvent.INVITED, RecordEvent.SIGNED, RecordEvent.ENTERED, RecordEvent.IMPORTED})
_MAY_CHANGE = frozenset({
    RecordEvent.INVITED, RecordEvent.SIGNED, RecordEvent.ENTERED, RecordEvent.IMPORTED, RecordEvent.CONFIRMED,
    RecordEvent.LISTED, RecordEvent.CORRECTED, RecordEvent.MERGED, RecordEvent.ERASED, RecordEvent.PURGED,
})  # fmt: skip


def seal(signon: SignOn, signer: Signer | None) -> bytes:
    """The seal of a sign-on as it is stored."""
    salt = signer.salt if signer and signon.kind is SignOnKind.PERSON else b""
    appearance = (
        signon.letter,
        signon.kind.value,
        signon.organisation,
        signon.name,
        signon.url,
        signon.country,
        signon.logo,
        signon.quote,
        signon.language,
        signon.source.value,
        signon.merged_into,
    )
    return _digest(salt, appearance) + (_signer_digest(signer) if signer else _NO_SIGNER)


def altered(signons: Iterable[SignOn], signers: Mapping[int, Signer], entries: Iterable[RecordEntry]) -> Iterator[str]:
    """Yield one sentence for each sign-on that is not as the lines about it say. Lines of version 0.1.0 have no
    seal."""
    seals, starts, listings = dict[int, bytes](), defaultdict[int, set[dt.datetime]](set), dict[int, dt.datetime]()
    for entry in entries:
        line = entry.line
        if line.signon is None:
            continue
        before = seals.get(line.signon)
        if line.seal and before and line.seal != before and line.event not in _MAY_CHANGE:
            yield f"line {entry.number} of the record ({line.event}) hides a change of sign-on {line.signon} before it"
        seals[line.signon] = line.seal or before or b""
        if line.event in _STARTS:  # an id may be used again after its sign-on was removed
            starts[line.signon].add(line.at)
        if line.event is RecordEvent.LISTED or line.facts.get("state") == SignOnState.LISTED:
            listings[line.signon] = line.at
    for signon in signons:
        yield from _differences(signon, signers.get(signon.id), seals.get(signon.id, b""))
        if signon.created_at not in starts[signon.id]:
            yield f"sign-on {signon.id} ({signon.key}) was created at another time than in the record"
        listed_at = signon.listed_at
        if (listed_at or signon.state is SignOnState.LISTED) and listed_at != listings.get(signon.id):
            yield f"sign-on {signon.id} ({signon.key}) was listed at another time than in the record"


def _differences(signon: SignOn, signer: Signer | None, recorded: bytes) -> Iterator[str]:
    if not recorded:
        return
    actual = seal(signon, signer)
    if actual[:_HALF] != recorded[:_HALF]:
        what = "name, web address, country, logo, quote, organisation, kind, language or source"
        yield f"sign-on {signon.id} ({signon.key}) has another {what} than in the record"
    if actual[_HALF:] != recorded[_HALF:]:
        what = "signer, or confirmation of the address,"
        yield f"sign-on {signon.id} ({signon.key}) has another {what} than in the record"


def _signer_digest(signer: Signer) -> bytes:
    confirmed_at = signer.confirmed_at.isoformat() if signer.confirmed_at else ""
    fields = (signer.person, signer.role, signer.address, signer.authority, confirmed_at, signer.confirmed_how)
    return _digest(signer.salt, (signer.signon, *fields, signer.register))


def _digest(salt: bytes, values: tuple[object, ...]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).digest()[:_HALF]
