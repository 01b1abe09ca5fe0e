"""What a wave is meant to be: for whom, and from when on."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.audience import Purpose, purpose_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked for when a wave is planned."""

    wave: str
    """The wave's name."""
    purpose: Purpose = Purpose.FIRST
    not_before_at: dt.datetime | None = None
    """From when on it goes, aware UTC; None where the timetable's time counts."""
    again: bool = False
    """Whether a first wave goes also to those who had the letter in another."""


def aim_of(
    campaign: Campaign, wave: str, purpose: Purpose | None, not_before_at: dt.datetime | None, *, again: bool
) -> Aim:
    """What is asked for; what is not (None) is as the wave was planned before, or as its name says.

    Raises Refused when a released wave would change.
    """
    before = campaign.store.read(deliveries.dispatch, campaign.letter, wave)
    wanted = purpose or (before.purpose if before else purpose_of(wave))
    if before and before.released_at and (not_before_at or wanted is not before.purpose):
        raise Refused(f"wave {wave} was released before", hint="campaign send cancel calls off what has not gone")
    return Aim(wave, wanted, not_before_at or (before.not_before_at if before else None), again)
