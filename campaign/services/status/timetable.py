"""How a campaign stands to its timetable, and the timetable as a calendar."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.records import Dispatch, Post
from campaign.core.delivery.states import WAITING, State
from campaign.core.render.icalendar import escaped, utc, whole
from campaign.core.signatories import SignOnState
from campaign.core.timetable import NAMES, Facts, Standing, Step
from campaign.core.timetable.standing import standings
from campaign.core.timetable.table import disorder
from campaign.services.campaign import Campaign
from campaign.services.waves.state import LetterState, letter_state

_ON_THE_WAY = (*WAITING, State.SENDING)


@dataclass(frozen=True, slots=True)
class TimetableStatus:
    """The campaign's dates, and how each stands."""

    letter: str
    """The letter's name."""
    campaign: str
    """The campaign's name."""
    steps: tuple[Standing, ...]
    """The dates before the vote, in order."""
    vote_at: dt.datetime
    """When the vote is, aware UTC."""
    now: dt.datetime
    """When this was read, aware UTC."""
    remarks: tuple[str, ...]
    """Which dates are in a strange order, a sentence each."""


def timetable_status(campaign: Campaign) -> TimetableStatus:
    """How the timetable stands now."""
    return timetable_of(campaign, letter_state(campaign.folder, campaign.store, campaign.letter))


def timetable_of(campaign: Campaign, state: LetterState) -> TimetableStatus:
    """How the timetable stands now, with the letter in this state."""
    settings, now = campaign.settings, campaign.now()
    return TimetableStatus(
        letter=state.name,
        campaign=settings.campaign.name,
        steps=standings(settings.timetable, _facts(campaign.store, state), now),
        vote_at=settings.campaign.vote_at,
        now=now,
        remarks=disorder(settings.timetable, settings.campaign.deadline_at, settings.campaign.zone),
    )


def calendar(timetable: TimetableStatus) -> bytes:
    """The timetable and the vote as events without length. Written anew, it moves those that a calendar holds."""
    dates = {each.date.step.value: (NAMES[each.date.step], each.date.at) for each in timetable.steps}
    dates["vote"] = ("vote", timetable.vote_at)
    return whole("Timetable", (line for name, date in dates.items() for line in _event(timetable, name, *date)))


def _facts(store: Store, state: LetterState) -> Facts:
    """What the campaign has done so far."""
    every = store.read(deliveries.dispatches, state.name)
    released = [each for each in every if each.released_at and each.post is Post.LETTER]
    counts = {each: store.read(deliveries.counts, each.id) for each in released}
    return Facts(
        frozen=state.version is not None,
        stale=state.stale,
        confirmed=sum(each.state is SignOnState.CONFIRMED for each in state.organisations),
        released=frozenset(each.purpose.step for each in released),
        finished=_finished(counts) | _needless(store, state.name),
    )


def _finished(counts: Mapping[Dispatch, Mapping[State, int]]) -> frozenset[Step]:
    """The steps of which a mail went and none is still to go."""
    busy = {wave.purpose.step for wave, each in counts.items() if any(each.get(state) for state in _ON_THE_WAY)}
    gone = {wave.purpose.step for wave, each in counts.items() if each.get(State.SENT) or each.get(State.BOUNCED)}
    return frozenset(gone - busy)


def _needless(store: Store, letter: str) -> frozenset[Step]:
    """The follow-ups, where all who have had the letter have answered."""
    needless = store.read(waves.all_answered, letter)
    return frozenset({Step.FOLLOW_UP, Step.LAST_CALL}) if needless else frozenset()


def _event(timetable: TimetableStatus, name: str, words: str, at: dt.datetime) -> list[str]:
    parts = ("undersigned", timetable.campaign, timetable.letter, "timetable", name)
    own = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts))
    return [
        "BEGIN:VEVENT",
        f"UID:{own}",
        f"SEQUENCE:{int(timetable.now.timestamp()) // 60}",
        f"DTSTAMP:{utc(timetable.now)}",
        f"DTSTART:{utc(at)}",
        f"SUMMARY:{escaped(f'{words}: {timetable.campaign}')}",
        "END:VEVENT",
    ]
