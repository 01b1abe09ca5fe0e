"""Replay the record from its start, to compare the state of each sign-on with the one that is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import RecordEntry, RecordEvent
from campaign.core.signons.signon import SignOn

_STATE_AFTER: Mapping[RecordEvent, State] = {
    RecordEvent.OPENED: State.OPENED,
    RecordEvent.PROMISED: State.PROMISED,
    RecordEvent.DECLINED: State.DECLINED,
    RecordEvent.CONFIRMED: State.CONFIRMED,
    RecordEvent.LISTED: State.LISTED,
    RecordEvent.REFUSED: State.REFUSED,
    RecordEvent.WITHDRAWN: State.WITHDRAWN,
}
# Events that create a sign-on or start it again: the earlier status no longer matters.
_BEGINNINGS = frozenset({RecordEvent.SIGNED, RecordEvent.ENTERED, RecordEvent.IMPORTED, RecordEvent.INVITED})


@dataclass(frozen=True, slots=True)
class RecordedStatus:
    """The status of a sign-on according to the record. `version` is a version's id, None for none."""

    state: State
    version: int | None = None
    has_objected: bool = False


def replay(entries: Iterable[RecordEntry]) -> dict[int, RecordedStatus]:
    """The status of each sign-on, by its id. Lines about a whole letter change none."""
    statuses: dict[int, RecordedStatus] = {}
    for entry in entries:
        signon = entry.line.signon
        if signon is not None:
            statuses[signon] = _after(statuses.get(signon, RecordedStatus(State.INVITED)), entry)
    return statuses


def differences(signons: Iterable[SignOn], statuses: Mapping[int, RecordedStatus]) -> Iterator[str]:
    """Yield one sentence for each sign-on whose stored status differs from the record."""
    for signon in signons:
        recorded = statuses.get(signon.id)
        if recorded is None:
            yield f"sign-on {signon.id} ({signon.key}) is not in the record"
        elif signon.state is not recorded.state:
            yield f"sign-on {signon.id} ({signon.key}) is {signon.state}, but {recorded.state} in the record"
        elif (signon.version, signon.has_objected) != (recorded.version, recorded.has_objected):
            yield f"sign-on {signon.id} ({signon.key}) is under another version than in the record"


def _after(status: RecordedStatus, entry: RecordEntry) -> RecordedStatus:
    event, facts = entry.line.event, entry.line.facts
    version = int(facts["version"]) if "version" in facts else None
    if event in _BEGINNINGS and "state" in facts:
        return RecordedStatus(State(facts["state"]), version)
    if event in (RecordEvent.BOUND, RecordEvent.CARRIED, RecordEvent.AGREED):
        return replace(status, version=version or status.version, has_objected=False)
    if event is RecordEvent.OBJECTED:
        return replace(status, has_objected=True)
    if event in _STATE_AFTER:
        return replace(status, state=_STATE_AFTER[event])
    return replace(status, state=State(facts["state"])) if "state" in facts else status
