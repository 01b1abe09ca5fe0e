"""Whether each addressee has had the letter, as its waves show it.

Nobody is missed in silence: who is on the list and has not had the letter is named, with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import PastDelivery, deliveries_by_person, deliveries_to
from campaign.core.delivery.states import WAITING, DeliveryState


class ReachState(StrEnum):
    """How far the letter has come to an addressee."""

    RECEIVED = "received"
    """A mail server accepted it, and it has not bounced."""
    UNCERTAIN = "uncertain"
    """It may or may not have arrived."""
    WAITING = "waiting"
    """It is released and will be sent."""
    MISSED = "missed"
    """It did not arrive, or was never sent to him or her."""
    NO_ADDRESS = "no address"
    """There is no email address to send it to."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the letter has come to one addressee."""

    addressee: Addressee
    state: ReachState
    why: str
    """The reason, in words for the coordinator: "sent in wave first", "added after wave first"."""
    can_send: bool = False
    """Whether another wave would go to this addressee: he or she missed the letter and has an address to try."""


# From the best to the worst: an addressee has had the letter if one of several emails arrived.
_ORDER = (
    (ReachState.RECEIVED, (DeliveryState.SENT,)),
    (ReachState.UNCERTAIN, (DeliveryState.UNCERTAIN, DeliveryState.SENDING)),
    (ReachState.WAITING, WAITING),
)
_WORDS = {
    DeliveryState.SENT: "sent in wave {}",
    DeliveryState.UNCERTAIN: "uncertain in wave {}",
    DeliveryState.SENDING: "being sent in wave {}",
    DeliveryState.QUEUED: "waiting in wave {}",
    DeliveryState.DEFERRED: "waiting in wave {}",
    DeliveryState.BOUNCED: "the email of wave {} bounced",
    DeliveryState.FAILED: "the mail server refused the address in wave {}",
    DeliveryState.CANCELLED: "cancelled in wave {}",
    DeliveryState.EXPIRED: "the deadline passed before wave {} was sent",
}


def reach_of(people: Iterable[Addressee], past: Iterable[PastDelivery], last_wave: str) -> tuple[Reach, ...]:
    """How far the letter has come to each of these people, in their order. `past` are the deliveries of all its
    released waves, oldest first; `last_wave` is the newest of them to
    those who had not received the letter."""
    deliveries = deliveries_by_person(past)
    return tuple(_reach(person, deliveries_to(deliveries, person), last_wave) for person in people)


def _reach(person: Addressee, past: tuple[PastDelivery, ...], last_wave: str) -> Reach:
    for state, delivery_states in _ORDER:
        delivery = next((delivery for delivery in past if delivery.state in delivery_states), None)
        if delivery:
            return Reach(person, state, _WORDS[delivery.state].format(delivery.wave))
    if not person.address:
        return Reach(person, ReachState.NO_ADDRESS, "no email address")
    if not past:
        return Reach(person, ReachState.MISSED, f"added after wave {last_wave}", can_send=True)
    newest = past[-1]
    why = _WORDS[newest.state].format(newest.wave)
    if newest.state in (DeliveryState.BOUNCED, DeliveryState.FAILED):
        is_corrected = newest.address.lower() != person.address.lower()
        has_bounced = any(_has_bounced(delivery, person) for delivery in past)
        return Reach(
            person,
            ReachState.MISSED,
            f"{why}; the address was corrected since" if is_corrected else why,
            can_send=not has_bounced,
        )
    return Reach(person, ReachState.MISSED, why, can_send=True)


def _has_bounced(delivery: PastDelivery, person: Addressee) -> bool:
    return delivery.state is DeliveryState.BOUNCED and delivery.address.lower() == person.address.lower()


def missed(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """Those who have an email address and have not had the letter."""
    return tuple(reach for reach in reaches if reach.state is ReachState.MISSED)
