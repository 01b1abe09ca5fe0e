"""Whom a wave is for, from the ledger and from what came back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import Past, Purpose, left_out
from campaign.services.sending.answered import answers
from campaign.services.waves.state import LetterState


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody with a mail address who is not written to in a wave."""

    addressee: str
    """The addressee's key."""
    name: str
    why: str
    """One reason, in words."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a wave goes to."""

    people: tuple[Addressee, ...]
    """Those who are written to, in the order of the list; each has a mail address."""
    left_out: tuple[LeftOut, ...] = ()
    """Those who are not, in the order of the list."""
    first_letters: Mapping[str, str] = field(default_factory=dict)
    """In a wave that follows another: by mail address, in small letters, the Message-ID of the first letter that went
    there."""


def everybody(state: LetterState) -> Audience:
    """All who have a mail address."""
    return Audience(tuple(person for person in state.addressees if person.mail))


def audience_of(
    store: Store, zone: ZoneInfo, state: LetterState, wave: str, purpose: Purpose, *, again: bool
) -> Audience:
    """Whom a wave with this purpose goes to. `again` has a first wave go also to those who had the letter before; days
    in the reasons are days in `zone`."""
    past = _by_person(store.read(waves.past, state.name, wave))
    came_back = answers(store, state.name, zone) if purpose.again else {}
    people = everybody(state).people
    reasons = {
        person.key: left_out(person.key, person.mail, purpose, _of(past, person), came_back, again=again)
        for person in people
    }
    return Audience(
        people=tuple(person for person in people if not reasons[person.key]),
        left_out=tuple(LeftOut(person.key, person.name, why) for person in people if (why := reasons[person.key])),
        first_letters=store.read(waves.begun, state.name, wave) if purpose.again else {},
    )


def _by_person(past: tuple[Past, ...]) -> Mapping[str, list[Past]]:
    """By key and by mail address: somebody may have come back under another key."""
    found: defaultdict[str, list[Past]] = defaultdict(list)
    for each in past:
        for name in {each.addressee, each.mail.lower()}:
            found[name].append(each)
    return found


def _of(past: Mapping[str, list[Past]], person: Addressee) -> tuple[Past, ...]:
    by_key = past.get(person.key, [])
    by_mail = past.get(person.mail.lower(), [])
    return (*by_key, *(each for each in by_mail if each.addressee != person.key))
