"""Pausing a wave, and calling one off: what it would concern is a plan, and exactly that is then done."""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.states import WAITING, DeliveryState
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.waves.plan import PlannedWave, find_wave

_CANCELLABLE = (DeliveryState.PLANNED, *WAITING)


@dataclass(frozen=True, slots=True)
class PausePlan:
    """Which waves would be held."""

    mailings: tuple[Mailing, ...]


@dataclass(frozen=True, slots=True)
class PausedWave:
    """A wave that is held now."""

    wave: str
    waiting: int
    """How many of its mails wait."""


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What would be called off."""

    wave: PlannedWave
    number: int
    """How many mails would not go."""
    states: tuple[DeliveryState, ...] = _CANCELLABLE
    """The states of these mails."""


def plan_pause(campaign: Campaign, wave: str) -> PausePlan:
    """The wave of this name; for "" all released waves to addressees that have mails to send. Raises UsageError when
    there is no such wave."""
    if wave:
        return PausePlan((find_wave(campaign, wave).mailing,))
    waiting = campaign.store.read(waves.waiting_mailings)
    return PausePlan(
        tuple(
            mailing for mailing in waiting if mailing.letter == campaign.letter and mailing.kind is MailingKind.LETTER
        )
    )


def pause(campaign: Campaign, plan: PausePlan, why: str) -> tuple[PausedWave, ...]:
    """Hold the waves: within one message nothing more goes, whichever process sends it. `why` is for those who look at
    it later. Raises Refused when none of them could be paused."""
    paused = [
        mailing for mailing in plan.mailings if campaign.store.write(waves.pause, mailing.id, why, campaign.now())
    ]
    if not paused:
        raise Refused("nothing was paused: no released wave has mails to send, or it is paused", fix="campaign status")
    counts = ((mailing, campaign.store.read(deliveries.counts, mailing.id)) for mailing in paused)
    return tuple(
        PausedWave(mailing.wave, sum(by_state.get(state, 0) for state in WAITING)) for mailing, by_state in counts
    )


def plan_cancel(campaign: Campaign, wave: str) -> CancelPlan:
    """What calling a wave off would do. Raises UsageError when there is no such wave, Refused when no mail waits."""
    planned = find_wave(campaign, wave)
    number = planned.number(*_CANCELLABLE)
    if not number:
        raise Refused(f"wave {wave}: no mail waits, there is nothing to call off", fix="campaign send log")
    return CancelPlan(planned, number)


def cancel(campaign: Campaign, plan: CancelPlan) -> int:
    """Call the wave off, also while it is being sent: what has not gone will not go. Returns how many mails that are.

    Raises Refused, and changes nothing, when the wave was planned anew since.
    """
    return campaign.store.write(_cancel_as_planned, plan.wave.mailing, campaign)


def _cancel_as_planned(db: Database, wave: Mailing, campaign: Campaign) -> int:
    if deliveries.mailing_by_id(db, wave.id).planned_at != wave.planned_at:
        raise Refused(f"wave {wave.wave} was planned anew just now", fix="campaign send cancel")
    return deliveries.close(db, wave.id, DeliveryState.CANCELLED, "called off by a person", campaign.now())
