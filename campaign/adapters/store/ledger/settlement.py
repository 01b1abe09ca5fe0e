"""Settling deliveries that are uncertain, or that bounced later."""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState


def settle(
    db: Database, delivery: int, from_state: DeliveryState, state: DeliveryState, text: str, at: dt.datetime
) -> bool:
    """Set a delivery's state by evidence or a person's decision, which is added as an event.

    A bounce means that the email was sent first, so both events are added. Returns False if the delivery is no longer
    in `from_state`.
    """
    if state is not DeliveryState.BOUNCED:
        return deliveries.settle(db, delivery, from_state, state, text, at)
    if from_state is not DeliveryState.SENT and not deliveries.settle(
        db, delivery, from_state, DeliveryState.SENT, text, at
    ):
        return False
    return deliveries.settle(db, delivery, DeliveryState.SENT, DeliveryState.BOUNCED, text, at)
