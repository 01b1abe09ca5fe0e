"""All settings of a campaign, as one value."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.core.settings import tables
from campaign.core.settings.key import HasTable, SettingKey, keys_of
from campaign.core.settings.oauth import OAuthTable
from campaign.core.settings.rules import SendingRules
from campaign.core.settings.sender import Sender
from campaign.core.settings.servers import ImapTable, SmtpTable
from campaign.core.timetable import Step, Timetable

# In the order of docs/settings.md.
TABLES: tuple[type[HasTable], ...] = (
    tables.CampaignTable,
    tables.TimetableTable,
    Sender,
    SendingRules,
    tables.InvitingTable,
    SmtpTable,
    tables.PrivacyTable,
    tables.StoreTable,
    tables.SigningTable,
    tables.WebTable,
    ImapTable,
    OAuthTable,
)
KEYS: Mapping[str, SettingKey] = {key.path: key for table in TABLES for key in keys_of(table).values()}
"""Every setting by its path, such as "campaign.vote"."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a campaign: one field for each table of campaign.toml.

    Times are aware and in UTC; in campaign.toml they are local to the campaign's zone.
    """

    campaign: tables.CampaignTable
    """The campaign, its vote and its deadline."""
    sender: Sender
    """Who the emails come from."""
    sending: SendingRules = field(default_factory=SendingRules)
    """When emails of the letter are sent, how fast, and with which attachment. `inviting` has the pace of emails to
    signatories."""
    smtp: SmtpTable | None = None
    """The mail server; None if there is none. Then emails are written to the folder outbox/."""
    imap: ImapTable | None = None
    """The mailbox for replies; None if there is none."""
    privacy: tables.PrivacyTable = field(default_factory=tables.PrivacyTable)
    """How signers' data is handled, as written. Read `controller`, `privacy_contact` and `purge_at` instead."""
    store: tables.StoreTable = field(default_factory=tables.StoreTable)
    """The database."""
    web: tables.WebTable = field(default_factory=tables.WebTable)
    """How the pages are served."""
    signing: tables.SigningTable = field(default_factory=tables.SigningTable)
    """Who can sign on the web, and when. Read `signing_closes_at` for the end."""
    timetable: Timetable = field(default_factory=Timetable)
    """The dates before the vote: those of [timetable], or the defaults, counted back from the vote."""
    inviting: tables.InvitingTable = field(default_factory=tables.InvitingTable)
    """Invitations and reminders, and the pace of emails to signatories."""

    oauth: OAuthTable = field(default_factory=OAuthTable)
    """The sign-in that replaces passwords. `smtp.oauth` and `imap.oauth` are the same table where it is used."""

    @property
    def controller(self) -> str:
        """The controller of the signers' data (GDPR)."""
        return self.privacy.controller or self.sender.name

    @property
    def privacy_contact(self) -> str:
        """The email address for questions about signers' data."""
        return self.privacy.contact or self.sender.reply_to or self.sender.address

    @property
    def purge_at(self) -> dt.datetime:
        """When the signers' personal data has to be deleted, in UTC."""
        return self.campaign.vote_at + dt.timedelta(days=self.privacy.retention_days)

    @property
    def signing_closes_at(self) -> dt.datetime:
        """When signing closes, in UTC: as written, else the timetable's date, else the deadline."""
        date = self.timetable.date(Step.SIGN_ON_CLOSES)
        return self.signing.closes_at or (date.at if date else self.campaign.deadline_at)
