"""What a letter's placeholders say to one addressee, in the letter's language."""

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_date

from campaign.addressees import Addressee
from campaign.addressees.salutation import honorific, joint, personal
from campaign.compose.frame import Frame
from campaign.languages import english, known
from campaign.languages.locale import locale
from campaign.letters import FORMAL, JOINT, Letter


def values(
    letter: Letter, addressee: Addressee, addressees: Sequence[Addressee], signatories: int, frame: Frame
) -> dict[str, str]:
    """A value for each placeholder that has one; what is not known of an addressee is left out.

    `addressees` are all whom a joint salutation greets, in their order; `signatories` is how many sign.
    """
    vote = frame.vote_at.astimezone(frame.zone).date()
    said = {
        "salutation": salutation(letter, addressee, addressees, frame.honorific_style),
        "closing": closing(letter),
        "signatories.count": str(signatories),
        "addressee.name": addressee.name,
        "addressee.family_name": addressee.family_name,
        "addressee.honorific": honorific(addressee, frame.honorific_style),
        "addressee.country": addressee.country,
        "addressee.group": addressee.group,
        "addressee.role": addressee.role,
        "date": day_in_words(letter.date or frame.letter_date, letter.language),
        "vote": day_in_words(vote, letter.language),
    }
    return {name: value for name, value in said.items() if value.strip()}


def salutation(letter: Letter, addressee: Addressee, addressees: Sequence[Addressee], style: str) -> str:
    """The greeting: all in one line for a joint letter, else the addressee's own."""
    if letter.salutation == JOINT:
        return joint(addressees, letter.language, style)
    return personal(addressee, letter.language, style)


def closing(letter: Letter) -> str:
    """The line above the signatories: the letter's own, the formal one of its language, or the plain "Signed:"."""
    words = english(letter.language)
    if letter.closing.casefold() == FORMAL:
        return words.closing
    return letter.closing or words.terms.signed


def day_in_words(day: dt.date, language: str) -> str:
    """A day as the language writes it: "26 April 2027", "26. April 2027", "1er mai 2027". Where the language is
    unknown, English."""
    words = format_date(day, format="long", locale=locale(language))
    row = known(language)
    if row and row.first_day and day.day == 1:  # CLDR's formats have no ordinals
        return row.first_day + words.removeprefix("1")
    return words
