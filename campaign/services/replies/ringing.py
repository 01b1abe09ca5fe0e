"""Whom to ring, out of what the store knows."""

from campaign.adapters.store import people, replies
from campaign.core.delivery.calls import AnswerTime, Call, calls
from campaign.services.campaign import Campaign


def due_calls(campaign: Campaign, days: int) -> tuple[Call, ...]:
    """Whom to ring now: those who had the letter `days` working days ago and have not answered, and those whom it
    cannot reach. Working days and holidays are those of the timetable."""
    store, letter, settings = campaign.store, campaign.letter, campaign.settings
    return calls(
        store.read(people.addressees, letter),
        store.read(replies.ended, letter),
        store.read(replies.came, letter),
        store.read(replies.positions, letter),
        campaign.now(),
        AnswerTime(days, settings.campaign.zone, holidays=settings.sending.holidays),
    )
