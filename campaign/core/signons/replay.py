"""The record read again from its start: where each sign-on must stand if nothing but the record is believed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from campaign.core.signatories import SignOnState as State
from campaign.core.signons.record import Deed, Entry
from campaign.core.signons.signon import SignOn

_STATE_AFTER: Mapping[Deed, State] = {
    Deed.OPENED: State.OPENED,
    Deed.PROMISED: State.PROMISED,
    Deed.DECLINED: State.DECLINED,
    Deed.CONFIRMED: State.CONFIRMED,
    Deed.LISTED: State.LISTED,
    Deed.REFUSED: State.REFUSED,
    Deed.WITHDRAWN: State.WITHDRAWN,
}
# Deeds that make a sign-on, or make it anew: what stood before is of no more account.
_BEGINS = frozenset({Deed.SIGNED, Deed.ENTERED, Deed.IMPORTED, Deed.INVITED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the record says that a sign-on stands. `version` is a version's id, None for none."""

    state: State
    version: int | None = None
    held: bool = False


def replay(entries: Iterable[Entry]) -> dict[int, Standing]:
    """Each sign-on's standing by its id. Lines that concern a letter as a whole move nobody."""
    standings: dict[int, Standing] = {}
    for entry in entries:
        signon = entry.line.signon
        if signon is not None:
            standings[signon] = _after(standings.get(signon, Standing(State.INVITED)), entry)
    return standings


def differences(signons: Iterable[SignOn], standings: Mapping[int, Standing]) -> Iterator[str]:
    """Where sign-ons do not stand as the record says: one sentence each."""
    for each in signons:
        said = standings.get(each.id)
        if said is None:
            yield f"sign-on {each.id} ({each.key}) is not on record"
        elif each.state is not said.state:
            yield f"sign-on {each.id} ({each.key}) is {each.state}, the record says {said.state}"
        elif (each.version, each.held) != (said.version, said.held):
            yield f"sign-on {each.id} ({each.key}) does not stand under the version that the record says"


def _after(standing: Standing, entry: Entry) -> Standing:
    deed, facts = entry.line.deed, entry.line.facts
    version = int(facts["version"]) if "version" in facts else None
    if deed in _BEGINS and "state" in facts:
        return Standing(State(facts["state"]), version)
    if deed in (Deed.BOUND, Deed.CARRIED, Deed.AGREED):
        return replace(standing, version=version, held=False)
    if deed is Deed.OBJECTED:
        return replace(standing, held=True)
    if deed in _STATE_AFTER:
        return replace(standing, state=_STATE_AFTER[deed])
    return replace(standing, state=State(facts["state"])) if "state" in facts else standing
