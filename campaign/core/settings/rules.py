"""[sending]: when mails may go, how fast, and what they carry."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from campaign.core.settings import kinds, times
from campaign.core.settings.key import SettingsTable, key

# As a window's end: the day's last second belongs to the window, which goes on until midnight.
END_OF_DAY = times.END_OF_DAY
# So many mails a minute are more than any server asks for.
NO_PACE = 100_000


@dataclass(frozen=True, slots=True)
class SendingRules:
    """[sending]. Mails to signatories go by rules of their own, made of these."""

    TABLE: ClassVar = SettingsTable("sending", "When mails may go, and how fast.")

    not_before_at: dt.datetime | None = key(
        times.MOMENT, "Nothing is sent before this time.", "2027-04-19 09:00", absent=None, otherwise="at once"
    )
    """In UTC; None where nothing has to wait."""
    window: times.Window = key(
        times.WINDOW,
        "Hours of the day in which mails go, on the clock that window_zone names.",
        "08:00-18:00",
        default="00:00-24:00",
    )
    """On that clock; it ends with END_OF_DAY where it goes on until midnight."""
    by_addressee: bool = key(
        kinds.choice({"addressee": True, "campaign": False}),
        "Whose clock: that of the capital of the addressee's country (the campaign's where no country is known), or "
        "the campaign's zone for all.",
        "campaign",
        default="addressee",
        name="window_zone",
    )
    """Whether window and weekdays are on the clock of the addressee's country; otherwise on the campaign's."""
    weekdays: tuple[int, ...] = key(times.DAYS, "Days on which mails go.", "mon-fri", default="mon-sun")
    """0 is Monday; in order."""
    holidays: bool = key(
        kinds.choice({"eu": True, "none": False}),
        "eu: nothing goes on the days on which the EU's institutions are closed every year, and neither the timetable "
        "nor the call list counts them as working days.",
        "eu",
        default="none",
    )
    """Whether the holidays of the EU's institutions count."""
    per_minute: float = key(kinds.number(NO_PACE), f"Mails a minute, at most; {NO_PACE} for no limit.", 30, default=30)
    """From NO_PACE on: as fast as the server takes them."""
    per_hour: float | None = key(
        kinds.number(6_000_000),
        "Mails an hour, at most, evenly spread.",
        60,
        absent=None,
        otherwise="as many as per_minute allows",
    )
    """None for no such limit."""
    jitter: float = key(
        kinds.number(1, or_zero=True),
        "How irregular the pace is: each gap between two mails is longer by up to this share of it.",
        0.3,
        default=0.3,
    )
    """From 0 to 1."""
    per_day: int | None = key(
        kinds.whole_number(1, 10_000_000),
        "Mails in any 24 hours, at most; what your provider allows.",
        400,
        absent=None,
        otherwise="no limit",
    )
    """None for no limit."""
    per_day_by_domain: tuple[tuple[str, int], ...] = key(
        kinds.DOMAIN_LIMITS,
        "Mails in any 24 hours by the recipient's domain, at most.",
        "parliament.example 200, * 50",
        absent=(),
        otherwise="no limit",
    )
    """Domains in small letters, each with its limit; "*" stands for every other one. Empty for no limit."""
    connections: int = key(kinds.whole_number(1, 100), "Connections to the mail server at a time.", 2, default=2)
    attempts: int = key(kinds.whole_number(1, 100), "How often one delivery is tried.", 5, default=5)
    stop_after: int = key(kinds.whole_number(1, 10_000), "Failures in a row that end a run.", 5, default=5)
    timeout_seconds: float = key(
        kinds.number(3600), "How long the mail server may stay silent, in seconds.", 60, default=60
    )
    attach_pdf: bool = key(kinds.FLAG, "Whether each mail carries its letter as PDF.", example=True, default=False)
    rspamd: str = key(
        kinds.URL,
        'Where rspamd answers, which `campaign send preview` gives the first mail to; "" for nowhere.',
        "http://127.0.0.1:11333",
        default="http://127.0.0.1:11333",
        otherwise="one on this machine, if there is any",
    )
    """The web address of a spam filter; "" where none is asked."""

    @property
    def seconds_apart(self) -> float:
        """The least time between the beginnings of two mails."""
        by_minute = 60 / self.per_minute if self.per_minute < NO_PACE else 0
        return max(by_minute, 3600 / self.per_hour if self.per_hour else 0)

    @property
    def is_limited(self) -> bool:
        """Whether what went before says when the next one may go; whoever sends must have sent all of it."""
        return self.seconds_apart > 0 or self.is_limited_by_day

    @property
    def is_limited_by_day(self) -> bool:
        return self.per_day is not None or bool(self.per_day_by_domain)

    def limit_of(self, domain: str) -> int | None:
        """How many mails may go to a domain in any 24 hours, None for as many as one likes."""
        limits = dict(self.per_day_by_domain)
        return limits.get(domain.lower(), limits.get("*"))
