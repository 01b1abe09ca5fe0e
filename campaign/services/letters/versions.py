"""The frozen versions of a letter."""

from campaign.adapters.store import versions
from campaign.core.letters import Version
from campaign.core.letters.version import VersionText
from campaign.errors import UsageError
from campaign.services.campaign import Campaign


def list_versions(campaign: Campaign) -> tuple[Version, ...]:
    """The letter's versions, the oldest first."""
    return campaign.store.read(versions.all_of, campaign.letter)


def read_version(campaign: Campaign, number: int | None) -> tuple[Version, tuple[VersionText, ...]]:
    """A version and its texts; without a number, the newest. Raises UsageError when there is none."""
    chosen = [version for version in list_versions(campaign) if number in (None, version.number)]
    if not chosen:
        raise UsageError(f"{campaign.letter}: there is no version {number or ''}".rstrip(), fix="campaign letter list")
    return chosen[-1], campaign.store.read(versions.texts, chosen[-1].id)
