"""Pausing and cancelling waves: a plan says which, then exactly that is done."""

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
    """The waves that would be paused."""

    mailings: tuple[Mailing, ...]


@dataclass(frozen=True, slots=True)
class PausedWave:
    """A wave that is paused now."""

    wave: str
    waiting: int
    """The number of its emails that wait."""


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What would be cancelled."""

    wave: PlannedWave
    number: int
    """The number of emails that would not be sent."""
    states: tuple[DeliveryState, ...] = _CANCELLABLE
    """The states of these deliveries."""


def plan_pause(campaign: Campaign, wave: str) -> PausePlan:
    """The wave of this name; for "", every released wave of the letter with emails to send. Raises UsageError when
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
    """Pause the waves: any process that sends them stops after the current message. `why` is shown in the log.

    Raises Refused when none of them could be paused.
    """
    paused = [
        mailing for mailing in plan.mailings if campaign.store.write(waves.pause, mailing.id, why, campaign.now())
    ]
    if not paused:
        raise Refused(
            "nothing was paused: no released wave has emails to send, or it is paused already", fix="campaign status"
        )
    counts = ((mailing, campaign.store.read(deliveries.counts, mailing.id)) for mailing in paused)
    return tuple(
        PausedWave(mailing.wave, sum(by_state.get(state, 0) for state in WAITING)) for mailing, by_state in counts
    )


def plan_cancel(campaign: Campaign, wave: str) -> CancelPlan:
    """What cancelling a wave would do. Raises UsageError when there is no such wave, Refused when no email waits."""
    planned = find_wave(campaign, wave)
    number = planned.number(*_CANCELLABLE)
    if not number:
        raise Refused(f"wave {wave}: no email is waiting, so there is nothing to cancel", fix="campaign send log")
    return CancelPlan(planned, number)


def cancel(campaign: Campaign, plan: CancelPlan) -> int:
    """Cancel the wave, even while it is being sent: emails that are not sent yet will not be sent. Returns their
    number.

    Raises Refused, and changes nothing, when the wave was planned again since.
    """
    return campaign.store.write(_cancel_as_planned, plan.wave.mailing, campaign)


def _cancel_as_planned(db: Database, wave: Mailing, campaign: Campaign) -> int:
    if deliveries.mailing_by_id(db, wave.id).planned_at != wave.planned_at:
        raise Refused(f"wave {wave.wave} has just been planned again", fix="campaign send cancel")
    return waves.cancel(db, wave.id, "cancelled by hand", campaign.now())
