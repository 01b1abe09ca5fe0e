"""Checks the mailbox that replies come to: can it be opened with these settings, and can senders be proven?"""

from campaign.adapters.imap import open_inbox
from campaign.core.replies.sender_proof import server_name
from campaign.core.settings import ImapTable
from campaign.errors import MailboxError
from campaign.services.doctor.result import CheckResult, ok, problem, skipped, warning


def check_mailbox(settings: ImapTable | None) -> list[CheckResult]:
    """Open the mailbox as `campaign reply fetch` does, and read nothing."""
    if settings is None:
        return [skipped("mailbox", "none is set: replies and bounces are not read", "set host and username in [imap]")]
    try:
        with open_inbox(settings) as inbox:
            mailbox = ok("mailbox", f"{settings.username} can read {inbox.folder} at {settings.host}:{settings.port}")
    except MailboxError as error:
        return [problem("mailbox", error.message, error.fix)]
    return [mailbox, _check_proof(settings)]


def _check_proof(settings: ImapTable) -> CheckResult:
    if server_name(settings.host, settings.authserv_id):
        return ok("proof of senders", "the server's Authentication-Results are read")
    text = "a reply that does not name your letter's Message-ID is only listed as a claim"
    return warning("proof of senders", text, "set authserv_id in [imap], if your server checks DMARC")
