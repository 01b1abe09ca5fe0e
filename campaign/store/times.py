"""Times as the store keeps them: text in UTC that sorts as it reads."""

import datetime as dt

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def to_text(at: dt.datetime) -> str:
    """An aware time as stored."""
    return at.astimezone(dt.UTC).strftime(_FORMAT)


def from_text(text: str) -> dt.datetime:
    """A stored time, aware and in UTC."""
    return dt.datetime.strptime(text, _FORMAT).replace(tzinfo=dt.UTC)
