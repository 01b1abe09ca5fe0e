"""All settings of a campaign, as one value."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.core.settings import tables
from campaign.core.settings.key import HasTable, SettingKey, keys_of
from campaign.core.settings.rules import SendingRules
from campaign.core.settings.sender import Sender
from campaign.core.settings.servers import ImapTable, SmtpTable
from campaign.core.timetable import Timetable

# In the order in which docs/settings.md has them.
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
)
KEYS: Mapping[str, SettingKey] = {key.path: key for table in TABLES for key in keys_of(table).values()}
"""Every setting there is, by its path, such as "campaign.vote"."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a campaign is set to: a field for each table of campaign.toml.

    Times are aware and in UTC; campaign.toml has them local to the campaign's zone.
    """

    campaign: tables.CampaignTable
    """What is decided, and when."""
    sender: Sender
    """Whom the mails come from."""
    sending: SendingRules = field(default_factory=SendingRules)
    """When the letter's mails may go, how fast, and what they carry. Mails to signatories have their own pace."""
    smtp: SmtpTable | None = None
    """The mail server; None where none is named: mails are then written to the folder outbox/."""
    imap: ImapTable | None = None
    """The mailbox that answers come to; None where none is named."""
    privacy: tables.PrivacyTable = field(default_factory=tables.PrivacyTable)
    """What those who sign are told of their data. `controller`, `privacy_contact` and `purge_at` say what counts."""
    store: tables.StoreTable = field(default_factory=tables.StoreTable)
    """Where the campaign's data is kept."""
    web: tables.WebTable = field(default_factory=tables.WebTable)
    """How the pages stand on the web."""
    signing: tables.SigningTable = field(default_factory=tables.SigningTable)
    """Who may sign on the web, and when. `signing_closes_at` says until when."""
    timetable: Timetable = field(default_factory=Timetable)
    """The dates before the vote: those of [timetable], and where it names none, counted back from the vote."""
    inviting: tables.InvitingTable = field(default_factory=tables.InvitingTable)
    """Asking organisations to sign, and the pace of the mails to signatories."""

    @property
    def controller(self) -> str:
        """Who answers for the signers' data."""
        return self.privacy.controller or self.sender.name

    @property
    def privacy_contact(self) -> str:
        """Where signers write about their data, a mail address."""
        return self.privacy.contact or self.sender.reply_to or self.sender.address

    @property
    def purge_at(self) -> dt.datetime:
        """When the signers' personal data is due to be deleted, in UTC."""
        return self.campaign.vote_at + dt.timedelta(days=self.privacy.retention_days)

    @property
    def signing_closes_at(self) -> dt.datetime:
        """From then on nobody can sign on the web, in UTC."""
        return self.signing.closes_at or self.campaign.deadline_at
