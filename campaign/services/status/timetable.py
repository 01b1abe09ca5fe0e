"""How a campaign stands to its timetable, and the timetable as a calendar."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.records import Dispatch, Post
from campaign.core.delivery.states import WAITING, State
from campaign.core.render.icalendar import escaped, utc, whole
from campaign.core.signatories import SignOnState
from campaign.core.timetable import NAMES, Facts, Standing, Step, standings
from campaign.services.waves.situation import Situation

_ON_THE_WAY = (*WAITING, State.SENDING)


def standing(store: Store, situation: Situation, now: dt.datetime) -> tuple[Standing, ...]:
    """How each date of the timetable stands at `now` (aware UTC)."""
    return standings(situation.settings.timetable, facts(store, situation), now)


def facts(store: Store, situation: Situation) -> Facts:
    """What the campaign has done so far."""
    every = store.read(deliveries.dispatches, situation.name)
    released = [each for each in every if each.released_at and each.post is Post.LETTER]
    counts = {each: store.read(deliveries.counts, each.id) for each in released}
    return Facts(
        frozen=situation.version is not None,
        stale=situation.stale,
        confirmed=sum(each.state is SignOnState.CONFIRMED for each in situation.organisations),
        released=frozenset(each.purpose.step for each in released),
        finished=_finished(counts) | _needless(store, situation.name),
    )


def calendar(situation: Situation, standing: Iterable[Standing], now: dt.datetime) -> bytes:
    """The timetable and the vote as events without length. Written anew, it moves those that a calendar holds."""
    campaign = situation.settings.campaign
    dates = {each.date.step.value: (NAMES[each.date.step], each.date.at) for each in standing}
    dates["vote"] = ("vote", campaign.vote_at)
    return whole("Timetable", (line for name, date in dates.items() for line in _event(situation, name, *date, now)))


def _finished(counts: Mapping[Dispatch, Mapping[State, int]]) -> frozenset[Step]:
    """The steps of which a mail went and none is still to go."""
    busy = {wave.purpose.step for wave, each in counts.items() if any(each.get(state) for state in _ON_THE_WAY)}
    gone = {wave.purpose.step for wave, each in counts.items() if each.get(State.SENT) or each.get(State.BOUNCED)}
    return frozenset(gone - busy)


def _needless(store: Store, letter: str) -> frozenset[Step]:
    """The follow-ups, where all who have had the letter have answered."""
    needless = store.read(waves.all_answered, letter)
    return frozenset({Step.FOLLOW_UP, Step.LAST_CALL}) if needless else frozenset()


def _event(situation: Situation, name: str, words: str, at: dt.datetime, now: dt.datetime) -> list[str]:
    campaign = situation.settings.campaign.name
    own = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("undersigned", campaign, situation.name, "timetable", name)))
    return [
        "BEGIN:VEVENT",
        f"UID:{own}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        f"DTSTAMP:{utc(now)}",
        f"DTSTART:{utc(at)}",
        f"SUMMARY:{escaped(f'{words}: {campaign}')}",
        "END:VEVENT",
    ]
