"""What a wave is meant to be: for whom, and from when on."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.audience import WavePurpose, purpose_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class WaveOptions:
    """What is asked for when a wave is planned."""

    wave: str
    """The wave's name."""
    purpose: WavePurpose = WavePurpose.FIRST
    not_before_at: dt.datetime | None = None
    """From when on it goes, aware UTC; None where the timetable's time counts."""
    again: bool = False
    """Whether a first wave goes also to those who had the letter in another."""


def wave_options(
    campaign: Campaign, wave: str, purpose: WavePurpose | None, not_before_at: dt.datetime | None, *, again: bool
) -> WaveOptions:
    """What is asked for; what is not (None) is as the wave was planned before, or as its name says.

    Raises Refused when a released wave would change.
    """
    existing = campaign.store.read(deliveries.find_mailing, campaign.letter, wave)
    wanted_purpose = purpose or (existing.purpose if existing else purpose_of(wave))
    if existing and existing.released_at and (not_before_at or wanted_purpose is not existing.purpose):
        raise Refused(f"wave {wave} was released before", fix="campaign send cancel calls off what has not gone")
    return WaveOptions(wave, wanted_purpose, not_before_at or (existing.not_before_at if existing else None), again)
