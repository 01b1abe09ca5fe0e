"""Times as the store keeps them: text in UTC that sorts as it reads."""

import datetime as dt


def to_text(at: dt.datetime) -> str:
    """An aware time as stored."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> dt.datetime:
    """A stored time, aware and in UTC."""
    return dt.datetime.fromisoformat(text)
