"""How each addressee is greeted, as an import shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.adapters.files.folder import read_letters
from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import personal_salutation
from campaign.services.campaign import Campaign
from campaign.services.waves.languages import language_for


@dataclass(frozen=True, slots=True)
class AddresseeGreeting:
    """The greeting of one addressee."""

    name: str
    salutation: str
    """In a letter that greets each addressee alone; a joint salutation has the same names."""
    language: str
    """The code of the language in which the letter is written to him or her."""
    wanted_language: str
    """The addressee's own language when the letter has no text in it; else ""."""


def greetings(campaign: Campaign, letter: str, people: Iterable[Addressee]) -> tuple[AddresseeGreeting, ...]:
    """The greetings of these people in the letter's languages, in their order."""
    letters, _ = read_letters(campaign.folder, letter)
    style = campaign.settings.campaign.honorific_style
    return tuple(_greeting(person, dict(letters) or {"en": None}, style) for person in people)


def _greeting(person: Addressee, languages: dict[str, object], style: str) -> AddresseeGreeting:
    language = language_for(person, languages)
    is_other = person.language not in ("", language) and person.language.partition("-")[0] != language
    return AddresseeGreeting(
        person.name, personal_salutation(person, language, style), language, person.language if is_other else ""
    )
