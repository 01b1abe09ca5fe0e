"""The campaign's own DKIM key, and the DNS record to publish for it."""

from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.dkim import create_key, key_path, record_name, record_text, zone_line
from campaign.adapters.dkim.signer import domain_of
from campaign.errors import UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A new key."""

    path: Path
    """The file with the private half, which only its owner can read."""
    name: str
    """The DNS name for the public half."""
    record: str
    """The TXT record to publish under that name."""
    zone_line: str
    """The same record as a line of a zone file."""


def make_signing_key(campaign: Campaign) -> SigningKey:
    """Create the key that the settings name. Raises UsageError when they name none, Refused when it exists already."""
    selector = campaign.settings.sender.dkim_selector
    if not selector:
        raise UsageError(
            "the key has no name yet", fix='set dkim_selector in [sender], for example dkim_selector = "mail2027"'
        )
    domain, path = domain_of(campaign.settings), key_path(campaign.folder, selector)
    public = create_key(path).public
    return SigningKey(path, record_name(selector, domain), record_text(public), zone_line(selector, domain, public))
