"""Answers to an invitation: opening it, promising an answer by a day, declining."""

import datetime as dt

from campaign.adapters.store.signons import personal_link
from campaign.services.public.letter import PublicLetter
from campaign.services.public.link_holders import Holder


def open_invitation(letter: PublicLetter, holder: Holder) -> None:
    """Record that the invited person has opened the page. Changes nothing after the first time or after an answer."""
    letter.campaign.store.write(personal_link.mark_opened, holder.signon.id, letter.campaign.now())


def days_for_answer(letter: PublicLetter) -> tuple[dt.date, dt.date]:
    """The first and last day by which an answer may be promised, in the campaign's zone: today, and the day on which
    signing closes."""
    settings = letter.campaign.settings
    zone = settings.campaign.zone
    return letter.campaign.now().astimezone(zone).date(), settings.signing_closes_at.astimezone(zone).date()


def promise_answer(letter: PublicLetter, holder: Holder, until: dt.date | None) -> bool:
    """Record a promise to answer by a day; there is no reminder before it. False, and nothing recorded, for a day
    outside `days_for_answer`, or for None."""
    first, last = days_for_answer(letter)
    if until is None or not first <= until <= last:
        return False
    letter.campaign.store.write(personal_link.promise, holder.signon.id, until, letter.campaign.now())
    return True


def decline(letter: PublicLetter, holder: Holder) -> None:
    """Record that the invited person does not sign. He or she may still sign later."""
    letter.campaign.store.write(personal_link.decline, holder.signon.id, letter.campaign.now())
