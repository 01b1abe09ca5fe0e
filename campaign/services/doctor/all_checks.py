"""All checks, one after the other. One failure hides no other."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from campaign.adapters.dkim.signer import signing_key
from campaign.adapters.dns import Dns, NoAnswer, Resolver
from campaign.adapters.files.folder import Folder
from campaign.adapters.store import people
from campaign.adapters.store.sqlite import sqlite_version
from campaign.core.delivery.records import MailingKind
from campaign.core.delivery.rules import rules_for
from campaign.core.settings import Settings
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.doctor import clock, disk, domain, mailbox, smtp, spf, store, templates
from campaign.services.doctor import settings as settings_subject
from campaign.services.doctor.restore_drill import check_drill
from campaign.services.doctor.result import CheckResult, ok, problem
from campaign.services.doctor.signatories import check_signatories

_LONGEST_WAIT = 15.0


def examine(campaign: Campaign, resolver: Resolver | None = None) -> list[CheckResult]:
    """Run all checks and return the results, the most important first. Takes seconds: it asks DNS and the mail server.

    `resolver` answers DNS queries; None for the system's. Raises FolderError when there is no campaign.
    """
    folder, now = campaign.folder, campaign.now()
    settings, results = settings_subject.check_settings(campaign)
    if settings is not None:
        results += _check_network(folder, settings, resolver or Dns(), _number_of_addressees(campaign))
        results += _check_times(settings, now)
        results.append(settings_subject.check_public_url(settings))
        results += check_signatories(campaign)
    results += _check_machine(folder, settings.store.database if settings else "", now)
    return results


def _number_of_addressees(campaign: Campaign) -> int:
    """How many emails a wave may have; 0 while nobody knows."""
    try:
        return len(campaign.store.read(people.addressees, campaign.letter)) if campaign.has_store else 0
    except CampaignError:
        return 0  # another check says what is wrong


def _check_network(folder: Folder, settings: Settings, resolver: Resolver, emails: int) -> list[CheckResult]:
    key, public = _check_signing_key(folder, settings)
    wait = min(settings.sending.timeout_seconds, _LONGEST_WAIT)
    return [
        *asyncio.run(smtp.check_mail_server(settings.smtp, wait)),
        *smtp.check_sender(settings.smtp, settings.sender.address),
        *smtp.check_limits(settings.smtp, settings.sending, emails),
        *mailbox.check_mailbox(settings.imap),
        *key,
        *domain.check_domain(resolver, settings.sender.address, settings.sender.dkim_selector, public),
        *_check_spf_server(resolver, settings),
    ]


def _check_spf_server(resolver: Resolver, settings: Settings) -> list[CheckResult]:
    own = domain.ascii_domain(settings.sender.address)
    try:
        return [] if domain.is_reserved(own) else spf.check_spf_server(resolver, own, settings.smtp)
    except NoAnswer:
        return []  # the check of the domain says so


def _check_signing_key(folder: Folder, settings: Settings) -> tuple[list[CheckResult], str]:
    """The result for the campaign's own DKIM key, and its public half; nothing when the mail server signs."""
    try:
        key = signing_key(folder, settings)
    except CampaignError as error:
        return [problem("dkim key", error.message, error.fix)], ""
    return ([ok("dkim key", "emails are signed here")], key.public) if key else ([], "")


def _check_times(settings: Settings, now: dt.datetime) -> list[CheckResult]:
    campaign = settings.campaign
    zone: ZoneInfo = campaign.zone
    return [
        clock.check_zone(zone, now),
        clock.check_vote(campaign.vote_at, rules_for(settings, MailingKind.LETTER), now),
    ]


def _check_machine(folder: Folder, database_url: str, now: dt.datetime) -> list[CheckResult]:
    # First, because opening the database writes a file.
    rights = disk.check_rights(folder)
    written_at, what = disk.newest_file(folder)
    recorded_at, database = store.check_database(folder, database_url)
    if recorded_at is not None and recorded_at > written_at:
        written_at, what = recorded_at, "an entry in the database"
    return [
        clock.check_clock(now, written_at, what),
        *rights,
        store.check_sqlite(sqlite_version()),
        database,
        *templates.check_templates(folder),
        *check_drill(folder, now),
        disk.check_disk_space(disk.free_bytes(folder)),
    ]
