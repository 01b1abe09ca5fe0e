"""What a campaign is set to, as values. Times are aware and in UTC; campaign.toml has them local to its zone."""

from campaign.core.settings.model import (
    PLAIN,
    STARTTLS,
    TLS,
    CampaignTable,
    ImapTable,
    InvitingTable,
    PrivacyTable,
    Settings,
    SigningTable,
    SmtpTable,
    WebTable,
)
from campaign.core.settings.rules import END_OF_DAY, NO_PACE, Rules
from campaign.core.settings.sender import Sender

__all__ = [
    "END_OF_DAY",
    "NO_PACE",
    "PLAIN",
    "STARTTLS",
    "TLS",
    "CampaignTable",
    "ImapTable",
    "InvitingTable",
    "PrivacyTable",
    "Rules",
    "Sender",
    "Settings",
    "SigningTable",
    "SmtpTable",
    "WebTable",
]
