"""The dates of the letter as a calendar (RFC 5545). All times are UTC: a zone's name would need the zone's rules."""

import datetime as dt

from campaign.languages.page import page_words
from campaign.publish.edition import Edition
from campaign.publish.feeds import identifier
from campaign.render.characters import clean

_OCTETS = 75


def calendar(edition: Edition) -> bytes:
    """The vote, and the deadline where it is another moment, as events without length.

    The UIDs stay the same for good and SEQUENCE grows with the versions, so that a calendar moves an event that it
    holds already.
    """
    words = page_words(edition.languages[0])
    dates = {"vote": (words.vote, edition.vote_at)}
    if edition.deadline_at != edition.vote_at:
        dates["deadline"] = (words.deadline, edition.deadline_at)
    events = [line for name, (word, at) in dates.items() for line in _event(edition, name, word, at)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Undersigned//Letter//EN", "CALSCALE:GREGORIAN"]
    return "".join(f"{folded(line)}\r\n" for line in (*lines, *events, "END:VCALENDAR")).encode()


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, each after the first begun with a space; no letter is cut."""
    pieces, piece, used = [], "", 0
    for letter in line:
        size = len(letter.encode())
        if used + size > _OCTETS:
            pieces.append(piece)
            piece, used = " ", 1
        piece, used = piece + letter, used + size
    return "\r\n".join([*pieces, piece])


def escaped(text: str) -> str:
    """Text as a value: commas, semicolons and backslashes marked, on one line."""
    text = clean(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,")


def _event(edition: Edition, name: str, word: str, at: dt.datetime) -> list[str]:
    version, letter = edition.newest.version, edition.newest.letters[edition.languages[0]]
    return [
        "BEGIN:VEVENT",
        f"UID:{identifier(edition, name)}",
        f"SEQUENCE:{version.number}",
        f"DTSTAMP:{_utc(version.frozen_at)}",
        f"DTSTART:{_utc(at)}",
        f"SUMMARY:{escaped(f'{word}: {edition.title(letter.language)}')}",
        *([f"DESCRIPTION:{escaped(letter.ask)}"] if letter.ask else []),
        *([f"URL:{clean(edition.base)}index.html"] if edition.base else []),
        "END:VEVENT",
    ]


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
