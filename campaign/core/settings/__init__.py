"""What a campaign is set to, each setting declared once at the field that holds it.

A field says what its key means to those who write campaign.toml. The string below it says what more there is to know
of the value: its unit, and what stands for a key that is left out. Times are aware and in UTC; campaign.toml has them
local to the campaign's zone.
"""

from campaign.core.settings.rules import END_OF_DAY, NO_PACE, Rules
from campaign.core.settings.sender import Sender
from campaign.core.settings.servers import PLAIN, STARTTLS, TLS, ImapTable, SmtpTable
from campaign.core.settings.settings import KEYS, TABLES, Settings
from campaign.core.settings.tables import (
    CampaignTable,
    InvitingTable,
    PrivacyTable,
    SigningTable,
    StoreTable,
    WebTable,
)
from campaign.core.settings.times import Window

__all__ = [
    "END_OF_DAY",
    "KEYS",
    "NO_PACE",
    "PLAIN",
    "STARTTLS",
    "TABLES",
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
    "StoreTable",
    "WebTable",
    "Window",
]
