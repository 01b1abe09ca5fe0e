"""Which addressees belong to a wave, and why the others are left out.

A first wave goes to addressees who have not received the letter. A follow-up and a last call go to those who have
received it and have not answered. A person's reply, a bounce or a recorded position stops them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.core.delivery.states import REACHED, WAITING, DeliveryState
from campaign.core.languages.fold import fold
from campaign.core.tables.world import country
from campaign.core.timetable.step import Step


class WavePurpose(StrEnum):
    """The purpose of a wave."""

    FIRST = "first"
    """To addressees who have not received the letter."""
    FOLLOW_UP = "follow-up"
    """To addressees who received it and have not answered."""
    LAST_CALL = "last-call"
    """To the same addressees, once more before the vote."""

    @property
    def is_follow_up(self) -> bool:
        """Whether it goes to addressees who have received the letter."""
        return self is not WavePurpose.FIRST

    @property
    def step(self) -> Step:
        """The matching step of the timetable."""
        return Step(self.value.replace("-", "_"))


def purpose_of(wave: str) -> WavePurpose:
    """The purpose that a wave's name stands for. Every other name stands for a first wave."""
    return WavePurpose(wave) if wave in {purpose.value for purpose in WavePurpose} else WavePurpose.FIRST


@dataclass(frozen=True, slots=True)
class PastDelivery:
    """A delivery of another wave of the letter."""

    addressee: str
    """The addressee's key."""
    address: str
    """The email address that it went to."""
    wave: str
    """The name of the wave."""
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
    """The reasons why some of these people are left out of a wave, by key. Whoever is in the wave has no entry. The
    other parameters are those of `reason_left_out`."""
    deliveries = deliveries_by_person(past)
    reasons = (
        (
            person.key,
            reason_left_out(
                person.key, person.address, wave, deliveries_to(deliveries, person), answers, repeat=repeat
            ),
        )
        for person in people
    )
    return {key: reason for key, reason in reasons if reason}


def keys_named(people: Iterable[Addressee], word: str) -> frozenset[str]:
    """The keys of the people whom a word names: by country, group, key or email address, else by a part of the name. An
    empty word names nobody."""
    folded, everybody = fold(word.strip()), tuple(people)
    in_words = fold(country(word) or word)  # the list has countries in words, people write codes and other languages
    exact = frozenset(
        person.key
        for person in everybody
        if folded
        and (in_words == fold(person.country) or folded in map(fold, (person.group, person.key, person.address)))
    )
    return exact or frozenset(person.key for person in everybody if folded and folded in fold(person.name))


def deliveries_by_person(past: Iterable[PastDelivery]) -> Mapping[str, list[PastDelivery]]:
    """Deliveries by key and by email address, since a person may be on the list again under another key."""
    deliveries: defaultdict[str, list[PastDelivery]] = defaultdict(list)
    for delivery in past:
        for name in {delivery.addressee, delivery.address.lower()}:
            deliveries[name].append(delivery)
    return deliveries


def deliveries_to(past: Mapping[str, list[PastDelivery]], person: Addressee) -> tuple[PastDelivery, ...]:
    """The deliveries to a person, from `deliveries_by_person`: those to the key, then others to the email address."""
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
    """The reason why an addressee is left out of a wave; "" for an addressee who is in it.

    `past` are the deliveries to this key, or to this email address under another key. `answers` gives by key the
    reason that stops a follow-up. With `repeat`, a first wave also goes to those who have received the letter.
    """
    if not wave.is_follow_up:
        return "" if repeat else _already_has(address, past)
    answer = next((answers[name] for name in (key, *(delivery.addressee for delivery in past)) if name in answers), "")
    return answer or _too_soon(wave, address, past) or _not_received(past)


def _already_has(address: str, past: Sequence[PastDelivery]) -> str:
    """Why a first wave leaves an addressee out; "" if the letter has not arrived and there is an address to try."""
    earlier = next((delivery for delivery in past if _is_reached_or_waiting(delivery)), None)
    if earlier:
        return f"already has this letter from wave {earlier.wave}"
    bounced = next((delivery for delivery in past if _has_bounced(delivery, address)), None)
    return f"the email of wave {bounced.wave} bounced: correct the address" if bounced else ""


def _has_bounced(delivery: PastDelivery, address: str) -> bool:
    return delivery.state is DeliveryState.BOUNCED and delivery.address.lower() == address.lower()


def _too_soon(wave: WavePurpose, address: str, past: Sequence[PastDelivery]) -> str:
    """Why a follow-up would go nowhere, come too soon, or come for the second time."""
    for delivery in past:
        if _has_bounced(delivery, address):
            return f"the email of wave {delivery.wave} bounced"
        if delivery.purpose is wave and _is_reached_or_waiting(delivery):
            return f"already has the {wave} from wave {delivery.wave}"
        if delivery.state in WAITING:
            return f"wave {delivery.wave} has not been sent yet"
    return ""


def _not_received(past: Sequence[PastDelivery]) -> str:
    if any(delivery.state is DeliveryState.SENT for delivery in past):
        return ""
    uncertain_wave = next(
        (delivery.wave for delivery in past if delivery.state in (DeliveryState.UNCERTAIN, DeliveryState.SENDING)), ""
    )
    return f"it is uncertain whether wave {uncertain_wave} arrived" if uncertain_wave else "has not received the letter"


def _is_reached_or_waiting(delivery: PastDelivery) -> bool:
    """Whether the letter has arrived, may have, or will. One that bounced has not, so that a corrected address gets
    it."""
    return (delivery.state in REACHED and delivery.state is not DeliveryState.BOUNCED) or delivery.state in WAITING
