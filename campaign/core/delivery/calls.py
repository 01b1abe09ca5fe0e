"""Whom to ring: offices that have the letter and have not answered, and those that cannot have it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.core.addressees import Addressee
from campaign.core.delivery.answered import Came, Position
from campaign.core.delivery.states import State
from campaign.core.timetable.holidays import add_working_days

_AT_ONCE: Mapping[State, str] = {
    State.BOUNCED: "the mail came back",
    State.FAILED: "the mail server refused the address",
}
# What a machine said that helps a person who rings; the newest counts.
_TOLD: Mapping[str, str] = {
    "challenge": "a filter wants you to confirm that you wrote",
    "delayed": "the mail was waiting at a server",
    "read": "the mail was opened",
    "unread": "the mail was deleted unread",
    "acknowledgement": "the office has confirmed that it came in",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How the newest delivery of a letter to an addressee ended."""

    addressee: str
    """The addressee's key."""
    state: State
    """Sent, bounced or failed."""
    at: dt.datetime
    """When the mail server took it, else when it ended, in UTC."""


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How long an office has to answer before it is called. Days are those of the campaign's zone."""

    days: int
    """Working days after the day on which the mail went; 0 for a call on the same day."""
    zone: dt.tzinfo
    """The campaign's zone."""
    holidays: bool
    """Whether the days on which the EU's institutions are closed are no working days."""

    def day_of(self, at: dt.datetime) -> dt.date:
        """The day of a moment (aware) in the campaign's zone."""
        return at.astimezone(self.zone).date()

    def is_over(self, sent_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether an office that has had a mail since `sent_at` may be called at `now` (both aware)."""
        return add_working_days(self.day_of(sent_at), self.days, holidays=self.holidays) <= self.day_of(now)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to ring."""

    person: Addressee
    """Whom to ring."""
    sent_at: dt.datetime
    """When the letter went, or its delivery failed, in UTC."""
    why: str
    """What is known, in words."""
    away_until: dt.date | None
    """The end of an absence that lasts; None where none is known."""


def calls(
    people: Iterable[Addressee],
    ended: Iterable[Ended],
    came: Iterable[Came],
    positions: Mapping[str, Position],
    now: dt.datetime,
    time: AnswerTime,
) -> tuple[Call, ...]:
    """Whom to ring at `now` (aware): nobody answered, no position is on record, and the mail did not arrive, or the
    time to answer is over. Those who cannot have it come first, then those who have had it longest, and last the
    absent."""
    today = time.day_of(now)
    known = {each.key: each for each in people}
    back: dict[str, list[Came]] = {}
    for one in sorted(came, key=lambda each: each.at):
        back.setdefault(one.addressee, []).append(one)
    done = {key for key, own in back.items() if any(each.kind == "person" for each in own)} | set(positions)
    found = [
        (each.state not in _AT_ONCE, _call(known[each.addressee], each, back.get(each.addressee, []), today))
        for each in ended
        if each.addressee in known
        and each.addressee not in done
        and (each.state in _AT_ONCE or time.is_over(each.at, now))
    ]
    ordered = sorted(found, key=lambda pair: (pair[1].away_until or dt.date.min, pair[0], pair[1].sent_at))
    return tuple(call for _, call in ordered)


def _call(person: Addressee, each: Ended, own: Sequence[Came], today: dt.date) -> Call:
    away = max((one.away_until for one in own if one.away_until and one.away_until >= today), default=None)
    told = [_TOLD[one.kind] for one in own if one.kind in _TOLD]
    return Call(person, each.at, _AT_ONCE.get(each.state) or "; ".join(("no answer", *told[-1:])), away)
