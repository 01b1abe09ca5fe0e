"""Whom a wave is for, and why somebody is not in it.

The first wave is for those who have not had the letter. A follow-up and the last call are for those who have had it
and have not answered: a person's reply, a bounce or a recorded position stops them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.core.delivery.states import REACHED, WAITING, State
from campaign.core.timetable.step import Step


class Purpose(StrEnum):
    """What a wave is for."""

    FIRST = "first"
    FOLLOW_UP = "follow-up"
    LAST_CALL = "last-call"

    @property
    def again(self) -> bool:
        """Whether it goes to those who have had the letter."""
        return self is not Purpose.FIRST

    @property
    def step(self) -> Step:
        """The step of the timetable that it is."""
        return Step(self.value.replace("-", "_"))


def purpose_of(wave: str) -> Purpose:
    """The purpose that a wave's name tells; any other name is one more first wave."""
    return Purpose(wave) if wave in {each.value for each in Purpose} else Purpose.FIRST


@dataclass(frozen=True, slots=True)
class Past:
    """A delivery of another wave of the letter."""

    addressee: str
    mail: str
    wave: str
    purpose: Purpose
    state: State


def reasons(
    people: Iterable[Addressee], wave: Purpose, past: Iterable[Past], answers: Mapping[str, str], *, again: bool
) -> dict[str, str]:
    """Why some of these people are not in a wave, by key; those who are in it are missing. The rest is as `left_out`
    takes it."""
    deliveries = _by_person(past)
    whys = (
        (person.key, left_out(person.key, person.mail, wave, _of(deliveries, person), answers, again=again))
        for person in people
    )
    return {key: why for key, why in whys if why}


def _by_person(past: Iterable[Past]) -> Mapping[str, list[Past]]:
    """By key and by mail address: somebody may have come back under another key."""
    deliveries: defaultdict[str, list[Past]] = defaultdict(list)
    for delivery in past:
        for name in {delivery.addressee, delivery.mail.lower()}:
            deliveries[name].append(delivery)
    return deliveries


def _of(past: Mapping[str, list[Past]], person: Addressee) -> tuple[Past, ...]:
    by_key = past.get(person.key, [])
    by_mail = past.get(person.mail.lower(), [])
    return (*by_key, *(delivery for delivery in by_mail if delivery.addressee != person.key))


def left_out(
    key: str, mail: str, wave: Purpose, past: Sequence[Past], answers: Mapping[str, str], *, again: bool = False
) -> str:
    """Why an addressee is not in a wave, "" when he or she is.

    `past` are the deliveries to this key, or to this mail address under another key. `answers` says by key what stops
    a follow-up. `again` writes a first wave also to those who have had the letter.
    """
    if not wave.again:
        had = next((each for each in past if _holds(each)), None)
        return f"had this letter in wave {had.wave}" if had and not again else ""
    answer = next((answers[each] for each in (key, *(one.addressee for one in past)) if each in answers), "")
    return answer or _too_soon(wave, mail, past) or _never_had(past)


def _too_soon(wave: Purpose, mail: str, past: Sequence[Past]) -> str:
    """What the ledger has against a follow-up: it would go nowhere, come too soon, or for the second time."""
    for each in past:
        if each.state is State.BOUNCED and each.mail == mail:
            return f"the mail of wave {each.wave} came back"
        if each.purpose is wave and _holds(each):
            return f"had the {wave} in wave {each.wave}"
        if each.state in WAITING:
            return f"wave {each.wave} has not gone yet"
    return ""


def _never_had(past: Sequence[Past]) -> str:
    if any(each.state is State.SENT for each in past):
        return ""
    doubtful = next((each.wave for each in past if each.state in (State.UNCERTAIN, State.SENDING)), "")
    return f"it is uncertain whether wave {doubtful} arrived" if doubtful else "has not had the letter"


def _holds(each: Past) -> bool:
    return each.state in REACHED or each.state in WAITING
