"""Whom to ring: offices that have the letter and have not answered, and those that cannot have it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.core.addressees import Addressee
from campaign.core.delivery.replies import Position, ReplySummary
from campaign.core.delivery.states import DeliveryState
from campaign.core.timetable.holidays import add_working_days

_NOT_REACHED: Mapping[DeliveryState, str] = {
    DeliveryState.BOUNCED: "the mail came back",
    DeliveryState.FAILED: "the mail server refused the address",
}
# What a machine said that helps a person who rings; the newest counts.
_MACHINE_ANSWERS: Mapping[str, str] = {
    "challenge": "a filter wants you to confirm that you wrote",
    "delayed": "the mail was waiting at a server",
    "read": "the mail was opened",
    "unread": "the mail was deleted unread",
    "acknowledgement": "the office has confirmed that it came in",
}


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How the newest delivery of a letter to an addressee ended."""

    addressee: str
    """The addressee's key."""
    state: DeliveryState
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


def calls_to_make(
    people: Iterable[Addressee],
    results: Iterable[DeliveryResult],
    replies: Iterable[ReplySummary],
    positions: Mapping[str, Position],
    now: dt.datetime,
    time: AnswerTime,
) -> tuple[Call, ...]:
    """Whom to ring at `now` (aware): nobody answered, no position is on record, and the mail did not arrive, or the
    time to answer is over. Those who cannot have it come first, then those who have had it longest, and last the
    absent."""
    today = time.day_of(now)
    by_key = {person.key: person for person in people}
    replies_by_key: dict[str, list[ReplySummary]] = {}
    for reply in sorted(replies, key=lambda reply: reply.at):
        replies_by_key.setdefault(reply.addressee, []).append(reply)
    done = {key for key, own in replies_by_key.items() if any(reply.kind == "person" for reply in own)} | set(positions)
    pairs = [
        (
            result.state not in _NOT_REACHED,
            _call(by_key[result.addressee], result, replies_by_key.get(result.addressee, []), today),
        )
        for result in results
        if result.addressee in by_key
        and result.addressee not in done
        and (result.state in _NOT_REACHED or time.is_over(result.at, now))
    ]
    ordered = sorted(pairs, key=lambda pair: (pair[1].away_until or dt.date.min, pair[0], pair[1].sent_at))
    return tuple(call for _, call in ordered)


def _call(person: Addressee, result: DeliveryResult, replies: Sequence[ReplySummary], today: dt.date) -> Call:
    away_until = max(
        (reply.away_until for reply in replies if reply.away_until and reply.away_until >= today), default=None
    )
    known = [_MACHINE_ANSWERS[reply.kind] for reply in replies if reply.kind in _MACHINE_ANSWERS]
    return Call(person, result.at, _NOT_REACHED.get(result.state) or "; ".join(("no answer", *known[-1:])), away_until)
