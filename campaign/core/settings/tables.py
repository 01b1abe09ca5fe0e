"""The tables of campaign.toml about the campaign itself: dates, signing, personal data, database and web pages."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from campaign.core.settings import kinds, times
from campaign.core.settings.key import SettingsTable, Variable, key, required_key
from campaign.core.settings.rules import NO_PACE
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.core.timetable.step import Step


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """[campaign]."""

    TABLE: ClassVar = SettingsTable("campaign", "The campaign, its vote and its deadline.")

    name: str = required_key(
        kinds.REQUIRED_TEXT,
        "The name of the campaign, as people read it.",
        "Keep the open source exemption",
        starter="Name of the campaign",
    )
    vote_at: dt.datetime = required_key(
        times.MOMENT, "The day and time of the vote, in the zone below.", "2027-04-26 12:00", starter="YYYY-MM-DD HH:MM"
    )
    """In UTC."""
    deadline: dt.datetime | None = key(
        times.MOMENT,
        "The letter is not sent after this time. Not after the vote.",
        "2027-04-25 18:00",
        absent=None,
        otherwise="the time of the vote",
    )
    """As written, in UTC; None if it is missing. Read `deadline_at` instead."""
    embargo_at: dt.datetime | None = key(
        times.MOMENT,
        "The letter is not public, and is not sent, before this time. Invited organisations can sign.",
        "2027-04-12 13:00",
        absent=None,
        otherwise="public once a version is frozen",
    )
    """In UTC; None for no embargo."""
    zone: ZoneInfo = key(
        times.ZONE, "The time zone of every time in this file.", "Europe/Brussels", default="Europe/Brussels"
    )
    """People read times in this zone; all values are in UTC."""
    letter: str = key(
        kinds.FOLDER,
        "The folder of the letter, below letters/.",
        "first",
        absent="",
        otherwise="the only letter there is",
    )
    """"" for the only letter there is."""
    honorific_style: str = key(
        kinds.one_of("eu", "us"),
        "How English honorifics are written: eu for Mr Voss, us for Mr. Voss.",
        "eu",
        default="eu",
    )
    """"eu" or "us"."""
    name_order: str = key(
        kinds.one_of("table", "alphabet"),
        "The order of organisations on the page, in emails and in print: that of your table, with later ones behind it,"
        " or the alphabet.",
        "table",
        absent="",
        otherwise="the alphabet on the page, the table in emails and print",
    )
    """"table", "alphabet", or "" for the order of version 0.1.0."""
    public_answers: str = key(
        kinds.one_of("none", "answered", "positions"),
        "Whether the page names the addressees who have received the letter: who has answered, and with positions who "
        "is for and against it.",
        "answered",
        default="none",
    )
    """"none", "answered" or "positions"."""
    minimum_signatories: int = key(
        kinds.whole_number(0, 100_000),
        "The letter is not sent with fewer listed signatories, organisations and individuals together. 0 for a letter"
        " that has none by design.",
        5,
        default=1,
    )
    max_words: int = key(
        kinds.whole_number(1, 1_000_000),
        "`campaign letter check` warns if a letter has more words.",
        1500,
        default=1500,
    )
    public_url: str = key(
        kinds.URL,
        "The web address of the letter's page.",
        "https://coalition.example/letter",
        absent="",
        otherwise="no link to the page",
    )
    """"" if it has no page."""
    timestamp_server: str = key(
        kinds.URL,
        "The address of a time stamp server (RFC 3161). It stamps each version when it is frozen.",
        "https://tsa.example/tsr",
        absent="",
        otherwise="no time stamps",
    )
    """"" for none."""
    timestamp_certificate: str = key(
        kinds.TEXT,
        "The path of the time stamp server's certificates (PEM), by which `campaign verify` checks its signature.",
        "private/tsa.pem",
        absent="",
        otherwise="the signature is not checked",
    )
    """Relative to the campaign folder; "" for none."""

    def is_under_embargo(self, now: dt.datetime) -> bool:
        """Whether the letter is not public yet at `now` (aware)."""
        return self.embargo_at is not None and now < self.embargo_at

    @property
    def deadline_at(self) -> dt.datetime:
        """When sending the letter ends, in UTC: the deadline, or the vote if there is none."""
        return self.deadline or self.vote_at


@dataclass(frozen=True, slots=True)
class TimetableTable:
    """[timetable], as written. The fields are the values of Step, except the first, which is in [signing].

    Read `Settings.timetable` for the dates.
    """

    TABLE: ClassVar = SettingsTable(
        "timetable", "The dates before the vote. `campaign timetable` shows them and what is late."
    )

    approval: times.PlannedTime = key(
        times.DATE,
        "When every sign-on must be approved or refused.",
        "2027-04-09 12:00",
        default="11 working days before, 12:00",
    )
    freeze: times.PlannedTime = key(
        times.DATE, "When the text must be frozen.", "2027-04-09 18:00", default="11 working days before, 18:00"
    )
    first: times.PlannedTime = key(
        times.DATE,
        "When the letter is sent. A date written here is enforced: nothing is sent earlier. The default only reminds.",
        "2027-04-12 09:00",
        default="10 working days before, 09:00",
    )
    follow_up: times.PlannedTime = key(
        times.DATE,
        "When the letter is sent again to addressees who have not answered. Not before this time.",
        "2027-04-19 09:00",
        default="5 working days before, 09:00",
    )
    last_call: times.PlannedTime = key(
        times.DATE,
        "When it is sent to them for the last time. Not before this time.",
        "2027-04-23 09:00",
        default="1 working day before, 09:00",
    )

    def planned_time(self, step: Step) -> times.PlannedTime:
        """When a step is planned. A fixed time is in UTC."""
        planned: times.PlannedTime = getattr(self, step)
        return planned


@dataclass(frozen=True, slots=True)
class InvitingTable:
    """[inviting]."""

    TABLE: ClassVar = SettingsTable("inviting", "Asking organisations to sign, and the pace of emails to signatories.")

    soft_deadline_at: dt.datetime | None = key(
        times.MOMENT,
        "When you would like an answer by. Invitations and reminders name it, and when signing closes.",
        "2027-04-16 18:00",
        absent=None,
        otherwise="they name only when signing closes",
    )
    """In UTC; None for no such date."""
    remind_after_days: int = key(
        kinds.whole_number(1, 365),
        "The least number of days between two emails to a contact who has not answered.",
        3,
        default=3,
    )
    per_minute: float = key(
        kinds.number(NO_PACE),
        f"The most emails to signatories per minute; {NO_PACE} for no limit. The limits of [sending] do not apply.",
        30,
        default=30,
    )
    register: str = key(
        kinds.TEXT,
        "The path of an export of the Transparency Register, in which a review looks up organisations.",
        "private/register.xml",
        absent="",
        otherwise="the register is not used",
    )
    """Relative to the campaign folder; "" for none."""


@dataclass(frozen=True, slots=True)
class PrivacyTable:
    """[privacy]."""

    TABLE: ClassVar = SettingsTable(
        "privacy", "What signers are told about their personal data, and how long it is stored."
    )

    controller: str = key(
        kinds.TEXT,
        "The controller of the signers' data (GDPR): name and place of the organisation.",
        "Open Coalition, Brussels",
        absent="",
        otherwise="the name of the sender",
    )
    """"" for the sender. Read `Settings.controller` instead."""
    contact: str = key(
        kinds.OPTIONAL_EMAIL,
        "The email address for questions about signers' data.",
        "privacy@coalition.example",
        absent="",
        otherwise="the address for replies",
    )
    """"" for the address for replies. Read `Settings.privacy_contact` instead."""
    retention_days: int = key(
        kinds.whole_number(1, 3650),
        "How many days after the vote `campaign purge` deletes the signers' personal data.",
        180,
        default=180,
    )
    """Read `Settings.purge_at` for the time."""


@dataclass(frozen=True, slots=True)
class StoreTable:
    """[store]."""

    TABLE: ClassVar = SettingsTable("store", "The campaign's database. Without this table it is the file campaign.db.")

    database: str = key(
        kinds.DATABASE,
        "The address of a PostgreSQL database, for several machines. An address with a password belongs in .env.",
        "postgresql://campaign@db.coalition.example/campaign",
        absent="",
        otherwise="the file campaign.db",
        variable=Variable("CAMPAIGN_DATABASE", kinds.SECRET_DATABASE, secret=True),
    )
    """The address with its password, never in a repr; "" for the file campaign.db."""


@dataclass(frozen=True, slots=True)
class SigningTable:
    """[signing]."""

    TABLE: ClassVar = SettingsTable("signing", "Who can sign on the web, and when.")

    opens_at: dt.datetime | None = key(
        times.MOMENT,
        "When signing on the web opens.",
        "2027-03-01 09:00",
        absent=None,
        otherwise="as soon as a version is frozen",
    )
    """In UTC; None to open as soon as a version is frozen."""
    closes_at: dt.datetime | None = key(
        times.MOMENT,
        "When signing on the web closes. Not after the vote. It is the first date of the timetable.",
        "2027-04-20 18:00",
        absent=None,
        otherwise="12 working days before the vote, 18:00; the deadline if signing opens later than that",
    )
    """As written, in UTC; None if it is missing. Read `Settings.signing_closes_at` instead."""
    individuals: bool = key(
        kinds.FLAG,
        "Whether individuals can sign, too. They are listed apart from organisations.",
        example=True,
        default=False,
    )
    confirmations_per_minute: int = key(
        kinds.whole_number(1, 100_000),
        "The most emails per minute to addresses that nobody has confirmed. Anybody can cause one with the form.",
        10,
        default=10,
    )
    confirmations_per_day: int = key(
        kinds.whole_number(1, 10_000_000),
        "The most of these emails in any 24 hours. The others wait, and the page says so.",
        200,
        default=200,
    )

    @property
    def budget(self) -> ConfirmationBudget:
        """The budget for emails to unconfirmed addresses."""
        return ConfirmationBudget(self.confirmations_per_minute, self.confirmations_per_day)


@dataclass(frozen=True, slots=True)
class WebTable:
    """[web]."""

    TABLE: ClassVar = SettingsTable("web", "The pages of `campaign serve`.")

    frame_ancestors: str = key(
        kinds.SITES,
        "The sites that can embed the counter of signatories in a frame.",
        "https://partner.example https://*.coalition.example",
        default="*",
    )
    """A source list, as in a Content-Security-Policy."""
    client_header: str = key(
        kinds.HEADER,
        "The header in which your proxy writes the client's address; the last address in it is used. Set this only if "
        "the proxy always sets the header.",
        "X-Forwarded-For",
        absent="",
        otherwise="the address of the connection",
    )
    """In lower case; "" to trust no proxy."""
    security_contact: str = key(
        kinds.OPTIONAL_EMAIL,
        "Who to tell about a security hole of this website. It is public, at /.well-known/security.txt.",
        "security@coalition.example",
        absent="",
        otherwise="no such file",
    )
