"""The calendar file."""

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.publish.calendar import calendar
from campaign.core.render.characters import clean
from campaign.core.render.icalendar import escape, fold
from tests.helpers.edition import ENGLISH, edition, frozen_version, three_versions

DEADLINE = dt.datetime(2027, 4, 20, 16, tzinfo=dt.UTC)


def _lines(data):
    return data.decode().replace("\r\n ", "").split("\r\n")


def _values(data, name):
    return [line.partition(":")[2] for line in _lines(data) if line.startswith(f"{name}:")]


def test_a_vote_is_one_event():
    """Its time is in UTC, title and ask are escaped, and it is dated by the version, not by a clock."""
    assert [line for line in _lines(calendar(edition())) if not line.startswith("UID:")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Undersigned//Letter//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "SEQUENCE:1",
        "DTSTAMP:20270201T233000Z",
        "DTSTART:20270426T100000Z",
        "SUMMARY:Vote: Keep forests standing",
        "DESCRIPTION:Adopt amendment 4\\; reject 5\\, please.",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_events_stay_the_same_while_versions_come():
    """The UID stays the same and the sequence grows; a different deadline is a second event."""
    one, three = calendar(edition()), calendar(three_versions(deadline_at=DEADLINE, public_url="https://f.example"))

    assert _values(three, "UID")[0] == _values(one, "UID")[0]
    assert len(set(_values(three, "UID"))) == 2
    assert _values(three, "SEQUENCE") == ["3", "3"]
    assert _values(three, "DTSTART") == ["20270426T100000Z", "20270420T160000Z"]
    assert _values(three, "URL") == ["https://f.example/index.html"] * 2


def test_a_letter_without_ask_has_no_description():
    """Missing values are left out."""
    made = edition(frozen_version(1, en=ENGLISH.replace("ask: Adopt amendment 4; reject 5, please.\n", "")))

    assert _values(calendar(made), "DESCRIPTION") == []


@given(st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=400))
def test_folding_keeps_every_letter(line):
    """No piece is longer than 75 octets or ends inside a character, and joined they are the line."""
    pieces = fold(line).split("\r\n")

    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@given(st.text())
def test_a_value_is_one_value(text):
    """No comma, semicolon or line end of a text ends its value, and a reader gets the text back."""
    value = escape(text)

    assert re.sub(r"\\.", "", value).count(",") == re.sub(r"\\.", "", value).count(";") == 0
    assert "\n" not in value
    assert re.sub(r"\\(.)", r"\1", value) == clean(text)


def test_a_long_line_is_folded_between_letters():
    """At 75 octets, the space that begins the next piece counted (RFC 5545, 3.1)."""
    assert fold("é" * 80) == "\r\n ".join(["é" * 37, "é" * 37, "é" * 6])
