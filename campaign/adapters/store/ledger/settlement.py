"""A delivery of which nobody knew whether it arrived, closed."""

import datetime as dt

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState


def settle(
    db: Database, delivery: int, from_state: DeliveryState, state: DeliveryState, text: str, at: dt.datetime
) -> bool:
    """Move a delivery by evidence or a person's word, which stays on its record. False when it is no longer in
    `from_state`. What came back had first been taken, and the record says both."""
    if state is not DeliveryState.BOUNCED:
        return deliveries.settle(db, delivery, from_state, state, text, at)
    if from_state is not DeliveryState.SENT and not deliveries.settle(
        db, delivery, from_state, DeliveryState.SENT, text, at
    ):
        return False
    return deliveries.settle(db, delivery, DeliveryState.SENT, DeliveryState.BOUNCED, text, at)
