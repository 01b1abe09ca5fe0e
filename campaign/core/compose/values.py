"""The values of a letter's placeholders, in the letter's language."""

import datetime as dt
from collections.abc import Iterable, Sequence

from babel.dates import format_date

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import honorific, joint_salutation, personal_salutation
from campaign.core.compose.message_frame import Frame
from campaign.core.languages import find_language, language_or_english
from campaign.core.languages.locale import locale
from campaign.core.letters import Letter
from campaign.core.letters.fill import CLOSING, SALUTATION
from campaign.core.letters.letter import FORMAL, JOINT

# The personal placeholders. The salutation is personal unless it is joint.
_PERSONAL = (
    SALUTATION,
    "addressee.name",
    "addressee.family_name",
    "addressee.honorific",
    "addressee.country",
    "addressee.group",
    "addressee.role",
    "addressee.sentence",
)


def personal_values(
    letter: Letter, addressee: Addressee, frame: Frame, names: Iterable[str] = _PERSONAL
) -> dict[str, str]:
    """The value of each personal placeholder in `names`. Unknown values are left out."""
    values: dict[str, str] = {}
    for name in names:
        if name == SALUTATION and letter.salutation != JOINT:
            values[name] = personal_salutation(addressee, letter.language, frame.honorific_style)
        elif name == "addressee.honorific":
            values[name] = honorific(addressee, frame.honorific_style)
        elif name in _PERSONAL and name != SALUTATION:
            values[name] = getattr(addressee, name.removeprefix("addressee."))
    return _without_blanks(values)


def shared_values(letter: Letter, addressees: Sequence[Addressee], signatories: int, frame: Frame) -> dict[str, str]:
    """The value of each placeholder that is the same for everybody.

    `addressees` are the people that a joint salutation greets, in order; `signatories` is the number of signatories.
    """
    days = (letter.date or frame.letter_date, frame.vote_at.astimezone(frame.zone).date())
    date, vote = days_in_words(days, letter.language)
    shared = {CLOSING: closing(letter), "signatories.count": str(signatories), "date": date, "vote": vote}
    if letter.salutation == JOINT:
        shared[SALUTATION] = joint_salutation(addressees, letter.language, frame.honorific_style)
    return _without_blanks(shared)


def _without_blanks(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value.strip()}


def closing(letter: Letter) -> str:
    """The line above the signatories: the letter's own, the formal closing of its language, or "Signed:"."""
    words = language_or_english(letter.language)
    if letter.closing.casefold() == FORMAL:
        return words.closing
    return letter.closing or words.terms.signed


def day_in_words(day: dt.date, language: str) -> str:
    """A day as the language writes it: "26 April 2027", "26. April 2027", "1er mai 2027". English for an unknown
    language."""
    return days_in_words((day,), language)[0]


def dateline(place: str, day: str, language: str) -> str:
    """Place and day (in words) above a letter: "Brussels, 12 April 2027", "Bruxelles, le 12 avril 2027"."""
    if not place:
        return day
    row = language_or_english(language)
    ending = next((ending for ending in row.day_endings if day.endswith(ending)), "")
    day = day.removesuffix(ending) + row.day_endings.get(ending, "")
    return row.dateline.replace("{place}", row.located.get(place, place)).replace("{day}", day)


def days_in_words(days: Iterable[dt.date], language: str) -> list[str]:
    """Days as the language writes them, in order."""
    row, babel_locale = find_language(language), locale(language)
    first = row.first_day if row else ""  # the formats of CLDR have no ordinals
    words = ((day, format_date(day, format="long", locale=babel_locale)) for day in days)
    return [first + written.removeprefix("1") if first and day.day == 1 else written for day, written in words]
