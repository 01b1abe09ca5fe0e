"""The key that a campaign signs its mails with (DKIM), and what to publish of it."""

from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.dkim import create_key, key_path, record_name, record_text, zone_line
from campaign.adapters.dkim.signer import domain_of
from campaign.errors import UsageError
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that was made."""

    path: Path
    """The file of its private half, which only its owner can read."""
    name: str
    """The name in the DNS under which the public half is to be published."""
    record: str
    """The TXT record to publish there."""
    zone_line: str
    """The same as a line of a zone's file."""


def make_signing_key(campaign: Campaign) -> SigningKey:
    """Make the key that the settings name. Raises UsageError when they name none, Refused when it is there already."""
    selector = campaign.settings.sender.dkim_selector
    if not selector:
        raise UsageError("no dkim_selector names the key", fix='write one into [sender]: dkim_selector = "mail2027"')
    domain, path = domain_of(campaign.settings), key_path(campaign.folder, selector)
    public = create_key(path).public
    return SigningKey(path, record_name(selector, domain), record_text(public), zone_line(selector, domain, public))
