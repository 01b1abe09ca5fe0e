"""The tables of campaign.toml that say what the campaign is: its dates, who may sign, and what it keeps of people."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from campaign.core.settings import kinds, times
from campaign.core.settings.key import SettingsTable, Variable, key, required_key
from campaign.core.settings.rules import NO_PACE
from campaign.core.timetable.step import Step


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """[campaign]."""

    TABLE: ClassVar = SettingsTable("campaign", "What is decided, and when.")

    name: str = required_key(
        kinds.REQUIRED_TEXT,
        "Name of the campaign, for people.",
        "Keep the open source exemption",
        starter="Name of the campaign",
    )
    vote_at: dt.datetime = required_key(
        times.MOMENT, "Day and time of the vote, in the zone below.", "2027-04-26 12:00", starter="YYYY-MM-DD HH:MM"
    )
    """In UTC."""
    deadline: dt.datetime | None = key(
        times.MOMENT,
        "Nothing is sent after this time; not after the vote.",
        "2027-04-25 18:00",
        absent=None,
        otherwise="the time of the vote",
    )
    """As campaign.toml has it, in UTC; None where it names none. What counts is `deadline_at`."""
    zone: ZoneInfo = key(times.ZONE, "Zone of every time in this file.", "Europe/Brussels", default="Europe/Brussels")
    """Times are shown to people in it; the values themselves are in UTC."""
    letter: str = key(
        kinds.FOLDER,
        "Folder below letters/ with the letter that is worked on.",
        "first",
        absent="",
        otherwise="the only letter there is",
    )
    """"" for the only letter there is."""
    honorific_style: str = key(kinds.one_of("eu", "us"), "eu writes Mr Voss, us writes Mr. Voss.", "eu", default="eu")
    """"eu" or "us"."""
    minimum_signatories: int = key(
        kinds.whole_number(0, 100_000), "Nothing is sent with fewer organisations under the letter.", 5, default=0
    )
    max_words: int = key(
        kinds.whole_number(1, 1_000_000), "A letter with more words is named by the check.", 1500, default=1500
    )
    public_url: str = key(
        kinds.URL,
        "Where the letter stands on the web.",
        "https://coalition.example/letter",
        absent="",
        otherwise="no link to it",
    )
    """"" where it stands nowhere."""

    @property
    def deadline_at(self) -> dt.datetime:
        """From then on nothing of the letter is sent, in UTC: the deadline, or where there is none the vote."""
        return self.deadline or self.vote_at


@dataclass(frozen=True, slots=True)
class TimetableTable:
    """[timetable], as it is written. The fields are the values of Step, but for the first, which [signing] names.

    `Settings.timetable` has the dates that come of it.
    """

    TABLE: ClassVar = SettingsTable(
        "timetable", "The dates before the vote; `campaign timetable` shows them, and what is late."
    )

    approval: times.PlannedTime = key(
        times.DATE,
        "Until when each sign-on is approved or refused.",
        "2027-04-09 12:00",
        default="11 working days before, 12:00",
    )
    freeze: times.PlannedTime = key(
        times.DATE, "Until when the text is frozen.", "2027-04-09 18:00", default="11 working days before, 18:00"
    )
    first: times.PlannedTime = key(
        times.DATE,
        "When the letter goes. Written here, it does not go before; the default only reminds.",
        "2027-04-12 09:00",
        default="10 working days before, 09:00",
    )
    follow_up: times.PlannedTime = key(
        times.DATE,
        "When the letter goes again to those who have not answered, and not before.",
        "2027-04-19 09:00",
        default="5 working days before, 09:00",
    )
    last_call: times.PlannedTime = key(
        times.DATE,
        "When it goes to them for the last time, and not before.",
        "2027-04-23 09:00",
        default="1 working day before, 09:00",
    )

    def planned_time(self, step: Step) -> times.PlannedTime:
        """When a step is planned. A moment is in UTC."""
        planned: times.PlannedTime = getattr(self, step)
        return planned


@dataclass(frozen=True, slots=True)
class InvitingTable:
    """[inviting]."""

    TABLE: ClassVar = SettingsTable("inviting", "Asking organisations to sign, and how fast mails to signatories go.")

    soft_deadline_at: dt.datetime | None = key(
        times.MOMENT,
        "By when an answer is wished for; invitations and reminders say it, and when signing closes.",
        "2027-04-16 18:00",
        absent=None,
        otherwise="they say only when signing closes",
    )
    """In UTC; None where no answer is wished for before signing closes."""
    remind_after_days: int = key(
        kinds.whole_number(1, 365), "Days between two mails to the same silent contact, at least.", 3, default=3
    )
    per_minute: float = key(
        kinds.number(NO_PACE),
        f"Mails to signatories a minute, at most; {NO_PACE} for no limit. [sending] does not hold them back.",
        30,
        default=30,
    )
    register: str = key(
        kinds.TEXT,
        "Path of the Transparency Register's export, to find organisations in while reviewing.",
        "private/register.xml",
        absent="",
        otherwise="not looked at",
    )
    """Relative to the campaign's folder; "" where there is none."""


@dataclass(frozen=True, slots=True)
class PrivacyTable:
    """[privacy]."""

    TABLE: ClassVar = SettingsTable(
        "privacy", "What the sign-on page tells those who sign, and how long their data is kept."
    )

    controller: str = key(
        kinds.TEXT,
        "Who answers for the signers' data: name and place of the organisation.",
        "Open Coalition, Brussels",
        absent="",
        otherwise="the name of the sender",
    )
    """"" for the sender: read `Settings.controller`."""
    contact: str = key(
        kinds.OPTIONAL_EMAIL,
        "Where signers write about their data.",
        "privacy@coalition.example",
        absent="",
        otherwise="where answers go",
    )
    """"" for where answers go: read `Settings.privacy_contact`."""
    retention_days: int = key(
        kinds.whole_number(1, 3650),
        "Days after the vote until the signers' personal data is deleted by `campaign purge`.",
        180,
        default=180,
    )
    """Read `Settings.purge_at` for the time."""


@dataclass(frozen=True, slots=True)
class StoreTable:
    """[store]."""

    TABLE: ClassVar = SettingsTable("store", "Where the campaign's data is kept. Without it, in the file campaign.db.")

    database: str = key(
        kinds.DATABASE,
        "A PostgreSQL database that several machines share; an address with a password belongs in .env.",
        "postgresql://campaign@db.coalition.example/campaign",
        absent="",
        otherwise="the file campaign.db",
        variable=Variable("CAMPAIGN_DATABASE", kinds.SECRET_DATABASE, secret=True),
    )
    """The address with its password, in no repr; "" for the file campaign.db."""


@dataclass(frozen=True, slots=True)
class SigningTable:
    """[signing]."""

    TABLE: ClassVar = SettingsTable("signing", "Who may sign on the web, and from when until when.")

    opens_at: dt.datetime | None = key(
        times.MOMENT,
        "Before this time nobody can sign on the web.",
        "2027-03-01 09:00",
        absent=None,
        otherwise="as soon as a version is frozen",
    )
    """In UTC; None where signing is open as soon as a version is frozen."""
    closes_at: dt.datetime | None = key(
        times.MOMENT,
        "After this time nobody can sign on the web; not after the vote. The first date of the timetable.",
        "2027-04-20 18:00",
        absent=None,
        otherwise="the deadline",
    )
    """As campaign.toml has it, in UTC; None for the deadline. What counts is `Settings.signing_closes_at`."""
    individuals: bool = key(
        kinds.FLAG, "Whether people may sign in their own names, apart from organisations.", example=True, default=False
    )


@dataclass(frozen=True, slots=True)
class WebTable:
    """[web]."""

    TABLE: ClassVar = SettingsTable("web", "How the pages of `campaign serve` stand on the web.")

    frame_ancestors: str = key(
        kinds.SITES,
        "Sites that may show the counter of signatories in a frame.",
        "https://partner.example https://*.coalition.example",
        default="*",
    )
    """The source list of a Content-Security-Policy."""
    client_header: str = key(
        kinds.HEADER,
        "Header in which the proxy before the pages writes whose request it is; its last address counts. Set it only "
        "where the proxy sets it.",
        "X-Forwarded-For",
        absent="",
        otherwise="the other end of the connection",
    )
    """In small letters; "" where no proxy is trusted."""
