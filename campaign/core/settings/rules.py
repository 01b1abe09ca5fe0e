"""When mails may go, and how fast. What campaign.toml's [sending] says."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

# As a window's end: the day's last second belongs to the window, which goes on until midnight.
END_OF_DAY = dt.time(23, 59, 59)
# So many mails a minute are more than any server asks for.
NO_PACE = 100_000


@dataclass(frozen=True, slots=True)
class Rules:
    """Nothing goes before `not_before_at` (aware UTC), outside the window or on other weekdays (0 is Monday), or
    faster than `per_minute` (from NO_PACE on: as fast as the server takes them) and `per_hour` (None: no such limit).

    Window and weekdays are on the clock of the addressee's country, or with `by_addressee` off on the campaign's; with
    `holidays` nothing goes on those of the EU's institutions. A gap between two mails is up to `jitter` of it longer.
    `per_day` is the most in any 24 hours, `per_day_by_domain` the same by the recipient's domain, with "*" for every
    other one. `attempts` is how often one delivery is tried, `stop_after` how many failures in a row end a run,
    `timeout_seconds` how long a server may stay silent.
    """

    not_before_at: dt.datetime | None = None
    window_start: dt.time = dt.time(0, 0)
    window_end: dt.time = END_OF_DAY
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    per_minute: float = 30.0
    connections: int = 2
    attempts: int = 5
    stop_after: int = 5
    timeout_seconds: float = 60.0
    by_addressee: bool = True
    holidays: bool = False
    per_hour: float | None = None
    jitter: float = 0.3
    per_day: int | None = None
    per_day_by_domain: tuple[tuple[str, int], ...] = ()

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


@dataclass(frozen=True, slots=True)
class SendRules:
    """By which rules the mails of one kind, or of one wave, go."""

    rules: Rules
    """Window, days, pace and limits."""
    deadline_at: dt.datetime
    """From this moment on none of them goes (aware UTC)."""
    zone: ZoneInfo
    """The campaign's own: times are shown in it, and windows are on its clock where no other is known."""
    minimum_signatories: int = 0
    """So many organisations must stand under the letter, or none of them goes."""

    def is_over(self, now: dt.datetime) -> bool:
        """Whether the deadline has passed at `now` (aware): none of these mails goes any more."""
        return now >= self.deadline_at
