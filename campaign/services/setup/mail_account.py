"""Tests the mail account of the settings: server, login, mailbox, and an email to one's own address."""

import asyncio
from dataclasses import dataclass

from campaign.adapters import settings as settings_files
from campaign.core.compose.team_mail import account_test_mail
from campaign.services.campaign import Campaign
from campaign.services.doctor.mailbox import check_mailbox
from campaign.services.doctor.result import CheckResult, CheckStatus, ok, problem
from campaign.services.doctor.smtp import check_mail_server, check_sender
from campaign.services.team.team_mailing import send_team_mail

_LONGEST_WAIT = 15.0


@dataclass(frozen=True, slots=True)
class AccountTest:
    """What a test of the mail account showed."""

    results: tuple[CheckResult, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return all(result.status is not CheckStatus.PROBLEM for result in self.results)


def check_account(campaign: Campaign, address: str = "") -> AccountTest:
    """Log in to the mail server and to the mailbox of the settings as they are now, and send an email to `address`.

    Nothing is sent without an address, or if the server does not answer. Raises SettingsError.
    """
    settings = settings_files.load(campaign.folder.root)
    wait = min(settings.sending.timeout_seconds, _LONGEST_WAIT)
    results = [
        *asyncio.run(check_mail_server(settings.smtp, wait)),
        *check_sender(settings.smtp, settings.sender.address),
        *check_mailbox(settings.imap),
    ]
    is_reached = all(result.status is not CheckStatus.PROBLEM for result in results[:2])
    if address and settings.smtp is not None and is_reached:
        mail = account_test_mail(address, settings.campaign.name)
        if send_team_mail(campaign.with_settings(settings), mail, waits=(0.0,)):
            results.append(ok("email", f"the server took an email to {address}; look whether it arrives"))
        else:
            fix = "look at the sender's address: many servers take only that of the login"
            results.append(problem("email", f"the server refused an email to {address}", fix))
    return AccountTest(tuple(results))
