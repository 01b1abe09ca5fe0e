"""The call list: offices that received the letter and have not answered, and offices that it did not reach."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.core.addressees import Addressee
from campaign.core.delivery.replies import CallNote, Position, ReplyProof, ReplySummary
from campaign.core.delivery.states import DeliveryState
from campaign.core.timetable.holidays import add_working_days

_NOT_REACHED: Mapping[DeliveryState, str] = {
    DeliveryState.BOUNCED: "the email bounced",
    DeliveryState.FAILED: "the mail server refused the address",
}
# Automatic answers that help the person who calls. The newest one is used.
_CAME_BACK = "the email came back: a full mailbox, a filter, or a server that was away"
_MACHINE_ANSWERS: Mapping[str, str] = {
    "challenge": "a filter asks you to confirm that you wrote",
    "temporary": _CAME_BACK,
    "delayed": "the email was delayed",
    "read": "the email was opened",
    "unread": "the email was deleted unread",
    "acknowledgement": "the office confirmed that it received the email",
}
_CLAIM = "an email says that it is from this office, without proof: see campaign reply list, and ask"


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How the newest delivery of a letter to an addressee ended."""

    addressee: str
    """The addressee's key."""
    state: DeliveryState
    """Sent, bounced or failed."""
    at: dt.datetime
    """When the mail server accepted it; else when it failed or bounced. In UTC."""


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How long an office has to answer before somebody calls it. Days begin and end in the campaign's zone."""

    days: int
    """Working days after the day on which the email was sent; 0 for a call on the same day."""
    zone: dt.tzinfo
    """The campaign's zone."""
    holidays: bool
    """Whether days on which the EU institutions are closed do not count as working days."""

    def day_of(self, at: dt.datetime) -> dt.date:
        """The day of a time (aware) in the campaign's zone."""
        return at.astimezone(self.zone).date()

    def is_over(self, sent_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether an office that was written to at `sent_at` may be called at `now` (both aware)."""
        return add_working_days(self.day_of(sent_at), self.days, holidays=self.holidays) <= self.day_of(now)


@dataclass(frozen=True, slots=True)
class Call:
    """An entry of the call list."""

    person: Addressee
    """The addressee whose office to call."""
    sent_at: dt.datetime
    """When the letter was sent, or its delivery failed. In UTC."""
    why: str
    """Why to call, in words."""
    away_until: dt.date | None
    """The last day of an absence that has not ended; None when none is known."""
    notes: tuple[CallNote, ...] = ()
    """What came of calls so far, the newest first."""


def calls_to_make(
    people: Iterable[Addressee],
    results: Iterable[DeliveryResult],
    replies: Iterable[ReplySummary],
    positions: Mapping[str, Position],
    now: dt.datetime,
    time: AnswerTime,
    notes: Iterable[CallNote] = (),
) -> tuple[Call, ...]:
    """The call list at `now` (aware).

    It holds every addressee without a person's reply (one that only says whom it is from does not count) and without
    a recorded position whose email did not arrive, or
    whose time to answer is over. Those whose email did not arrive come first, then those who received it longest ago,
    then those who were called today, and last those who are away.
    """
    today = time.day_of(now)
    by_key = {person.key: person for person in people}
    replies_by_key: dict[str, list[ReplySummary]] = {}
    for reply in sorted(replies, key=lambda reply: reply.at):
        replies_by_key.setdefault(reply.addressee, []).append(reply)
    done = set(positions) | {
        key for key, own in replies_by_key.items() if any(reply.kind == "person" for reply in _with_proof(own))
    }
    pairs = [
        (
            result.state not in _NOT_REACHED and not _came_back(replies_by_key.get(result.addressee, []), result),
            _call(by_key[result.addressee], result, replies_by_key.get(result.addressee, []), today),
        )
        for result in results
        if result.addressee in by_key
        and result.addressee not in done
        and (
            result.state in _NOT_REACHED
            or _came_back(replies_by_key.get(result.addressee, []), result)
            or time.is_over(result.at, now)
        )
    ]
    notes_by_key: dict[str, tuple[CallNote, ...]] = {}
    for note in sorted(notes, key=lambda note: note.at):
        notes_by_key[note.addressee] = (note, *notes_by_key.get(note.addressee, ()))
    called = {key for key, own in notes_by_key.items() if time.day_of(own[0].at) == today}
    ordered = sorted(
        pairs,
        key=lambda pair: (
            pair[1].away_until or dt.date.min,
            pair[1].person.key in called,
            pair[0],
            pair[1].sent_at,
        ),
    )
    return tuple(replace(call, notes=notes_by_key.get(call.person.key, ())) for _, call in ordered)


def _came_back(replies: Iterable[ReplySummary], result: DeliveryResult) -> bool:
    """Whether the delivery came back for a reason that may pass."""
    return any(reply.kind == "temporary" and reply.at >= result.at for reply in _with_proof(replies))


def _with_proof(replies: Iterable[ReplySummary]) -> list[ReplySummary]:
    return [reply for reply in replies if reply.proof is not ReplyProof.CLAIM]


def _call(person: Addressee, result: DeliveryResult, replies: Sequence[ReplySummary], today: dt.date) -> Call:
    proven = _with_proof(replies)
    away_until = max(
        (reply.away_until for reply in proven if reply.away_until and reply.away_until >= today), default=None
    )
    known = [_MACHINE_ANSWERS[reply.kind] for reply in proven if reply.kind in _MACHINE_ANSWERS]
    claims = (_CLAIM,) if len(proven) < len(replies) else ()
    why = _NOT_REACHED.get(result.state) or "; ".join(("no answer", *known[-1:]))
    return Call(person, result.at, "; ".join((why, *claims)), away_until)
