"""[sending]: when emails are sent, how fast, and with which attachment."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds, times
from campaign.core.settings.key import SettingsTable, key

# The end of a window that lasts until midnight.
END_OF_DAY = times.END_OF_DAY
# A number of emails per minute that means "no limit".
NO_PACE = 100_000


@dataclass(frozen=True, slots=True)
class SendingRules:
    """[sending]. The rules for emails to signatories are derived from these."""

    TABLE: ClassVar = SettingsTable("sending", "When emails of the letter are sent, and how fast.")

    not_before_at: dt.datetime | None = key(
        times.MOMENT, "Nothing is sent before this time.", "2027-04-19 09:00", absent=None, otherwise="at once"
    )
    """In UTC; None for no such limit."""
    window: times.Window = key(
        times.WINDOW,
        "Hours of the day in which emails are sent, in the time zone that window_zone selects.",
        "08:00-18:00",
        default="00:00-24:00",
    )
    """Local times. The end is END_OF_DAY if the window lasts until midnight."""
    by_addressee: bool = key(
        kinds.choice({"addressee": True, "campaign": False}),
        "The time zone of window and weekdays: addressee for the capital of the addressee's country (the campaign's "
        "zone if the country is not known), campaign for the campaign's zone.",
        "campaign",
        default="addressee",
        name="window_zone",
    )
    """Whether `window` and `weekdays` are in the time zone of the addressee's country, not the campaign's."""
    weekdays: tuple[int, ...] = key(times.DAYS, "Days on which emails are sent.", "mon-fri", default="mon-sun")
    """In order; 0 is Monday."""
    holidays: bool = key(
        kinds.choice({"eu": True, "none": False}),
        "eu: nothing is sent on the annual holidays of the EU institutions, and the timetable and the call list do not "
        "count them as working days.",
        "none",
        default="eu",
    )
    """Whether the holidays of the EU institutions are observed."""
    per_minute: float = key(
        kinds.number(NO_PACE), f"The most emails per minute; {NO_PACE} for no limit.", 30, default=30
    )
    """NO_PACE or more for no limit."""
    per_hour: float | None = key(
        kinds.number(6_000_000),
        "The most emails per hour, evenly spread.",
        60,
        absent=None,
        otherwise="as many as per_minute allows",
    )
    """None for no such limit."""
    jitter: float = key(
        kinds.number(1, or_zero=True),
        "How irregular the pace is: each gap between two emails is made longer by up to this share.",
        0.3,
        default=0.3,
    )
    """From 0 to 1."""
    per_day: int | None = key(
        kinds.whole_number(1, 10_000_000),
        "The most emails in any 24 hours; set it to the limit of your provider.",
        400,
        absent=None,
        otherwise="no limit",
    )
    """None for no limit."""
    per_day_by_domain: tuple[tuple[str, int], ...] = key(
        kinds.DOMAIN_LIMITS,
        "The most emails in any 24 hours to the addresses of a domain.",
        "parliament.example 200, * 50",
        absent=(),
        otherwise="no limit",
    )
    """Domains in lower case, each with its limit; "*" is for all others. Empty for no limit."""
    connections: int = key(
        kinds.whole_number(1, 100), "The number of connections to the mail server at the same time.", 2, default=2
    )
    attempts: int = key(kinds.whole_number(1, 100), "How often a delivery is tried before it fails.", 5, default=5)
    stop_after: int = key(
        kinds.whole_number(1, 10_000), "The number of failures in a row after which sending stops.", 5, default=5
    )
    timeout_seconds: float = key(
        kinds.number(3600),
        "How many seconds to wait for an answer of the mail server; twice as long after the end of an email.",
        300,
        default=300,
    )
    attach_pdf: bool = key(
        kinds.FLAG, "Whether each email has the letter as a PDF attachment.", example=True, default=False
    )
    second_person: bool = key(
        kinds.FLAG,
        "Whether a wave is released by another person than the one who prepared it.",
        example=True,
        default=False,
    )
    rspamd: str = key(
        kinds.URL,
        'The address of an rspamd server; `campaign send preview` asks it to score the first email. "" for none.',
        "http://127.0.0.1:11333",
        default="http://127.0.0.1:11333",
        otherwise="rspamd on this machine, if it runs",
    )
    """The web address of the spam filter; "" for none."""

    @property
    def seconds_apart(self) -> float:
        """The least time between the starts of two emails, in seconds."""
        by_minute = 60 / self.per_minute if self.per_minute < NO_PACE else 0
        return max(by_minute, 3600 / self.per_hour if self.per_hour else 0)

    @property
    def is_limited(self) -> bool:
        """Whether earlier emails limit when the next one may be sent. Then one process must send all of them."""
        return self.seconds_apart > 0 or self.is_limited_by_day

    @property
    def is_limited_by_day(self) -> bool:
        return self.per_day is not None or bool(self.per_day_by_domain)

    def limit_of(self, domain: str) -> int | None:
        """The most emails to a domain in any 24 hours; None for no limit."""
        limits = dict(self.per_day_by_domain)
        return limits.get(domain.lower(), limits.get("*"))
