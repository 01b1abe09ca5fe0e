"""Whom to ring, out of what the store knows."""

import datetime as dt

from campaign.core.delivery.calls import Call, calls
from campaign.adapters.store import Store, people, replies


def due(store: Store, letter: str, today: dt.date, days: int) -> tuple[Call, ...]:
    """Whom to ring on a day, `days` working days after the letter went."""
    return calls(
        store.read(people.addressees, letter),
        store.read(replies.ended, letter),
        store.read(replies.came, letter),
        store.read(replies.positions, letter),
        today,
        days,
    )
