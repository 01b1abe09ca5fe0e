"""What the invited answer: that they look into it, that they answer by a day, that they do not sign."""

import datetime as dt

from campaign.adapters.store.signons import personal_link
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter


def open_invitation(letter: PublicLetter, holder: Holder) -> None:
    """Keep that the invited look into the letter. Nothing changes where they did before, or have answered."""
    letter.campaign.store.write(personal_link.mark_opened, holder.signon.id, letter.campaign.now())


def days_for_answer(letter: PublicLetter) -> tuple[dt.date, dt.date]:
    """The first and last day by which the invited may promise an answer, in the campaign's zone: today, and the last
    day on which the letter can be signed."""
    settings = letter.campaign.settings
    zone = settings.campaign.zone
    return letter.campaign.now().astimezone(zone).date(), settings.signing_closes_at.astimezone(zone).date()


def promise_answer(letter: PublicLetter, holder: Holder, until: dt.date | None) -> bool:
    """Keep that the invited answer by a day, and are not reminded before. False, with nothing kept, for a day outside
    of `days_for_answer`, and for none."""
    first, last = days_for_answer(letter)
    if until is None or not first <= until <= last:
        return False
    letter.campaign.store.write(personal_link.promise, holder.signon.id, until, letter.campaign.now())
    return True


def decline(letter: PublicLetter, holder: Holder) -> None:
    """Keep that the invited do not sign. They may change their mind."""
    letter.campaign.store.write(personal_link.decline, holder.signon.id, letter.campaign.now())
