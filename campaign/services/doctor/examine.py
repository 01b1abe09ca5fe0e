"""The whole examination: every subject in turn, each on its own, so that one failure hides no other."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

from campaign.adapters.dkim.signing import needed_key
from campaign.adapters.dns import Dns, Resolver
from campaign.adapters.files.folder import Folder
from campaign.adapters.store.sqlite import sqlite_version
from campaign.core.delivery.records import Post
from campaign.core.delivery.rules import rules_for
from campaign.core.settings import Settings
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.doctor import clock, domain, files, smtp, store, templates
from campaign.services.doctor import settings as settings_subject
from campaign.services.doctor.finding import Finding, ok, problem

_LONGEST_WAIT = 15.0


def examine(campaign: Campaign, resolver: Resolver | None = None) -> list[Finding]:
    """All findings, in the order in which they matter. Takes seconds: it asks name servers and the mail server.

    `resolver` answers questions to the DNS, None for the system's. Raises FolderError where there is no campaign.
    """
    folder, now = campaign.folder, campaign.now()
    settings, findings = settings_subject.look(campaign)
    if settings is not None:
        findings += _outside(folder, settings, resolver or Dns())
        findings += _times(settings, now)
    findings += _inside(folder, settings.store.database if settings else "", now)
    return findings


def _outside(folder: Folder, settings: Settings, resolver: Resolver) -> list[Finding]:
    key, public = _signing_key(folder, settings)
    wait = min(settings.sending.timeout_seconds, _LONGEST_WAIT)
    return [
        *asyncio.run(smtp.look(settings.smtp, wait)),
        *key,
        *domain.look(resolver, settings.sender.address, settings.sender.dkim_selector, public),
    ]


def _signing_key(folder: Folder, settings: Settings) -> tuple[list[Finding], str]:
    """What is to be said of the key that mails are signed with here, and its public half."""
    try:
        key = needed_key(folder, settings)
    except CampaignError as error:
        return [problem("dkim key", error.message, error.hint)], ""
    return ([ok("dkim key", "mails are signed here")], key.public) if key else ([], "")


def _times(settings: Settings, now: dt.datetime) -> list[Finding]:
    campaign = settings.campaign
    where: ZoneInfo = campaign.zone
    return [clock.zone(where, now), clock.vote(campaign.vote_at, rules_for(settings, Post.LETTER), now)]


def _inside(folder: Folder, address: str, now: dt.datetime) -> list[Finding]:
    # Looked at first: opening the database is itself a write.
    rights = files.modes(folder)
    written_at, what = files.newest(folder)
    recorded_at, database = store.look(folder, address)
    if recorded_at is not None and recorded_at > written_at:
        written_at, what = recorded_at, "an entry in the database"
    return [
        clock.clock(now, written_at, what),
        *rights,
        store.sqlite(sqlite_version()),
        database,
        *templates.look(folder),
        files.room(files.free_bytes(folder)),
    ]
