"""What a monitoring system may know: whether the database answers, and how many there are, never who."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.store import figures as store_figures
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is watched, for each combination of its labels."""

    name: str
    meaning: str
    labels: tuple[str, ...]
    values: Mapping[tuple[str, ...], float]


def is_well(campaign: Campaign) -> bool:
    """Whether the database answers. Reads nothing about anybody."""
    try:
        campaign.store.read(store_figures.can_read)
    except CampaignError:
        return False
    return True


def figures(campaign: Campaign) -> tuple[Figure, ...]:
    """The numbers of all letters, and the time left before the vote. Raises StoreError."""
    left = (campaign.campaign_settings.campaign.vote_at - campaign.now()).total_seconds()
    signons = campaign.store.read(store_figures.signons)
    emails = campaign.store.read(store_figures.emails)
    labels = ("letter", "kind", "state")
    return (
        Figure("undersigned_signons", "Sign-ons by letter, kind and state.", labels, signons),
        Figure("undersigned_emails", "Emails by letter, kind of mailing and state.", labels, emails),
        Figure("undersigned_seconds_to_vote", "Seconds until the vote; below 0 after it.", (), {(): left}),
    )
