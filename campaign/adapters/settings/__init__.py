"""What a campaign is set to: campaign.toml for settings, `.env` or the environment for secrets. Read once, strictly.

Times in campaign.toml are local times of the campaign's zone; here they are aware and in UTC.
"""

from campaign.adapters.settings.model import (
    PLAIN,
    STARTTLS,
    TLS,
    CampaignTable,
    ImapTable,
    PrivacyTable,
    Settings,
    SigningTable,
    SmtpTable,
    WebTable,
)
from campaign.adapters.settings.read import load, parsed
from campaign.adapters.settings.starters import starters_left

__all__ = [
    "PLAIN",
    "STARTTLS",
    "TLS",
    "CampaignTable",
    "ImapTable",
    "PrivacyTable",
    "Settings",
    "SigningTable",
    "SmtpTable",
    "WebTable",
    "load",
    "parsed",
    "starters_left",
]
