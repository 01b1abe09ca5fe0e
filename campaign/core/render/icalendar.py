"""What calendars (RFC 5545) are written of. All times are UTC: a zone's name would need the zone's rules."""

import datetime as dt
from collections.abc import Iterable

from campaign.core.render.characters import clean

_OCTETS = 75


def write_calendar(product: str, events: Iterable[str]) -> bytes:
    """A calendar around the lines of its events."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Undersigned//{product}//EN", "CALSCALE:GREGORIAN"]
    return "".join(f"{fold(line)}\r\n" for line in (*head, *events, "END:VCALENDAR")).encode()


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, each after the first begun with a space; no letter is cut."""
    pieces, piece, used = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if used + size > _OCTETS:
            pieces.append(piece)
            piece, used = " ", 1
        piece, used = piece + letter, used + size
    return "\r\n".join([*pieces, piece])


def escape(text: str) -> str:
    """Text as a value: commas, semicolons and backslashes marked, on one line."""
    text = clean(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,")


def format_utc(at: dt.datetime) -> str:
    """An aware moment: 20270426T100000Z."""
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
