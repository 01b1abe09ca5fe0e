"""The progress of a campaign against its timetable, and the timetable as a calendar."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.parliament import people_directory
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.core.render.icalendar import escape, format_utc, write_calendar
from campaign.core.signatories import SignOnState
from campaign.core.timetable import STEP_NAMES, DateStatus, Step, TimetableFacts
from campaign.core.timetable.dates import order_problems
from campaign.core.timetable.progress import date_statuses
from campaign.services.campaign import Campaign
from campaign.services.waves.letter_state import LetterState, read_letter_state

_ON_THE_WAY = (*WAITING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class TimetableStatus:
    """The campaign's dates, and the progress of each."""

    letter: str
    """The letter's name."""
    campaign: str
    """The campaign's name."""
    steps: tuple[DateStatus, ...]
    """The dates before the vote, in order."""
    vote_at: dt.datetime
    """The time of the vote (aware UTC)."""
    now: dt.datetime
    """When this was read (aware UTC)."""
    remarks: tuple[str, ...]
    """Dates in an unlikely order, and a vote that the agenda has on another day, one sentence each."""


def timetable_status(campaign: Campaign) -> TimetableStatus:
    """Read the progress against the timetable."""
    return timetable_of(campaign, read_letter_state(campaign.folder, campaign.store, campaign.letter))


def timetable_of(campaign: Campaign, state: LetterState) -> TimetableStatus:
    """The progress against the timetable, for a letter that is already read."""
    settings, now = campaign.settings, campaign.now()
    return TimetableStatus(
        letter=state.name,
        campaign=settings.campaign.name,
        steps=date_statuses(settings.timetable, _facts(campaign.store, state), now),
        vote_at=settings.campaign.vote_at,
        now=now,
        remarks=(
            *order_problems(settings.timetable, settings.campaign.deadline_at, settings.campaign.zone),
            *_agenda_remarks(campaign),
        ),
    )


def _agenda_remarks(campaign: Campaign) -> Iterator[str]:
    """Where the agenda that was imported has a vote on another day than the campaign, and whether it has moved."""
    zone = campaign.settings.campaign.zone
    vote = f"{campaign.settings.campaign.vote_at.astimezone(zone):%Y-%m-%d}"
    today = f"{campaign.now().astimezone(zone):%Y-%m-%d}"
    votes = [item for item in campaign.store.read(people_directory.agenda) if item.kind.endswith(" vote")]
    if any(item.day == vote for item in votes):
        return
    for item in votes:
        if item.day >= today:
            moved = f", moved from {item.former_day}" if item.former_day else ""
            where = f"the {item.kind} on {item.procedure} on {item.day}{moved}"
            yield f"the agenda has {where}; the campaign's vote is on {vote}"


def calendar(timetable: TimetableStatus) -> bytes:
    """The timetable and the vote as an iCalendar file. Imported again, it moves the events that are in a calendar."""
    dates = {step.date.step.value: (STEP_NAMES[step.date.step], step.date.at) for step in timetable.steps}
    dates["vote"] = ("vote", timetable.vote_at)
    return write_calendar(
        "Timetable", (line for name, date in dates.items() for line in _event(timetable, name, *date))
    )


def _facts(store: Store, state: LetterState) -> TimetableFacts:
    """The facts by which progress is decided."""
    mailings = store.read(deliveries.mailings, state.name)
    released = [mailing for mailing in mailings if mailing.released_at and mailing.kind is MailingKind.LETTER]
    counts = {mailing: store.read(deliveries.counts, mailing.id) for mailing in released}
    return TimetableFacts(
        frozen=state.version is not None,
        stale=state.is_stale,
        confirmed=sum(organisation.state is SignOnState.CONFIRMED for organisation in state.organisations),
        released=frozenset(mailing.purpose.step for mailing in released),
        finished=_finished_steps(counts) | _needless_follow_ups(store, state.name),
    )


def _finished_steps(counts: Mapping[Mailing, Mapping[DeliveryState, int]]) -> frozenset[Step]:
    """The steps for which emails were sent and none is left to send."""
    busy = {
        mailing.purpose.step
        for mailing, by_state in counts.items()
        if any(by_state.get(state) for state in _ON_THE_WAY)
    }
    gone = {
        mailing.purpose.step
        for mailing, by_state in counts.items()
        if by_state.get(DeliveryState.SENT) or by_state.get(DeliveryState.BOUNCED)
    }
    return frozenset(gone - busy)


def _needless_follow_ups(store: Store, letter: str) -> frozenset[Step]:
    """The follow-ups, if everybody who received the letter has answered."""
    all_answered = store.read(waves.all_answered, letter)
    return frozenset({Step.FOLLOW_UP, Step.LAST_CALL}) if all_answered else frozenset()


def _event(timetable: TimetableStatus, name: str, words: str, at: dt.datetime) -> list[str]:
    parts = ("undersigned", timetable.campaign, timetable.letter, "timetable", name)
    own = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts))
    return [
        "BEGIN:VEVENT",
        f"UID:{own}",
        f"SEQUENCE:{int(timetable.now.timestamp()) // 60}",
        f"DTSTAMP:{format_utc(timetable.now)}",
        f"DTSTART:{format_utc(at)}",
        f"SUMMARY:{escape(f'{words}: {timetable.campaign}')}",
        "END:VEVENT",
    ]
