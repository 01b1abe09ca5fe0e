"""Pausing a wave, and calling one off: what it would concern is a plan, and exactly that is then done."""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.records import Dispatch, Post
from campaign.core.delivery.states import WAITING, State
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.waves.plan import Plan, find_wave

_CANCELLED = (State.PLANNED, *WAITING)


@dataclass(frozen=True, slots=True)
class PausePlan:
    """Which waves would be held."""

    waves: tuple[Dispatch, ...]


@dataclass(frozen=True, slots=True)
class PausedWave:
    """A wave that is held now."""

    wave: str
    left: int
    """How many of its mails wait."""


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What would be called off."""

    wave: Plan
    number: int
    """How many mails would not go."""
    states: tuple[State, ...] = _CANCELLED
    """The states of these mails."""


def plan_pause(campaign: Campaign, wave: str) -> PausePlan:
    """The wave of this name; for "" all released waves to addressees that have mails to send. Raises UsageError when
    there is no such wave."""
    if wave:
        return PausePlan((find_wave(campaign, wave).dispatch,))
    every = campaign.store.read(waves.waiting)
    return PausePlan(tuple(each for each in every if each.letter == campaign.letter and each.post is Post.LETTER))


def pause(campaign: Campaign, plan: PausePlan, why: str) -> tuple[PausedWave, ...]:
    """Hold the waves: within one message nothing more goes, whichever process sends it. `why` is for those who look at
    it later. Raises Refused when none of them could be paused."""
    paused = [each for each in plan.waves if campaign.store.write(waves.pause, each.id, why, campaign.now())]
    if not paused:
        raise Refused("nothing was paused: no released wave has mails to send, or it is paused", hint="campaign status")
    counts = ((each, campaign.store.read(deliveries.counts, each.id)) for each in paused)
    return tuple(PausedWave(each.wave, sum(of.get(state, 0) for state in WAITING)) for each, of in counts)


def plan_cancel(campaign: Campaign, wave: str) -> CancelPlan:
    """What calling a wave off would do. Raises UsageError when there is no such wave, Refused when no mail waits."""
    found = find_wave(campaign, wave)
    number = found.number(*_CANCELLED)
    if not number:
        raise Refused(f"wave {wave}: no mail waits, there is nothing to call off", hint="campaign send log")
    return CancelPlan(found, number)


def cancel(campaign: Campaign, plan: CancelPlan) -> int:
    """Call the wave off, also while it is being sent: what has not gone will not go. Returns how many mails that are.

    Raises Refused, and changes nothing, when the wave was planned anew since.
    """
    return campaign.store.write(_close, plan.wave.dispatch, campaign)


def _close(db: Database, wave: Dispatch, campaign: Campaign) -> int:
    if deliveries.one_dispatch(db, wave.id).planned_at != wave.planned_at:
        raise Refused(f"wave {wave.wave} was planned anew just now", hint="campaign send cancel")
    return deliveries.close(db, wave.id, State.CANCELLED, "called off by a person", campaign.now())
