"""When mails may go, and how fast. What campaign.toml's [sending] says."""

import datetime as dt
from dataclasses import dataclass

# As a window's end: the day's last second belongs to the window, which goes on until midnight.
END_OF_DAY = dt.time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Rules:
    """Nothing goes before `not_before_at` (aware UTC), outside the window or on other weekdays (0 is Monday; both in
    the campaign's zone), or faster than `per_minute`.

    `attempts` is how often one delivery is tried, `stop_after` how many failures in a row end a run,
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
