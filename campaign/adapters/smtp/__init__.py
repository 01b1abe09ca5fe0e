"""SMTP: a Transport opens lines, a Line hands over what a MailSource gives. How a line speaks (the dialogue, commands
sent ahead, TLS, logins) stays in here; a rehearsal sends to the `catcher`."""

from campaign.adapters.smtp.smtp import SmtpTransport, log_in
from campaign.adapters.smtp.transport import MailConnection, MailSource, Transport

__all__ = ["MailConnection", "MailSource", "SmtpTransport", "Transport", "log_in"]
