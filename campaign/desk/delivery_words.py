"""The states of deliveries as the desk shows them: a badge and a word each."""

from collections.abc import Mapping

from campaign.core.delivery.states import DeliveryState

BADGES: Mapping[DeliveryState, tuple[str, str]] = {
    DeliveryState.SENT: ("ok", "sent"),
    DeliveryState.PLANNED: ("", "planned"),
    DeliveryState.QUEUED: ("half-way", "waiting"),
    DeliveryState.SENDING: ("half-way", "being sent"),
    DeliveryState.DEFERRED: ("half-way", "tried again"),
    DeliveryState.UNCERTAIN: ("stop", "uncertain"),
    DeliveryState.BOUNCED: ("stop", "bounced"),
    DeliveryState.FAILED: ("stop", "failed"),
    DeliveryState.EXPIRED: ("off", "expired"),
    DeliveryState.CANCELLED: ("off", "cancelled"),
}
"""In the order in which pages list them."""


def state_words(counts: Mapping[DeliveryState, int]) -> tuple[tuple[DeliveryState, str, str], ...]:
    """State, badge and words ("3 sent") of each state that has deliveries."""
    return tuple(
        (state, badge, f"{counts[state]} {words}") for state, (badge, words) in BADGES.items() if counts.get(state)
    )


def state_of(value: str) -> DeliveryState | None:
    """The state that an address names; None for none."""
    return DeliveryState(value) if value in {state.value for state in DeliveryState} else None
