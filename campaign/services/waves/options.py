"""The options of a wave: its purpose, and when it may start."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.audience import WavePurpose, purpose_of
from campaign.errors import Refused
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class WaveOptions:
    """What a person asks for when planning a wave."""

    wave: str
    """The wave's name."""
    purpose: WavePurpose = WavePurpose.FIRST
    not_before_at: dt.datetime | None = None
    """Sending starts then at the earliest, aware UTC; None for the time in the timetable."""
    again: bool = False
    """Whether a first wave also goes to people who received the letter in another wave."""
    selection: tuple[str, ...] = ()
    """Words that select the part of the list that it goes to; see `keys_named`. Empty for the whole list."""


def wave_options(
    campaign: Campaign,
    wave: str,
    purpose: WavePurpose | None,
    not_before_at: dt.datetime | None,
    *,
    again: bool,
    selection: tuple[str, ...] | None = None,
) -> WaveOptions:
    """The options of a wave. None keeps what was planned before; for a new wave, the purpose follows from its name, and
    it goes to the whole list.

    Raises Refused when this would change a released wave.
    """
    existing = campaign.store.read(deliveries.find_mailing, campaign.letter, wave)
    wanted_purpose = purpose or (existing.purpose if existing else purpose_of(wave))
    if selection is None:
        selection = existing.selection if existing else ()
    changes = existing and (wanted_purpose, selection) != (existing.purpose, existing.selection)
    if existing and existing.released_at and (not_before_at or changes):
        raise Refused(
            f"wave {wave} is already released", fix="cancel the emails that are not sent yet: campaign send cancel"
        )
    start_at = not_before_at or (existing.not_before_at if existing else None)
    return WaveOptions(wave, wanted_purpose, start_at, again, selection)
