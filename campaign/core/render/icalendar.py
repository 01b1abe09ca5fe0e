"""Writes calendar files (RFC 5545). All times are UTC, so that no time zone definitions are needed."""

import datetime as dt
from collections.abc import Iterable

from campaign.core.render.characters import clean

_OCTETS = 75


def write_calendar(product: str, events: Iterable[str]) -> bytes:
    """Write a calendar file. `events` are the content lines of its events."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Undersigned//{product}//EN", "CALSCALE:GREGORIAN"]
    return "".join(f"{fold(line)}\r\n" for line in (*head, *events, "END:VCALENDAR")).encode()


def fold(line: str) -> str:
    """Fold a content line into lines of at most 75 octets without splitting a character (RFC 5545, 3.1)."""
    pieces, piece, used = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if used + size > _OCTETS:
            pieces.append(piece)
            piece, used = " ", 1
        piece, used = piece + letter, used + size
    return "\r\n".join([*pieces, piece])


def escape(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11) and put it on one line."""
    text = clean(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,")


def format_utc(at: dt.datetime) -> str:
    """Format an aware time: 20270426T100000Z."""
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
