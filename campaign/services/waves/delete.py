"""Deleting a wave that was never released, such as one with a mistyped name."""

from dataclasses import dataclass

from campaign.adapters.files import outbox
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.core.delivery.states import DeliveryState
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.waves.plan import find_wave
from campaign.services.waves.preview import preview_folder


@dataclass(frozen=True, slots=True)
class WaveDeletion:
    """A wave that would be deleted."""

    mailing: Mailing
    number: int
    """The number of its planned emails. None of them was sent."""


def plan_wave_deletion(campaign: Campaign, wave: str) -> WaveDeletion:
    """Plan the deletion of a wave. Raises UsageError if there is none of this name, Refused if it is not a wave of the
    letter, was released, or has emails that were cancelled: they stay on record."""
    planned = find_wave(campaign, wave)
    if planned.mailing.kind is not MailingKind.LETTER:
        raise Refused(f"{wave} is not a wave of the letter", fix="campaign send log")
    if planned.is_released:
        raise Refused(
            f"wave {wave} was released, so it stays on record",
            fix=f"to stop the emails that are not sent yet: campaign send cancel --wave {wave}",
        )
    if planned.number() != planned.number(DeliveryState.PLANNED):
        raise Refused(f"wave {wave} was cancelled, so it stays on record", fix="use another name for a new wave")
    return WaveDeletion(planned.mailing, planned.number())


def delete_wave(campaign: Campaign, plan: WaveDeletion) -> None:
    """Delete the wave and the files of its preview. Raises Refused and changes nothing if it has changed since."""
    if not campaign.store.write(deliveries.delete_planned, plan.mailing):
        raise Refused(f"wave {plan.mailing.wave} has just changed; nothing was deleted", fix="campaign send log")
    outbox.clear(preview_folder(campaign, plan.mailing.wave))
