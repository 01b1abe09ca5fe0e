"""Sessions of signed-in people: how long they last, and the device in words."""

import datetime as dt
from dataclasses import dataclass

IDLE_LIFE = dt.timedelta(hours=12)
"""Without a request for so long, a session ends."""
LONGEST_LIFE = dt.timedelta(days=14)
"""A session ends after this, however much it is used."""
SEEN_STEP = dt.timedelta(minutes=1)
"""How exactly it is stored when a session was last used."""
MOST_SESSIONS = 10
"""Sessions of one account; a new one ends the oldest."""

# In this order, because each browser also names the ones before it.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class TeamSession:
    """A signed-in browser."""

    id: int
    account: int
    created_at: dt.datetime
    seen_at: dt.datetime
    device: str
    """The browser and its system in words."""

    def is_alive(self, now: dt.datetime) -> bool:
        """Whether the session still counts."""
        return now < self.seen_at + IDLE_LIFE and now < self.created_at + LONGEST_LIFE

    def should_note_use(self, now: dt.datetime) -> bool:
        """Whether the stored time of the last use is too old."""
        return now >= self.seen_at + SEEN_STEP


def device_words(user_agent: str) -> str:
    """The browser and the system that a User-Agent header names: "Firefox on Linux"."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "a browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
