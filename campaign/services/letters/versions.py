"""Lists and reads the frozen versions of a letter."""

from campaign.adapters.store import versions
from campaign.core.letters import Version
from campaign.core.letters.version import VersionText
from campaign.errors import UsageError
from campaign.services.campaign import Campaign


def list_versions(campaign: Campaign) -> tuple[Version, ...]:
    """Return the versions of the campaign's letter, the oldest first."""
    return campaign.store.read(versions.all_of, campaign.letter)


def read_version(campaign: Campaign, number: int | None) -> tuple[Version, tuple[VersionText, ...]]:
    """Return a version and its texts, by default the newest. Raises UsageError if there is no such version."""
    chosen = [version for version in list_versions(campaign) if number in (None, version.number)]
    if not chosen:
        raise UsageError(
            f"{campaign.letter}: there is no version {number or ''}".rstrip(), fix="see campaign letter list"
        )
    return chosen[-1], campaign.store.read(versions.texts, chosen[-1].id)
