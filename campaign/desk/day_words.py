"""Times in the words of the desk: near ones by their day, and the time to the vote."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.languages.in_english import count_of


def near_moment(at: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> str:
    """A time as people say it: "today, 08:51", "yesterday, 08:51", "Tuesday 20 April, 09:00"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    name = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days) or near_day(local.date(), today)
    return f"{name}, {local:%H:%M}"


def near_day(day: dt.date, today: dt.date) -> str:
    """A day with its weekday: "Tuesday 20 April"; with its year if that is another."""
    return f"{day:%A %-d %B}" + ("" if day.year == today.year else f" {day.year}")


def days_until(at: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> int:
    """How many days are left, counted in the zone; negative when it has passed."""
    return (at.astimezone(zone).date() - now.astimezone(zone).date()).days


def until_vote(vote: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The time to the vote in two parts, the first one to be shown in bold: "12 days", "to the vote"."""
    days = days_until(vote, now, zone)
    if vote <= now:
        return ("Today" if days == 0 else near_day(vote.astimezone(zone).date(), now.astimezone(zone).date())), (
            "was the vote"
        )
    if days == 0:
        return f"Today, {vote.astimezone(zone):%H:%M}", "is the vote"
    return count_of(days, "day"), "to the vote"
