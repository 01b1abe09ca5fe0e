"""What a campaign is set to, as values. Times are aware and in UTC; campaign.toml has them local to the zone."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.core.settings.rules import Rules
from campaign.core.settings.sender import Sender
from campaign.core.timetable import Timetable

STARTTLS = "starttls"
TLS = "tls"
PLAIN = "none"


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """[campaign]. After `deadline` nothing is sent; without it in the file it is the time of the vote."""

    name: str
    vote_at: dt.datetime
    deadline_at: dt.datetime
    zone: ZoneInfo
    letter: str = ""
    honorific_style: str = "eu"
    minimum_signatories: int = 0
    max_words: int = 1500
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class SmtpTable:
    """[smtp], with the password from the environment. It never shows in a repr, a log or an error. Where there is a
    `token_command`, what it prints counts instead."""

    host: str
    port: int
    security: str = STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    token_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImapTable:
    """[imap], the mailbox that answers come to, with the password from the environment, never in a repr."""

    host: str
    port: int
    security: str = TLS
    username: str = ""
    folder: str = "INBOX"
    password: str = field(default="", repr=False)
    token_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivacyTable:
    """[privacy]. Who answers for the signers' data and where they write, "" for the sender; for how many days after the
    vote it is kept."""

    controller: str = ""
    contact: str = ""
    retention_days: int = 180


@dataclass(frozen=True, slots=True)
class SigningTable:
    """[signing]. `opens_at` is None where signing is open as soon as there is a text, `closes_at` where it is until the
    deadline."""

    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    individuals: bool = False


@dataclass(frozen=True, slots=True)
class WebTable:
    """[web]. `frame_ancestors` is the source list of a Content-Security-Policy, `client_header` in small letters."""

    frame_ancestors: str = "*"
    client_header: str = ""


@dataclass(frozen=True, slots=True)
class InvitingTable:
    """[inviting]. An answer is wished for by `soft_at`. Between two mails to the same silent contact lie
    `remind_after_days`. `register` is the path of the Transparency Register's export, "" for none."""

    soft_at: dt.datetime | None = None
    remind_after_days: int = 3
    per_minute: float = 30.0
    register: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything. `smtp` is None where no server is set: mails are then written to the
    outbox folder. `dkim_selector` names the key that mails are signed with, "" where it is not known; `dkim_sign` says
    that they are signed here. `attach_pdf` says whether each mail carries its letter as PDF. `imap` is None where no
    mailbox is set.
    `database` is the address of a PostgreSQL database, with its password, "" for the file campaign.db.
    `timetable` holds the dates before the vote. `rspamd` is the web address of a spam filter that a preview
    asks, "" for none."""

    campaign: CampaignTable
    sender: Sender
    sending: Rules = field(default_factory=Rules)
    smtp: SmtpTable | None = None
    dkim_selector: str = ""
    attach_pdf: bool = False
    imap: ImapTable | None = None
    privacy: PrivacyTable = PrivacyTable()
    database: str = field(default="", repr=False)
    web: WebTable = WebTable()
    signing: SigningTable = SigningTable()
    timetable: Timetable = field(default_factory=Timetable)
    inviting: InvitingTable = InvitingTable()
    dkim_sign: bool = False
    rspamd: str = "http://127.0.0.1:11333"

    @property
    def controller(self) -> str:
        """Who answers for the signers' data."""
        return self.privacy.controller or self.sender.name

    @property
    def privacy_contact(self) -> str:
        """Where signers write about their data."""
        return self.privacy.contact or self.sender.reply_to or self.sender.address

    @property
    def purge_at(self) -> dt.datetime:
        """When the signers' personal data is due to be deleted."""
        return self.campaign.vote_at + dt.timedelta(days=self.privacy.retention_days)

    @property
    def signing_closes_at(self) -> dt.datetime:
        """From then on nobody can sign on the web."""
        return self.signing.closes_at or self.campaign.deadline_at
