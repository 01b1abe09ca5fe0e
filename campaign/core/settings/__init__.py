"""The settings of a campaign. Each is declared once, at the field that holds its value.

The declaration explains the key to people who write campaign.toml. The string below a field explains the value to
programmers: its unit, and the value of a missing key. Times are aware and in UTC; in campaign.toml they are local to
the campaign's zone.
"""

from campaign.core.settings.rules import SendingRules
from campaign.core.settings.sender import Sender
from campaign.core.settings.servers import PLAIN, STARTTLS, TLS, ImapTable, SmtpTable
from campaign.core.settings.settings import KEYS, Settings

__all__ = ["KEYS", "PLAIN", "STARTTLS", "TLS", "ImapTable", "SendingRules", "Sender", "Settings", "SmtpTable"]
