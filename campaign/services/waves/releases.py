"""What a released wave went out as."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store import versions
from campaign.services.campaign import Campaign
from campaign.services.waves.plan import PlannedWave


@dataclass(frozen=True, slots=True)
class Release:
    """A wave as it was released."""

    released_at: dt.datetime
    """Aware UTC."""
    version: int
    """The number of the version that its emails carry."""
    signatories: int
    """The number of organisations named under them."""


def release_of(campaign: Campaign, wave: PlannedWave) -> Release:
    """The release of a released wave."""
    mailing = wave.mailing
    assert mailing.released_at is not None
    number = campaign.store.read(versions.one, mailing.version).number
    return Release(mailing.released_at, number, len(mailing.signatories))
