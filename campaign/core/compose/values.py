"""What a letter's placeholders say to one addressee, in the letter's language."""

import datetime as dt
from collections.abc import Iterable, Sequence

from babel.dates import format_date

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import honorific, joint, personal
from campaign.core.compose.frame import Frame
from campaign.core.languages import english, known
from campaign.core.languages.locale import locale
from campaign.core.letters import FORMAL, JOINT, Letter
from campaign.core.letters.fill import CLOSING, SALUTATION


def values(
    letter: Letter, addressee: Addressee, addressees: Sequence[Addressee], signatories: int, frame: Frame
) -> dict[str, str]:
    """A value for each placeholder that has one; what is not known of an addressee is left out.

    `addressees` are all whom a joint salutation greets, in their order; `signatories` is how many sign.
    """
    return own_values(letter, addressee, frame) | shared_values(letter, addressees, signatories, frame)


# The placeholders whose values are each addressee's own; the salutation where the letter greets each alone.
_OWN = (
    SALUTATION,
    "addressee.name",
    "addressee.family_name",
    "addressee.honorific",
    "addressee.country",
    "addressee.group",
    "addressee.role",
)


def own_values(letter: Letter, addressee: Addressee, frame: Frame, names: Iterable[str] = _OWN) -> dict[str, str]:
    """Those that are one addressee's, of the placeholders that are named."""
    said: dict[str, str] = {}
    for name in names:
        if name == SALUTATION and letter.salutation != JOINT:
            said[name] = personal(addressee, letter.language, frame.honorific_style)
        elif name == "addressee.honorific":
            said[name] = honorific(addressee, frame.honorific_style)
        elif name in _OWN and name != SALUTATION:
            said[name] = getattr(addressee, name.removeprefix("addressee."))
    return _known(said)


def shared_values(letter: Letter, addressees: Sequence[Addressee], signatories: int, frame: Frame) -> dict[str, str]:
    """Those that the letter says to all."""
    vote = frame.vote_at.astimezone(frame.zone).date()
    shared = {
        CLOSING: closing(letter),
        "signatories.count": str(signatories),
        "date": day_in_words(letter.date or frame.letter_date, letter.language),
        "vote": day_in_words(vote, letter.language),
    }
    if letter.salutation == JOINT:
        shared[SALUTATION] = joint(addressees, letter.language, frame.honorific_style)
    return _known(shared)


def _known(said: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value.strip()}


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
