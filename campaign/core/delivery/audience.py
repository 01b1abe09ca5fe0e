"""Whom a wave is for, and why somebody is not in it.

The first wave is for those who have not had the letter. A follow-up and the last call are for those who have had it
and have not answered: a person's reply, a bounce or a recorded position stops them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.core.delivery.states import REACHED, WAITING, DeliveryState
from campaign.core.timetable.step import Step


class WavePurpose(StrEnum):
    """What a wave is for."""

    FIRST = "first"
    FOLLOW_UP = "follow-up"
    LAST_CALL = "last-call"

    @property
    def is_follow_up(self) -> bool:
        """Whether it goes to those who have had the letter."""
        return self is not WavePurpose.FIRST

    @property
    def step(self) -> Step:
        """The step of the timetable that it is."""
        return Step(self.value.replace("-", "_"))


def purpose_of(wave: str) -> WavePurpose:
    """The purpose that a wave's name tells; any other name is one more first wave."""
    return WavePurpose(wave) if wave in {purpose.value for purpose in WavePurpose} else WavePurpose.FIRST


@dataclass(frozen=True, slots=True)
class PastDelivery:
    """A delivery of another wave of the letter."""

    addressee: str
    address: str
    wave: str
    purpose: WavePurpose
    state: DeliveryState


def reasons_left_out(
    people: Iterable[Addressee],
    wave: WavePurpose,
    past: Iterable[PastDelivery],
    answers: Mapping[str, str],
    *,
    repeat: bool,
) -> dict[str, str]:
    """Why some of these people are not in a wave, by key; those who are in it are missing. The rest is as `left_out`
    takes it."""
    deliveries = _by_person(past)
    reasons = (
        (
            person.key,
            reason_left_out(
                person.key, person.address, wave, _deliveries_to(deliveries, person), answers, repeat=repeat
            ),
        )
        for person in people
    )
    return {key: reason for key, reason in reasons if reason}


def _by_person(past: Iterable[PastDelivery]) -> Mapping[str, list[PastDelivery]]:
    """By key and by mail address: somebody may have come back under another key."""
    deliveries: defaultdict[str, list[PastDelivery]] = defaultdict(list)
    for delivery in past:
        for name in {delivery.addressee, delivery.address.lower()}:
            deliveries[name].append(delivery)
    return deliveries


def _deliveries_to(past: Mapping[str, list[PastDelivery]], person: Addressee) -> tuple[PastDelivery, ...]:
    by_key = past.get(person.key, [])
    by_address = past.get(person.address.lower(), [])
    return (*by_key, *(delivery for delivery in by_address if delivery.addressee != person.key))


def reason_left_out(
    key: str,
    address: str,
    wave: WavePurpose,
    past: Sequence[PastDelivery],
    answers: Mapping[str, str],
    *,
    repeat: bool = False,
) -> str:
    """Why an addressee is not in a wave, "" when he or she is.

    `past` are the deliveries to this key, or to this mail address under another key. `answers` says by key what stops
    a follow-up. `again` writes a first wave also to those who have had the letter.
    """
    if not wave.is_follow_up:
        earlier = next((delivery for delivery in past if _is_reached_or_waiting(delivery)), None)
        return f"had this letter in wave {earlier.wave}" if earlier and not repeat else ""
    answer = next((answers[name] for name in (key, *(delivery.addressee for delivery in past)) if name in answers), "")
    return answer or _too_soon(wave, address, past) or _not_received(past)


def _too_soon(wave: WavePurpose, address: str, past: Sequence[PastDelivery]) -> str:
    """What the ledger has against a follow-up: it would go nowhere, come too soon, or for the second time."""
    for delivery in past:
        if delivery.state is DeliveryState.BOUNCED and delivery.address == address:
            return f"the mail of wave {delivery.wave} came back"
        if delivery.purpose is wave and _is_reached_or_waiting(delivery):
            return f"had the {wave} in wave {delivery.wave}"
        if delivery.state in WAITING:
            return f"wave {delivery.wave} has not gone yet"
    return ""


def _not_received(past: Sequence[PastDelivery]) -> str:
    if any(delivery.state is DeliveryState.SENT for delivery in past):
        return ""
    uncertain_wave = next(
        (delivery.wave for delivery in past if delivery.state in (DeliveryState.UNCERTAIN, DeliveryState.SENDING)), ""
    )
    return f"it is uncertain whether wave {uncertain_wave} arrived" if uncertain_wave else "has not had the letter"


def _is_reached_or_waiting(delivery: PastDelivery) -> bool:
    return delivery.state in REACHED or delivery.state in WAITING
