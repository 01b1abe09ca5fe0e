"""SMTP: a Transport opens connections, and a Connection sends the messages of a MailSource. The rest is internal:
the dialogue, pipelining, TLS and logins. A rehearsal sends to the `catcher`."""

from campaign.adapters.smtp.smtp import SmtpTransport, log_in
from campaign.adapters.smtp.transport import MailConnection, MailSource, Transport

__all__ = ["MailConnection", "MailSource", "SmtpTransport", "Transport", "log_in"]
