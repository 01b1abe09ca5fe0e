"""What a campaign is set to, each setting declared once at the field that holds it.

A field says what its key means to those who write campaign.toml. The string below it says what more there is to know
of the value: its unit, and what stands for a key that is left out. Times are aware and in UTC; campaign.toml has them
local to the campaign's zone.
"""

from campaign.core.settings.rules import SendingRules
from campaign.core.settings.sender import Sender
from campaign.core.settings.servers import PLAIN, STARTTLS, TLS, ImapTable, SmtpTable
from campaign.core.settings.settings import KEYS, Settings

__all__ = ["KEYS", "PLAIN", "STARTTLS", "TLS", "ImapTable", "SendingRules", "Sender", "Settings", "SmtpTable"]
