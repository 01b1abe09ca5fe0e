"""The addressees of a letter."""

from campaign.adapters.store import people
from campaign.core.addressees import Addressee
from campaign.services.campaign import Campaign


def addressees(campaign: Campaign, letter: str) -> tuple[Addressee, ...]:
    """A letter's addressees in their order, which is the order of the joint salutation."""
    return campaign.store.read(people.addressees, letter)
