"""The letter's dates as a calendar file (RFC 5545)."""

import datetime as dt

from campaign.core.languages.page_words import page_words
from campaign.core.publish.edition import Edition
from campaign.core.publish.feeds import identifier
from campaign.core.render.characters import clean
from campaign.core.render.icalendar import escape, format_utc, write_calendar


def calendar(edition: Edition) -> bytes:
    """The vote and, if different, the deadline, as events without a duration.

    UIDs never change and SEQUENCE grows with the versions, so a calendar updates events that it already has.
    """
    words = page_words(edition.languages[0])
    dates = {"vote": (words.vote, edition.campaign.vote_at)}
    if edition.campaign.deadline_at != edition.campaign.vote_at:
        dates["deadline"] = (words.deadline, edition.campaign.deadline_at)
    events = [line for name, (word, at) in dates.items() for line in _event(edition, name, word, at)]
    return write_calendar("Letter", events)


def _event(edition: Edition, name: str, word: str, at: dt.datetime) -> list[str]:
    version, letter = edition.newest.version, edition.newest.letters[edition.languages[0]]
    return [
        "BEGIN:VEVENT",
        f"UID:{identifier(edition, name)}",
        f"SEQUENCE:{version.number}",
        f"DTSTAMP:{format_utc(version.frozen_at)}",
        f"DTSTART:{format_utc(at)}",
        f"SUMMARY:{escape(f'{word}: {edition.title(letter.language)}')}",
        *([f"DESCRIPTION:{escape(letter.ask)}"] if letter.ask else []),
        *([f"URL:{clean(edition.base)}index.html"] if edition.base else []),
        "END:VEVENT",
    ]
